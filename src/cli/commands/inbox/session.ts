import type { InboxEntry } from '../../../application/inbox/read-inbox.ts';
import type { InboxGroup } from '../../../domain/contact/inbox-order.ts';
import type { MessageSid } from '../../../domain/delivery/ids.ts';
import type { AnswerSession } from '../../answering/ask-about-answer.ts';

/** A conversation in the order of the inbox. */
export type InboxItem = { readonly entry: InboxEntry; readonly group: InboxGroup | null };

/** An answer that Twilio accepted in this run. */
export type Sent = { readonly entry: InboxEntry; readonly sid: MessageSid };

/** What a run of `inbox` at a terminal uses. */
export type Walk = AnswerSession & {
  /** False with `--no-color`. */
  readonly color: boolean;
  /** The saved answers, in the order of their keys. */
  readonly saved: readonly string[];
  /** The setting LINK; null where it is not set. */
  readonly link: string | null;
};
