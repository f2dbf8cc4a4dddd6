import type { ApprovedMessage, OperatorYes } from '../domain/approval.ts';
import type { KnownPlayer } from '../domain/compare-lists.ts';
import type { InviteeKey, MessageKey } from '../domain/message.ts';
import type { OptOut, OptOutSource, OptOutState } from '../domain/opt-out.ts';
import type { Attempt, Outcome } from '../domain/outcome.ts';
import type { Phone } from '../domain/phone.ts';
import type { LedgerView, PlannedMessage } from '../domain/plan.ts';
import type { Invite } from '../domain/record.ts';
import type { Template } from '../domain/template.ts';

/** The only road to Twilio's Messages resource. Takes nothing that a person has not approved. */
export type MessageGateway = {
  /** Never throws for what Twilio or the network does: that is what an outcome is for. */
  readonly send: (message: ApprovedMessage) => Promise<Outcome>;
};

export type TemplateSource = {
  /** @throws InviteError when there is no template that may be sent */
  readonly fetch: () => Promise<Template>;
};

declare const attemptId: unique symbol;
/** An opaque id of one attempt to send; says nothing about whom it was for. */
export type AttemptId = string & { readonly [attemptId]: true };

export type Claim =
  | { readonly kind: 'claimed'; readonly attemptId: AttemptId }
  /** Somebody else was first; nothing may be sent. */
  | { readonly kind: 'taken'; readonly attempt: Attempt };

/** The durable account of every message. Each call is one durable transaction. */
export type Ledger = {
  readonly view: (
    keys: readonly { readonly key: MessageKey; readonly inviteeKey: InviteeKey }[],
  ) => Promise<LedgerView>;
  /** Writes the attempt down before the request goes out; of two claims for one key, one wins. */
  readonly claim: (message: ApprovedMessage, source: ListSource, at: Date) => Promise<Claim>;
  readonly settle: (attempt: AttemptId, outcome: Outcome, at: Date) => Promise<void>;
  readonly knownPlayers: () => Promise<readonly KnownPlayer[]>;
  /** Knows the players of this list from now on, and no longer those it replaces. */
  readonly rememberList: (
    list: SeenList,
    invites: readonly Invite[],
    replaced: readonly KnownPlayer[],
  ) => Promise<void>;
  /** Of these questions, those that an operator answered once and for all. */
  readonly answers: (ids: readonly string[]) => Promise<ReadonlyMap<string, string>>;
  /** @param id a hash, so that no name or number is kept for a question; a later answer counts */
  readonly remember: (id: string, answer: string, operator: string, at: Date) => Promise<void>;
  readonly close: () => Promise<void>;
};

/** The people who must not be written to, by number. Each call is one durable transaction. */
export type OptOuts = {
  /** Those of the numbers that nothing may be sent to, be it certain or waiting for the operator. */
  readonly has: (phones: readonly Phone[]) => Promise<ReadonlySet<Phone>>;
  /** Resolves to the numbers this was news for; a pending one is confirmed by `stopped`. */
  readonly add: (phones: readonly Phone[], said: OptOutSaid) => Promise<ReadonlySet<Phone>>;
  /** Lets messages go to a number again, and keeps the history. False where it was not there. */
  readonly remove: (phone: Phone, operator: string, at: Date) => Promise<boolean>;
  /** Those that stand, the oldest first. */
  readonly list: () => Promise<readonly OptOut[]>;
  readonly close: () => Promise<void>;
};

export type OptOutSaid = {
  readonly state: OptOutState;
  readonly source: OptOutSource;
  readonly operator: string;
  readonly at: Date;
};

/** A list that an operator went through. */
export type SeenList = ListSource & { readonly at: Date; readonly operator: string };

/** Where a message came from, for the history. */
export type ListSource = { readonly file: string };

export type Answer =
  | { readonly kind: 'yes'; readonly yes: OperatorYes }
  | { readonly kind: 'no' }
  | { readonly kind: 'back' }
  | { readonly kind: 'quit' };

export type Question = {
  readonly planned: PlannedMessage;
  /** From 1. */
  readonly number: number;
  readonly of: number;
  /** Whether there is one before it that has not been sent. */
  readonly canGoBack: boolean;
};

/** The person who decides. */
export type Operator = {
  /** Resolves to `quit` when `withdrawn` fires: the run has stopped and nobody needs to answer. */
  readonly ask: (question: Question, withdrawn: AbortSignal) => Promise<Answer>;
};

export type Clock = { readonly now: () => Date };
