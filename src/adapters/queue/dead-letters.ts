import type * as sqs from '@aws-sdk/client-sqs';
import type { DeadLetters } from '../../application/forget/dead-letters.ts';
import { InviteError } from '../../domain/problem/problem.ts';
import { queueReasonOf, type SqsPlace } from './sqs-queue.ts';

/** The limit of one request. */
const MOST_AT_ONCE = 10;
/** How long a message that was read stays invisible to other readers, unless it is returned before. */
const HIDDEN_SECONDS = 120;
/** A queue on several servers gives an empty answer only if none of them has a message. */
const WAIT_SECONDS = 1;

/** The dead-letter queue of a queue on SQS. Loads the AWS SDK. */
export async function openDeadLetters({
  url,
  region,
  credentials,
}: SqsPlace): Promise<DeadLetters> {
  const sdk = await import('@aws-sdk/client-sqs');
  const client = new sdk.SQSClient({
    region,
    endpoint: new URL(url).origin,
    ...(credentials === undefined ? {} : { credentials }),
  });
  return {
    sweep: async (isMeant, { remove }) => {
      try {
        return await sweep(client, sdk, url, isMeant, remove);
      } catch (error) {
        const reason = queueReasonOf(error);
        throw reason === null
          ? error
          : new InviteError({ code: 'dead_letters_unavailable', reason });
      }
    },
    close: () => client.destroy(),
  };
}

type Sdk = typeof sqs;

async function sweep(
  client: sqs.SQSClient,
  { ReceiveMessageCommand, DeleteMessageCommand, ChangeMessageVisibilityCommand, ...sdk }: Sdk,
  url: string,
  isMeant: (body: string) => boolean,
  remove: boolean,
): Promise<number> {
  const attributes = new sdk.GetQueueAttributesCommand({
    QueueUrl: url,
    AttributeNames: ['RedrivePolicy'],
  });
  const { Attributes } = await client.send(attributes);
  const QueueUrl = deadLetterUrl(url, Attributes?.['RedrivePolicy']);
  if (QueueUrl === null) return 0;
  let meant = 0;
  const returned: (string | undefined)[] = [];
  try {
    for (;;) {
      const receive = new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: MOST_AT_ONCE,
        VisibilityTimeout: HIDDEN_SECONDS,
        WaitTimeSeconds: WAIT_SECONDS,
      });
      // oxlint-disable-next-line no-await-in-loop -- until there is none left
      const { Messages = [] } = await client.send(receive);
      if (Messages.length === 0) return meant;
      for (const { Body = '', ReceiptHandle } of Messages) {
        const isOne = isMeant(Body);
        if (isOne) meant += 1;
        if (isOne && remove) {
          // oxlint-disable-next-line no-await-in-loop -- one after the other
          await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
        } else returned.push(ReceiptHandle);
      }
    }
  } finally {
    // Each is read once, and visible to others again.
    for (const ReceiptHandle of returned) {
      const back = { QueueUrl, ReceiptHandle, VisibilityTimeout: 0 };
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      await client.send(new ChangeMessageVisibilityCommand(back));
    }
  }
}

/** The address of the dead-letter queue, which is in the same account and region; null if there is none. */
function deadLetterUrl(url: string, policy: string | undefined): string | null {
  const name = /"deadLetterTargetArn":\s*"[^"]*:([\w.-]+)"/u.exec(policy ?? '')?.[1];
  return name === undefined ? null : `${url.slice(0, url.lastIndexOf('/') + 1)}${name}`;
}
