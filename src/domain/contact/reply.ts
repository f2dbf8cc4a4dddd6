import type { MessageSid } from '../delivery/ids.ts';

/** What a parent wrote back. All of its text is theirs and untrusted. */
export type Reply = {
  readonly sid: MessageSid;
  /** An E.164 number; where WhatsApp hides it, a business-scoped user id such as `GB.1a2b…`. */
  readonly sender: string;
  /** The business-scoped user id where it came beside the number. */
  readonly userId: string | null;
  readonly text: string;
  /** The text of the button that was pressed. */
  readonly button: string | null;
  /** Addresses of pictures and the like, at Twilio. */
  readonly media: readonly string[];
  /** The message it was written in answer to, where WhatsApp tells. */
  readonly answers: MessageSid | null;
  readonly at: Date;
};
