import type { ApprovedMessage } from '../../domain/approval/approval.ts';
import type { Candidate } from '../../domain/delivery/candidate.ts';
import type { AttemptId, MessageSid } from '../../domain/delivery/ids.ts';
import type { KeyedHash } from '../../domain/delivery/keyed-hash.ts';
import type { LedgerMessage } from '../../domain/delivery/ledger-message.ts';
import type { Attempt, Step } from '../../domain/delivery/outcome.ts';
import type { AttemptState, DeliveryState } from '../../domain/delivery/state.ts';
import type { KnownPlayer } from '../../domain/list/compare-lists.ts';
import type { Digest, InviteeKey, Message, MessageKey } from '../../domain/message/message.ts';
import type { LedgerView } from '../../domain/message/plan.ts';
import type { PeopleCounted } from '../../domain/policy/people-counted.ts';
import type { GateDecision } from '../../domain/policy/send-policy.ts';
import type { Invite } from '../../domain/record/invite.ts';

export type Claim =
  | { readonly kind: 'claimed'; readonly attemptId: AttemptId }
  /** The message has an attempt already; nothing may be sent. */
  | { readonly kind: 'taken'; readonly attempt: Attempt };

/** The result of a step. A lost race is a value, not an error. */
export type Advanced =
  | { readonly kind: 'advanced' }
  /**
   * The current state, which does not allow the step; null where another attempt has replaced this one.
   */
  | { readonly kind: 'not_advanced'; readonly state: AttemptState | null };

export type Started =
  | { readonly kind: 'started' }
  | Extract<Advanced, { readonly kind: 'not_advanced' }>
  | Exclude<GateDecision, { readonly kind: 'go' }>;

/** Selects messages by season, or by recipient (`whatsapp:` and an E.164 number); all without either. */
export type MessageFilter = {
  readonly season?: string;
  readonly to?: string;
  /** Latest claim first, and the latest season before the others. */
  readonly newestFirst?: boolean;
  /** How many are read at once, for a caller that reads only the first ones. */
  readonly pageSize?: number;
};

/** A delivery state as Twilio reports it. */
type ReportedDelivery = {
  readonly sid: MessageSid;
  readonly state: DeliveryState;
  /** Twilio's error code where it failed; null where there is none. */
  readonly errorCode: number | null;
  /** Twilio's or WhatsApp's own words on the failure, where there are any. Untrusted text. */
  readonly errorText?: string | null;
  readonly at: Date;
};

/** An attempt whose outcome is not known yet. */
export type OpenAttempt = Attempt & {
  readonly key: KeyedHash;
  /** `whatsapp:` and an E.164 number. */
  readonly to: string;
  readonly body: string;
  /** The earliest time at which the request can have been sent. */
  readonly since: Date;
  readonly player: string;
  readonly parent: string;
  /** The name of the list, or of the service. */
  readonly source: string;
};

/** One line of a message's history. */
export type HistoryEntry = {
  readonly attempt: AttemptId;
  readonly at: Date;
  /** `not_found`: Twilio's list does not have it. */
  readonly state: AttemptState | DeliveryState | 'not_found';
  /** The operator who approved it, or whose run recorded this state. */
  readonly operator: string;
};

/** A history entry together with the message that it is about. */
export type LedgerEvent = HistoryEntry &
  Pick<
    LedgerMessage,
    | 'key'
    | 'to'
    | 'player'
    | 'parent'
    | 'team'
    | 'isErased'
    | 'messageSid'
    | 'body'
    | 'file'
    | 'row'
    | 'consent'
  > & {
    /** `answer`: the club's answer to a parent. */
    readonly purpose: LedgerMessage['purpose'] | 'answer';
    readonly digest: Digest | KeyedHash;
    /** Twilio's error code, where this state has one. */
    readonly code: number | null;
    /** Twilio's or WhatsApp's own words, where this state has a code and they are known. */
    readonly twilioText?: string;
    /** For a message that is unknown: the message at Twilio that may be it. */
    readonly candidate?: Candidate;
  };

