import type { Handling } from '../../domain/contact/handling.ts';
import type {
  OptOut,
  OptOutEntry,
  OptOutSource,
  OptOutState,
} from '../../domain/contact/opt-out.ts';
import type { Recipient } from '../../domain/contact/recipient.ts';
import type { Match, Reply } from '../../domain/contact/reply.ts';
import type { MessageSid } from '../../domain/delivery/ids.ts';
import type { Message } from '../../domain/message/message.ts';
import type { Phone } from '../../domain/record/phone/phone.ts';

/**
 * The opt-outs, by phone number, or by user id where WhatsApp hides the number. An opt-out of a user id
 * applies to the number behind it as soon as that number is known. Each call is one durable
 * transaction.
 */
export type OptOuts = {
  /** Those of `phones` that have an opt-out of every player, confirmed or pending. */
  readonly has: <W extends Recipient>(phones: readonly W[]) => Promise<ReadonlySet<W>>;
  /** Those of `messages` that must not go: their number has an opt-out, of every player or of theirs. */
  readonly blocked: <M extends Pick<Message, 'invite'>>(
    messages: readonly M[],
  ) => Promise<ReadonlySet<M>>;
  /**
   * Resolves to the recipients for which the opt-out is new. `stopped` confirms a pending one. A reason
   * is stored also where the opt-out is not new.
   */
  readonly add: <W extends Recipient>(
    phones: readonly W[],
    said: OptOutDetails,
  ) => Promise<ReadonlySet<W>>;
  /**
   * Ends the opt-out of a number, including those of its user ids, and keeps the history. Resolves to
   * false where there was none.
   *
   * @param player whose opt-out ends; left out for that of every player
   */
  readonly remove: (
    phone: Recipient,
    operator: string,
    at: Date,
    player?: string,
  ) => Promise<boolean>;
  /** Current opt-outs, oldest first. Each person appears once, by their number where it is known. */
  readonly list: () => Promise<readonly OptOut[]>;
  /** Every opt-out ever recorded, oldest first, of one recipient or of all. */
  readonly history: (phone?: Recipient) => Promise<readonly OptOutEntry[]>;
  readonly close: () => Promise<void>;
};

export type OptOutDetails = {
  readonly state: OptOutState;
  readonly source: OptOutSource;
  readonly operator: string;
  readonly at: Date;
  /** Set to block only messages about this player. */
  readonly player?: string;
  readonly why?: string;
};

/** The result of `Replies.handle`. A lost race is a value, not an error. */
export type Handled =
  | { readonly kind: 'handled' }
  /** Somebody else was first. Null where what had been done was taken back. */
  | { readonly kind: 'handled_since'; readonly handling: Handling | null }
  /** There is no such reply: it was erased. */
  | { readonly kind: 'missing'; readonly handling: null };

/** The messages that parents sent. Each call is one durable transaction. */
export type Replies = {
  /** Records a reply; false where it was recorded before. */
  readonly add: (reply: Reply) => Promise<boolean>;
  /** Oldest first. */
  readonly from: (sender: string) => Promise<readonly Reply[]>;
  /** Replies of all senders since `at`, oldest first by default; read as they are consumed. */
  readonly since: (at: Date, order?: { readonly newestFirst: boolean }) => AsyncIterable<Reply>;
  /**
   * The number behind a WhatsApp user id, or behind an address that cannot be read, found in the sender's
   * earlier replies or in the message that they reply to. Null where it is not known.
   */
  readonly numberBehind: (userId: string, answers: MessageSid | null) => Promise<Phone | null>;
  /** The replies that may mean stop and whose sender is unknown, oldest first. */
  readonly unmatched: () => Promise<readonly Reply[]>;
  /** Records who wrote one of these; false where it is none of them. */
  readonly match: (sid: MessageSid, match: Match) => Promise<boolean>;
  /**
   * Records what was done about a reply, unless somebody has done something since it was read.
   *
   * @param seen what had been done about it when it was read; null for nothing
   */
  readonly handle: (sid: MessageSid, handling: Handling, seen: Handling | null) => Promise<Handled>;
  readonly close: () => Promise<void>;
};
