import { bindApprovals } from '../approval/bind-approvals.ts';
import type { Digest } from '../message/message.ts';
import type { Approval } from '../approval/operator-yes.ts';
import type { MessageSid } from '../delivery/ids.ts';
import type { Phone } from '../record/phone/phone.ts';
import { sha256 } from '../sha256.ts';

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
