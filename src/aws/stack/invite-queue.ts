import { Duration, type Stack } from 'aws-cdk-lib';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { TIME_LIMIT_SECONDS, type JobFunction } from './job-function.ts';
import { WORKERS } from './jobs.ts';

export type InviteQueue = { readonly queue: Queue; readonly deadLetters: Queue };

/** A message that was taken is nobody else's for this long: AWS asks for six times the time limit. */
const HIDDEN_SECONDS = 6 * TIME_LIMIT_SECONDS;
const MOST_TRIES = 3;

/** Approved messages on their way to the worker, and those that it gave back three times. */
export function inviteQueue(stack: Stack, worker: JobFunction): InviteQueue {
  const deadLetters = new Queue(stack, 'DeadLetters', {
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: Duration.days(14),
  });
  const queue = new Queue(stack, 'Invites', {
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: Duration.days(1),
    visibilityTimeout: Duration.seconds(HIDDEN_SECONDS),
    deadLetterQueue: { queue: deadLetters, maxReceiveCount: MOST_TRIES },
  });
  worker.run.addEventSource(
    new SqsEventSource(queue, {
      // Those behind a slow one, or behind a brother, would be given back for want of time, and that counts.
      batchSize: 1,
      reportBatchItemFailures: true,
      maxConcurrency: WORKERS,
    }),
  );
  return { queue, deadLetters };
}
