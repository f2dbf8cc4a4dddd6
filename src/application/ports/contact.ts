import type {
  OptOut,
  OptOutEntry,
  OptOutSource,
  OptOutState,
} from '../../domain/contact/opt-out.ts';
import type { Recipient } from '../../domain/contact/recipient.ts';
import type { MessageSid } from '../../domain/delivery/ids.ts';
import type { Phone } from '../../domain/record/phone/phone.ts';
import type { Reply } from '../../domain/contact/reply.ts';

/**
 * The people who must not be written to, by number, or by user id where WhatsApp hides the number. What
 * was said under an id counts for the number behind it as soon as that is known, at the moment of asking.
 * Each call is one durable transaction.
 */
export type OptOuts = {
  /** Those of them that nothing may be sent to, be it certain or waiting for the operator. */
  readonly has: <W extends Recipient>(phones: readonly W[]) => Promise<ReadonlySet<W>>;
  /** Resolves to those this was news for; a pending one is confirmed by `stopped`. */
  readonly add: <W extends Recipient>(
    phones: readonly W[],
    said: OptOutDetails,
  ) => Promise<ReadonlySet<W>>;
  /**
   * Lets messages go to a number again, whatever was said under user ids of it, and keeps the history.
   * False where it was not there.
   */
  readonly remove: (phone: Recipient, operator: string, at: Date) => Promise<boolean>;
  /** Those that stand, the oldest first: each person once, by their number where it is known. */
  readonly list: () => Promise<readonly OptOut[]>;
  /** All that ever stood, the oldest first, of one number or of everybody. */
  readonly history: (phone?: Recipient) => Promise<readonly OptOutEntry[]>;
  readonly close: () => Promise<void>;
};

export type OptOutDetails = {
  readonly state: OptOutState;
  readonly source: OptOutSource;
  readonly operator: string;
  readonly at: Date;
};

/** What parents wrote back. Each call is one durable transaction. */
export type Replies = {
  /** Keeps one once, however often it is told; false where it was there already. */
  readonly add: (reply: Reply) => Promise<boolean>;
  /** Oldest first. */
  readonly from: (sender: string) => Promise<readonly Reply[]>;
  /** Everybody's from a moment on, oldest first; read as far as they are asked for. */
  readonly since: (at: Date, order?: { readonly newestFirst: boolean }) => AsyncIterable<Reply>;
  /**
   * The number of a person whom WhatsApp shows by user id alone: from what they wrote before, else from
   * a message they answer or answered. Null where neither tells.
   */
  readonly numberBehind: (userId: string, answers: MessageSid | null) => Promise<Phone | null>;
  readonly close: () => Promise<void>;
};
