import type { FailedRemoval, RemovalReport } from '../application/forget/delete-at-twilio.ts';
import type { QueueReason } from '../domain/problem/problem.ts';
import type { Advice } from './advice.ts';
import { explainRefusal } from './delivery/refusal.ts';
import { count } from './format.ts';

/** Twilio's code for a message that is not final yet. */
const NOT_FINAL = 20_009;

/** Why a message was not deleted at Twilio. */
export function explainRemoval(why: FailedRemoval['why']): Advice {
  if (why.kind === 'refused') {
    return why.twilioCode === NOT_FINAL
      ? {
          message: 'It is still on its way, and Twilio deletes only what is final.',
          fix: 'Wait a few minutes.',
        }
      : explainRefusal(why.twilioCode, why.twilioText);
  }
  return why.kind === 'unreachable'
    ? { message: 'Twilio cannot be reached.', fix: 'Check the connection.' }
    : { message: 'Twilio gave no clear answer.', fix: 'Wait a minute.' };
}

/** `2 of 5 messages are deleted at Twilio, 1 failed and 2 were not tried.` */
export function removalText({ deleted, gone, failed, left }: RemovalReport): string {
  const all = deleted + gone + failed.length + left;
  const done = deleted + gone;
  const isOne = done === 1 && all === 1;
  return [
    `${done} of ${count(all, 'message')} ${isOne ? 'is' : 'are'} deleted at Twilio`,
    ...(failed.length === 0 ? [] : [`${failed.length} failed`]),
    ...(left === 0 ? [] : [`${left} ${left === 1 ? 'was' : 'were'} not tried`]),
  ].join(', ');
}

/** Why the dead letters of the queue on AWS were not read or deleted. */
export function explainDeadLetters(reason: QueueReason): Advice {
  return {
    message: `The dead letters of the queue on AWS cannot be ${reason === 'aws_refused' ? 'read with your permissions' : 'reached'}, and they may hold these names and numbers. Nothing was erased in the ledger.`,
    fix:
      FIXES[reason] ??
      'Check the network, AWS_REGION and INVITE_QUEUE_URL, then run the same line again.',
  };
}

const FIXES: { readonly [reason in QueueReason]?: string } = {
  aws_refused:
    'Ask the person who runs the service for the policy of EraserPolicyArn, then run the same line again.',
  no_credentials:
    'Set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, then run the same line again.',
};
