import type { QueueReason, StopProblem } from '../domain/problem/problem.ts';
import type { Advice } from './advice.ts';

type QueueUnavailable = Extract<StopProblem, { readonly code: 'queue_unavailable' }>;

const REASONS: { readonly [reason in QueueReason]: Advice } = {
  aws_refused: {
    message: 'AWS does not let you put messages on the queue.',
    fix: 'Ask whoever runs the service for the permission sqs:SendMessage on it, then run the same line again.',
  },
  aws_unreachable: {
    message: 'The queue on AWS cannot be reached.',
    fix: 'Check the network and AWS_REGION, then run the same line again.',
  },
  no_credentials: {
    message: 'No credentials for AWS were found, so nothing can be put on the queue.',
    fix: 'Set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, then run the same line again.',
  },
  no_such_queue: {
    message: 'There is no queue at the address in INVITE_QUEUE_URL.',
    fix: 'Take the address that the deployment printed, then run the same line again.',
  },
  not_clear: {
    message: 'AWS did not say whether the queue took a message, so your yes to it was taken back.',
    fix: 'Run the same line again: nothing goes twice.',
  },
  too_large: {
    message: 'A message is larger than the queue takes.',
    fix: 'Send it without --via aws.',
  },
};

/** Why nothing can be put on the queue. */
export function explainQueue({ reason }: QueueUnavailable): Advice {
  const { message, fix } = REASONS[reason];
  return { message: `${message} What is not told above as on the queue has not left.`, fix };
}
