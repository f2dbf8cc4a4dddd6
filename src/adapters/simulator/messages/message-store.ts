import type { Course } from './lifecycle.ts';

/** A message that the simulator has accepted. Its state follows from its age. */
export type StoredMessage = {
  /** `MM` for a template, `SM` for free text, and 32 hex digits. */
  readonly sid: string;
  readonly accountSid: string;
  readonly to: string;
  readonly from: string;
  /** The rendered text; empty once redacted. */
  readonly body: string;
  readonly contentSid: string | null;
  readonly contentVariables: Readonly<Record<string, string>> | null;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly course: Course;
  /** When it was redacted, canceled or deleted, ISO 8601; else null. */
  readonly editedAt: string | null;
  readonly canceled: boolean;
  /**
   * Deleted messages are kept without content, since a page token names the last message of its page,
   * and a client may delete messages while it pages through them.
   */
  readonly deleted: boolean;
  /** The ids of its media that were deleted. */
  readonly deletedMedia?: readonly string[];
  /** Of an inbound message, what the webhook gets of it beside its text. */
  readonly webhookFields?: { readonly [name: string]: string };
};

/** Where accepted messages are kept. */
export type MessageStore = {
  /** @throws Error when the SID exists, which is a fault in the simulator */
  readonly add: (message: StoredMessage) => void;
  readonly get: (sid: string) => StoredMessage | undefined;
  /** The newest first. Of several at one instant, the last added comes first. */
  readonly list: () => readonly StoredMessage[];
  /**
   * Replaces the message with the same SID.
   *
   * @throws Error when there is none, which is a fault in the simulator
   */
  readonly update: (message: StoredMessage) => void;
};

/** A store in memory. */
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
