import type { ApprovedMessage } from '../../domain/approval/approval.ts';
import type { KnownPlayer } from '../../domain/list/compare-lists.ts';
import type { LedgerMessage } from '../../domain/delivery/ledger-message.ts';
import type { Candidate } from '../../domain/delivery/candidate.ts';
import type { KeyedHash } from '../../domain/delivery/keyed-hash.ts';
import type { Digest, InviteeKey, Message, MessageKey } from '../../domain/message/message.ts';
import type { Attempt, Step } from '../../domain/delivery/outcome.ts';
import type { AttemptId, MessageSid } from '../../domain/delivery/ids.ts';
import type { AttemptState, DeliveryState } from '../../domain/delivery/state.ts';
import type { LedgerView } from '../../domain/message/plan.ts';
import type { Invite } from '../../domain/record/invite.ts';
import type { PeopleCounted } from '../../domain/policy/people-counted.ts';
import type { GateDecision } from '../../domain/policy/send-policy.ts';

export type Claim =
  | { readonly kind: 'claimed'; readonly attemptId: AttemptId }
  /** Somebody else was first; nothing may be sent. */
  | { readonly kind: 'taken'; readonly attempt: Attempt };

/** What came of a step. A race that was lost is an answer, and no error. */
export type Advanced =
  | { readonly kind: 'advanced' }
  /** The state that does not allow it; null where the attempt is not the one that counts. */
  | { readonly kind: 'not_advanced'; readonly state: AttemptState | null };

export type Started =
  | { readonly kind: 'started' }
  | Extract<Advanced, { readonly kind: 'not_advanced' }>
  | Exclude<GateDecision, { readonly kind: 'go' }>;

/** Which messages: those of a season, or those to `whatsapp:` and an E.164 number; all where left out. */
export type MessageFilter = {
  readonly season?: string;
  readonly to?: string;
  /** The message that was claimed last comes first, and the last season before the others. */
  readonly newestFirst?: boolean;
};

/** An attempt of which it is not known yet what came of it. */
export type OpenAttempt = Attempt & {
  readonly key: KeyedHash;
  /** `whatsapp:` and an E.164 number. */
  readonly to: string;
  readonly body: string;
  /** When the request can first have left. */
  readonly since: Date;
  readonly player: string;
  readonly parent: string;
  /** The list it came from, or the service. */
  readonly source: string;
};

/** One line of a message's history. */
export type HistoryEntry = {
  readonly attempt: AttemptId;
  readonly at: Date;
  /** `not_found`: Twilio was asked for it and showed none. */
  readonly state: AttemptState | DeliveryState | 'not_found';
  /** Who said yes, or whose run found it out. */
  readonly operator: string;
};

/** The same with what it is about, for whoever reads it without knowing the message. */
export type LedgerEvent = HistoryEntry &
  Pick<
    LedgerMessage,
    | 'key'
    | 'to'
    | 'player'
    | 'parent'
    | 'team'
    | 'isErased'
    | 'purpose'
    | 'messageSid'
    | 'file'
    | 'row'
  > & {
    readonly digest: Digest | KeyedHash;
    /** Twilio's code, where this is the state that it gave it for. */
    readonly code: number | null;
    /** Of a message that became unknown and still is: what Twilio has that may be it. */
    readonly candidate?: Candidate;
  };