/** The durable record of every message. Each call is one durable transaction. */
export type Ledger = {
  /** Whether several processes can write to it at the same time. */
  readonly isShared: boolean;
  /**
   * Takes the run lock and writes to the ledger, so that a ledger which cannot be written to is found
   * before anything is sent. The lock is held until `close`, or until the process ends. A shared ledger
   * has no lock: there, claims alone prevent a second attempt.
   *
   * @throws InviteError `ledger_in_use` when another run has the lock, and the reason why the ledger
   *   cannot be written to
   */
  readonly hold: (operator: string, at: Date) => Promise<void>;
  /** The hash under which the ledger stores a key. */
  readonly keyOf: (key: MessageKey | InviteeKey) => KeyedHash;
  readonly view: (messages: readonly Message[]) => Promise<LedgerView>;
  /**
   * All messages to these invitees, with any template, in the order of their claims. A player without a
   * last name is the one of that first name who was invited by the same phone.
   */
  readonly find: (
    messages: readonly Pick<Message, 'inviteeKey' | 'invite' | 'purpose'>[],
  ) => Promise<ReadonlyMap<InviteeKey, readonly LedgerMessage[]>>;
  /**
   * Records an approval. Of two concurrent claims for one key, one succeeds.
   *
   * @param replaces the attempt that the operator wants to send again: one of unknown outcome, whose
   *   state becomes `resent`, or one that did not arrive, whose state becomes `not_delivered`
   */
  readonly claim: (
    message: ApprovedMessage,
    source: ListSource,
    at: Date,
    replaces: AttemptId | null,
  ) => Promise<Claim>;
  /**
   * Moves an attempt to its next state, if the table of states allows it.
   *
   * @param by who found out, where that is not the operator who approved the message
   */
  readonly advance: (attempt: AttemptId, step: Step, at: Date, by?: string) => Promise<Advanced>;
  /**
   * Moves an attempt from `approved` to `sending`, if the daily limit of people and the interval
   * between two messages to one number allow it. Both limits count every write to this ledger. Of
   * concurrent callers one succeeds, and only that one may send.
   *
   * @param waitedMs how long the attempt has waited since it was first started
   */
  readonly startSending: (
    attempt: AttemptId,
    at: Date,
    dailyLimit: number,
    waitedMs?: number,
  ) => Promise<Started>;
  /** The people written to in the last 24 hours, with times. */
  readonly people: () => Promise<PeopleCounted>;
  /** When each of these recipients (`whatsapp:` and an E.164 number) was last written to. */
  readonly lastWrittenTo: (to: readonly string[]) => Promise<ReadonlyMap<string, Date>>;
  /**
   * All open attempts, oldest first, of every list. Erased ones are left out: they have no text to
   * search for.
   */
  readonly open: () => Promise<readonly OpenAttempt[]>;
  /** Records that Twilio's list does not have an attempt. False where its outcome is known by now. */
  readonly noteNotFound: (attempt: AttemptId, at: Date, by: string) => Promise<boolean>;
  /**
   * Records a message at Twilio that may be an attempt of unknown outcome. It supersedes an earlier
   * `not_found`. False where the outcome is known by now.
   */
  readonly noteCandidate: (attempt: AttemptId, candidate: Candidate, at: Date) => Promise<boolean>;
  /** Those of `sids` that belong to an attempt, or to the club's answer to a parent. */
  readonly knownSids: (sids: readonly MessageSid[]) => Promise<ReadonlySet<MessageSid>>;
  /**
   * Records a delivery state, if it is further than the recorded one. A state of an unknown SID is kept
   * for a week and applies when an attempt gets that SID.
   *
   * @param ref the attempt that Twilio names in its callback: where its outcome is unknown, or becomes
   *   so, it becomes accepted with this SID
   */
  readonly recordDelivery: (reported: ReportedDelivery, ref?: AttemptId) => Promise<void>;
  /** All claimed messages that match `filter`, in the order of their claims. */
  readonly messages: (filter?: MessageFilter) => AsyncIterable<LedgerMessage>;
  /**
   * The current state of these messages, in the order of the keys. Keys without a message are left out.
   */
  readonly byKeys: (keys: readonly KeyedHash[]) => Promise<readonly LedgerMessage[]>;
  /** The messages whose latest attempt has one of these SIDs. */
  readonly bySids: (sids: readonly MessageSid[]) => Promise<ReadonlyMap<MessageSid, LedgerMessage>>;
  /**
   * Accepted messages whose state can still change.
   *
   * @param takenSince delivered, unread messages accepted before this time are left out
   */
  readonly unsettled: (takenSince: Date) => AsyncIterable<LedgerMessage>;
  /** The latest season of an invite; null where there is none. */
  readonly latestSeason: () => Promise<string | null>;
  /** The time of the first approval; null where there is none. */
  readonly firstApproval: () => Promise<Date | null>;
  /** All history entries, grouped by message, in the order in which they were recorded. */
  readonly events: (filter?: MessageFilter) => AsyncIterable<LedgerEvent>;
  readonly knownPlayers: () => Promise<readonly KnownPlayer[]>;
  /** Stores the players of this list and removes those it replaces. */
  readonly rememberList: (
    list: SeenList,
    invites: readonly Invite[],
    replaced: readonly KnownPlayer[],
  ) => Promise<void>;
  /** The stored answers to these questions. */
  readonly answers: (ids: readonly string[]) => Promise<ReadonlyMap<string, string>>;
  /**
   * Stores the answer to a question; a later answer replaces it.
   *
   * @param id a hash, so that no name or number is stored
   */
  readonly remember: (id: string, answer: string, operator: string, at: Date) => Promise<void>;
  readonly close: () => Promise<void>;
};

/** A list that an operator has processed. */
export type SeenList = ListSource & { readonly at: Date; readonly operator: string };

/** Where a message came from. */
export type ListSource = { readonly file: string };
