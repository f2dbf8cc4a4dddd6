import type { Approval, OperatorYes } from './approval.ts';
import type { Digest } from './message.ts';
import type { MessageSid } from './outcome.ts';
import type { Phone } from './phone.ts';
import { hasBrokenCharacters } from './read-twice.ts';
import { sha256 } from './sha256.ts';
import { LONGEST_BODY } from './template.ts';

declare const replyApproval: unique symbol;

/** A free-form answer to what a parent wrote. */
export type FreeReply = {
  readonly phone: Phone;
  /** `whatsapp:` and an E.164 number. */
  readonly to: string;
  readonly body: string;
  /** The message of the parent's that it answers. */
  readonly answers: MessageSid;
};

/** An answer a person has said yes to. Only `approveReply` makes one, and only one can be sent. */
export type ApprovedReply = FreeReply & { readonly [replyApproval]: Approval };

/** Held apart from the replies, so that no copy and no cast carries an approval along. */
const approvals = new WeakMap<FreeReply, Approval>();

/** What a yes to an answer is bound to: recipient, text, and what it answers. */
export function replyDigestOf({ to, body, answers }: FreeReply): Digest {
  return sha256(['reply', to, body, answers]) as Digest;
}

/**
 * Binds a yes to the answer it was given for.
 *
 * @throws Error when what was shown is not this answer: a fault in the tool
 */
export function approveReply(
  reply: FreeReply,
  { shown, operator, at }: OperatorYes,
): ApprovedReply {
  if (shown !== replyDigestOf(reply)) throw new Error('The yes was given for another reply.');
  const approved = Object.freeze({ ...reply }) as ApprovedReply;
  approvals.set(approved, { digest: shown, operator, at });
  return approved;
}

/**
 * The approval of an answer that is about to be sent, checked against what it holds now.
 *
 * @throws Error when nobody approved this answer as it stands: a fault in the tool
 */
export function replyApprovalOf(reply: ApprovedReply): Approval {
  const found = approvals.get(reply);
  if (found === undefined) throw new Error('Nobody approved this reply.');
  if (found.digest !== replyDigestOf(reply))
    throw new Error('The reply changed after its approval.');
  return found;
}

/** How long after a parent's message WhatsApp takes free text; later it refuses with 63016. */
const WINDOW_HOURS = 24;

/** When the window closes that a parent's message has opened. */
export function windowClosesAt(wroteAt: Date): Date {
  return new Date(wroteAt.getTime() + WINDOW_HOURS * 3_600_000);
}

export type ReplyTextFault =
  | { readonly kind: 'empty' | 'broken_characters' | 'hidden_mark' }
  | { readonly kind: 'formatting_mark'; readonly mark: string }
  | { readonly kind: 'too_long'; readonly length: number; readonly limit: number };

/** Marks that turn or hide what is shown, and control keys: the screen would show something else. */
const HIDDEN = /[[\p{Cc}--\n]\u00AD\u200B\u200E\u200F\u2028-\u202E\u2060-\u2069\uFEFF]/v;

/** A text to be sent as it is, or why it will not do. Spaces around it are no part of it. */
export function readReplyText(
  typed: string,
):
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly fault: ReplyTextFault } {
  const text = typed.replaceAll('\r\n', '\n').trim();
  const fault = faultOf(text);
  return fault === null ? { ok: true, text: text.normalize('NFC') } : { ok: false, fault };
}

function faultOf(text: string): ReplyTextFault | null {
  if (text === '') return { kind: 'empty' };
  if (!text.isWellFormed() || hasBrokenCharacters(text)) return { kind: 'broken_characters' };
  if (HIDDEN.test(text)) return { kind: 'hidden_mark' };
  const mark = /[*_~`]/u.exec(text)?.[0];
  if (mark !== undefined) return { kind: 'formatting_mark', mark };
  return text.length > LONGEST_BODY
    ? { kind: 'too_long', length: text.length, limit: LONGEST_BODY }
    : null;
}