/** The durable account of every message. Each call is one durable transaction. */
export type Ledger = {
  /** Whether others are at work on it at the same time, whoever holds it. */
  readonly isShared: boolean;
  /**
   * Takes the ledger for this run: the first thing that is written, so that what cannot be written
   * is found before anything is sent. Held until `close`, or until the process ends however it ends;
   * a shared one is held by as many as like.
   * A ledger that several machines share is held by nobody: there the claims alone decide.
   *
   * @throws InviteError `ledger_in_use` when another run holds it, and whatever keeps it from being written
   */
  readonly hold: (operator: string, at: Date) => Promise<void>;
  /** What the ledger keeps in place of a message's key. */
  readonly keyOf: (key: MessageKey | InviteeKey) => KeyedHash;
  readonly view: (messages: readonly Message[]) => Promise<LedgerView>;
  /** All messages of these invitees, with whatever template, the one claimed first before the others. */
  readonly find: (
    messages: readonly Pick<Message, 'inviteeKey'>[],
  ) => Promise<ReadonlyMap<InviteeKey, readonly LedgerMessage[]>>;
  /**
   * Writes a yes down; of two claims for one key, one wins.
   *
   * @param replaces the attempt of unknown outcome that the operator wants sent once more; it counts
   *   as `resent` from then on
   */
  readonly claim: (
    message: ApprovedMessage,
    source: ListSource,
    at: Date,
    replaces: AttemptId | null,
  ) => Promise<Claim>;
  /**
   * Takes an attempt one step further, if the table of states allows it at that moment.
   *
   * @param by who found it out, where that is not the operator who said yes
   */
  readonly advance: (attempt: AttemptId, step: Step, at: Date, by?: string) => Promise<Advanced>;
  /**
   * The step from approved to sending, if the limits let the message leave at this moment: the day's limit
   * of people, and the seconds between two messages to one number. Both hold over everything that writes to
   * the ledger. Of all who ask for one attempt, one starts, and only that one sends.
   *
   * @param waitedMs how long the attempt has waited since it was first asked for
   */
  readonly startSending: (
    attempt: AttemptId,
    at: Date,
    dailyLimit: number,
    waitedMs?: number,
  ) => Promise<Started>;
  /** How many people were written to in the last 24 hours, and when. */
  readonly people: () => Promise<PeopleCounted>;
  /** When each of these was last written to: `whatsapp:` and an E.164 number. */
  readonly lastWrittenTo: (to: readonly string[]) => Promise<ReadonlyMap<string, Date>>;
  /** All that is open, oldest first, whatever list it came from; what was erased has nothing to seek by. */
  readonly open: () => Promise<readonly OpenAttempt[]>;
  /** Twilio was asked for an attempt, and shows none. False where its outcome is known by now. */
  readonly noteNotFound: (attempt: AttemptId, at: Date, by: string) => Promise<boolean>;
  /**
   * Twilio was asked for an attempt of unknown outcome, and has a message that may be it: what was found
   * before, that there is none, counts no more. False where its outcome is known by now.
   */
  readonly noteCandidate: (attempt: AttemptId, candidate: Candidate, at: Date) => Promise<boolean>;
  /** Which of these SIDs belong to an attempt already, or to the club's answer to a parent. */
  readonly knownSids: (sids: readonly MessageSid[]) => Promise<ReadonlySet<MessageSid>>;
  /**
   * Keeps what Twilio tells of a message, if it is news; never a step back. What it tells before an
   * attempt is known by this SID is kept for a week, and counts from when one is.
   *
   * @param ref the attempt that became this message, where Twilio was told to say so: if its outcome is
   *   unknown, or comes to be, it is accepted with this SID
   */
  readonly recordDelivery: (
    sid: MessageSid,
    state: DeliveryState,
    errorCode: number | null,
    at: Date,
    ref?: AttemptId,
  ) => Promise<void>;
  /** Messages of which a yes was written down, of a season or to a number, in the order of their claims. */
  readonly messages: (which?: MessageFilter) => AsyncIterable<LedgerMessage>;
  /** These messages as they are now, in the order of the keys; what has no message is left out. */
  readonly byKeys: (keys: readonly KeyedHash[]) => Promise<readonly LedgerMessage[]>;
  /** The messages that have one of these SIDs by their latest attempt. */
  readonly bySids: (sids: readonly MessageSid[]) => Promise<ReadonlyMap<MessageSid, LedgerMessage>>;
  /**
   * Messages that Twilio took and that may come further.
   *
   * @param takenSince what was delivered and not read is left out where it was taken before that
   */
  readonly unsettled: (takenSince: Date) => AsyncIterable<LedgerMessage>;
  /** The newest season of an invite; null where there is none. */
  readonly latestSeason: () => Promise<string | null>;
  /** A time before which no message was sent; null where none was approved. */
  readonly firstApproval: () => Promise<Date | null>;
  /** All that happened, message by message, and of each in the order in which it was written down. */
  readonly events: (which?: MessageFilter) => AsyncIterable<LedgerEvent>;
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

/** A list that an operator went through. */
export type SeenList = ListSource & { readonly at: Date; readonly operator: string };

/** Where a message came from, for the history. */
export type ListSource = { readonly file: string };
