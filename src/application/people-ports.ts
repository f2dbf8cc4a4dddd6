import type { OptOut, OptOutEntry, OptOutSource, OptOutState } from '../domain/opt-out.ts';
import type { MessageSid } from '../domain/outcome.ts';
import type { Phone } from '../domain/phone.ts';
import type { Reply } from '../domain/reply.ts';

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
  /** All that ever stood, the oldest first, of one number or of everybody. */
  readonly history: (phone?: Phone) => Promise<readonly OptOutEntry[]>;
  readonly close: () => Promise<void>;
};

export type OptOutSaid = {
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
  /** Everybody's, oldest first. */
  readonly since: (at: Date) => Promise<readonly Reply[]>;
  /**
   * The number of a person whom WhatsApp shows by user id alone: from what they wrote before, else from
   * the message they answer. Null where neither tells.
   */
  readonly numberBehind: (userId: string, answers: MessageSid | null) => Promise<Phone | null>;
  readonly close: () => Promise<void>;
};
