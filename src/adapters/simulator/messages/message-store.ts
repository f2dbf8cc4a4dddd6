import type { Course } from './lifecycle.ts';
import { randomBytes } from 'node:crypto';

/** A message the simulator has accepted. What it has come to is worked out from its age. */
export type StoredMessage = {
  /** `MM` for a template, `SM` for free text, and 32 hex digits. */
  readonly sid: string;
  readonly accountSid: string;
  readonly to: string;
  readonly from: string;
  /** The rendered text; empty once it has been redacted. */
  readonly body: string;
  readonly contentSid: string | null;
  readonly contentVariables: Readonly<Record<string, string>> | null;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly course: Course;
  /** When it was redacted, canceled or deleted, ISO 8601; null while it is as it was sent. */
  readonly editedAt: string | null;
  readonly canceled: boolean;
  /**
   * Deleted messages stay as empty shells: a page token names the last message of its page, and a
   * client may delete what it lists while it turns the pages.
   */
  readonly deleted: boolean;
};

/** Where accepted messages are kept. */
export type MessageStore = {
  /** @throws Error when the SID is there already: a fault in the simulator */
  readonly add: (message: StoredMessage) => void;
  readonly get: (sid: string) => StoredMessage | undefined;
  /** Newest first; of one instant, the last to be added first. */
  readonly list: () => readonly StoredMessage[];
  /**
   * Puts the message in the place of the one with its SID.
   *
   * @throws Error when there is none: a fault in the simulator
   */
  readonly update: (message: StoredMessage) => void;
};

/** For as long as the process lives. */
export function memoryStore(): MessageStore {
  const messages = new Map<string, StoredMessage>();
  return {
    add: (message) => {
      if (messages.has(message.sid)) throw new Error('A message with this SID is stored already.');
      messages.set(message.sid, message);
    },
    get: (sid) => messages.get(sid),
    list: () => [...messages.values()].toReversed(),
    update: (message) => {
      if (!messages.has(message.sid)) throw new Error('No message with this SID is stored.');
      messages.set(message.sid, message);
    },
  };
}

type Inbound = Pick<StoredMessage, 'accountSid' | 'from' | 'to' | 'body'> & {
  /** When it comes; before that the list does not show it. */
  readonly at: Date;
};

/** What somebody writes to a sender, for a store. `from` may be a business-scoped user id. */
export function inboundMessage({ accountSid, from, to, body, at }: Inbound): StoredMessage {
  return {
    sid: `SM${randomBytes(16).toString('hex')}`,
    accountSid,
    from,
    to,
    body,
    contentSid: null,
    contentVariables: null,
    createdAt: at.toISOString(),
    course: { endsAs: 'received' },
    editedAt: null,
    canceled: false,
    deleted: false,
  };
}
