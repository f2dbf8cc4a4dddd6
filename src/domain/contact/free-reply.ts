import { bindApprovals } from '../approval/approval.ts';
import type { Digest } from '../message/message.ts';
import type { Approval } from '../approval/operator-yes.ts';
import type { MessageSid } from '../delivery/ids.ts';
import type { Phone } from '../record/phone/phone.ts';
import { sha256 } from '../sha256.ts';
import type { ReplyTextFault } from '../problem/problem.ts';
import { LONGEST_BODY } from '../message/template.ts';
import { hasBrokenCharacters } from '../record/cell/mojibake.ts';

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

/** What a yes to an answer is bound to: recipient, text, and what it answers. */
export function replyDigestOf({ to, body, answers }: FreeReply): Digest {
  return sha256(['reply', to, body, answers]) as Digest;
}

/** As `approve` and `approvalOf` for messages; a yes to a reply is never one to a message. */
export const { approve: approveReply, approvalOf: replyApprovalOf } = bindApprovals<
  FreeReply,
  ApprovedReply
>('reply', replyDigestOf);

/** How long after a parent's message WhatsApp takes free text; later it refuses with 63016. */
const WINDOW_HOURS = 24;

/** When the window closes that a parent's message has opened. */
export function windowClosesAt(wroteAt: Date): Date {
  return new Date(wroteAt.getTime() + WINDOW_HOURS * 3_600_000);
}

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
