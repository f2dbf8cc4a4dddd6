import { Duration, type Stack } from 'aws-cdk-lib';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { TIME_LIMIT_SECONDS, type JobFunction } from './job-function.ts';
import { WORKERS } from './jobs.ts';

export type InviteQueue = { readonly queue: Queue; readonly deadLetters: Queue };

/** The visibility timeout: AWS recommends six times the function's timeout. */
const VISIBILITY_TIMEOUT_SECONDS = 6 * TIME_LIMIT_SECONDS;
const MOST_TRIES = 3;

/**
 * The queue of approved messages, and the dead-letter queue for those that the worker returned three
 * times.
 */
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
    visibilityTimeout: Duration.seconds(VISIBILITY_TIMEOUT_SECONDS),
    deadLetterQueue: { queue: deadLetters, maxReceiveCount: MOST_TRIES },
  });
  worker.run.addEventSource(
    new SqsEventSource(queue, {
      // In a larger batch, messages behind a slow one would be returned for lack of time, which counts
      // as a try.
      batchSize: 1,
      reportBatchItemFailures: true,
      maxConcurrency: WORKERS,
    }),
  );
  return { queue, deadLetters };
}
