import { bindApprovals } from '../approval/approval.ts';
import type { Approval } from '../approval/operator-yes.ts';
import type { MessageSid } from '../delivery/ids.ts';
import type { Digest } from '../message/message.ts';
import { LONGEST_BODY } from '../message/template.ts';
import type { ReplyTextFault } from '../problem/problem.ts';
import { hasBrokenCharacters } from '../record/cell/mojibake.ts';
import type { Phone } from '../record/phone/phone.ts';
import { sha256 } from '../sha256.ts';

declare const replyApproval: unique symbol;

/** A free-form reply to a parent's message. */
export type FreeReply = {
  readonly phone: Phone;
  /** `whatsapp:` and an E.164 number. */
  readonly to: string;
  readonly body: string;
  /** The parent's message that it replies to. */
  readonly answers: MessageSid;
};

/**
 * A reply that a person has approved. Only `approveReply` creates one, and no other reply can be sent.
 */
export type ApprovedReply = FreeReply & { readonly [replyApproval]: Approval };

/** The digest that an approval is bound to: recipient, text, and the message replied to. */
export function replyDigestOf({ to, body, answers }: FreeReply): Digest {
  return sha256(['reply', to, body, answers]) as Digest;
}

/**
 * Like `approve` and `approvalOf` for messages. Approvals of replies and of messages are not
 * interchangeable.
 */
export const { approve: approveReply, approvalOf: replyApprovalOf } = bindApprovals<
  FreeReply,
  ApprovedReply
>('reply', replyDigestOf);

/** How long after a parent's message WhatsApp accepts free-form text. Later it refuses with 63016. */
const WINDOW_HOURS = 24;

/** When the window that a parent's message opened will close. */
export function windowClosesAt(wroteAt: Date): Date {
  return new Date(wroteAt.getTime() + WINDOW_HOURS * 3_600_000);
}

/**
 * Bidirectional, invisible and control characters. With them, the screen would not show what is sent.
 */
const HIDDEN = /[[\p{Cc}--\n]\u00AD\u200B\u200E\u200F\u2028-\u202E\u2060-\u2069\uFEFF]/v;

/** Checks a typed reply. The text is trimmed and in NFC. */
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
