import { bindApprovals } from './bind-approvals.ts';
import { digestOf, type Message } from '../message/message.ts';
import type { Approval } from './operator-yes.ts';

declare const approval: unique symbol;

/** A message a person has said yes to. Only `approve` makes one, and only one can be sent. */
export type ApprovedMessage = Message & { readonly [approval]: Approval };

/**
 * `approve` binds a yes to the message it was given for; `approvalOf` has the approval of a message
 * that is about to be sent, checked against what the message holds now. Both throw where the two do
 * not belong together: a fault in the tool.
 */
export const { approve, approvalOf } = bindApprovals<Message, ApprovedMessage>('message', digestOf);

/** How long a yes holds: a computer that slept with approved messages does not send them next day. */
export const APPROVAL_VALID_HOURS = 12;

/** Whether a message is to be asked again, because its yes is too old. */
export function isApprovalStale(message: ApprovedMessage, now: Date): boolean {
  const hours = (now.getTime() - approvalOf(message).at.getTime()) / 3_600_000;
  return hours > APPROVAL_VALID_HOURS;
}
