import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
  type Message,
} from '@aws-sdk/client-sqs';
import { createSqsServer } from 'local-aws-sqs';

const CREDENTIALS = { accessKeyId: 'none', secretAccessKey: 'none' };
const REGION = 'eu-north-1';
const MOST_TRIES = 3;
/** The visibility timeout, longer than processing takes on a busy machine. */
const HIDDEN_SECONDS = '30';

/** A queue with a dead-letter queue, as deployed. */
export type TestQueue = {
  readonly place: {
    readonly url: string;
    readonly region: string;
    readonly credentials: typeof CREDENTIALS;
  };

  readonly put: (body: string) => Promise<void>;
  /**
   * Processes messages one after the other until the queue is empty. A message whose work throws is delivered
   * again at once, and becomes a dead letter after three deliveries.
   */
  readonly drain: (work: (body: string) => Promise<unknown>) => Promise<void>;
  readonly deadLetters: () => Promise<number>;
};

export type SqsServer = {
  readonly queue: () => Promise<TestQueue>;
  readonly close: () => Promise<void>;
};

/** Starts an emulator of SQS on loopback, in this process. */
export async function startSqsServer(): Promise<SqsServer> {
  const server = await createSqsServer({ port: 0, hostname: '127.0.0.1', region: REGION });
  const { port } = server.address() as AddressInfo;
  const endpoint = `http://127.0.0.1:${port}`;
  const client = new SQSClient({ endpoint, region: REGION, credentials: CREDENTIALS });
  const make = async (
    name: string,
    Attributes: { readonly [name: string]: string } = {},
  ): Promise<string> => {
    const command = new CreateQueueCommand({ QueueName: name, Attributes });
    const { QueueUrl } = await client.send(command);
    return QueueUrl ?? '';
  };
  const count = async (of: string): Promise<number> => {
    const names = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'] as const;
    const command = new GetQueueAttributesCommand({ QueueUrl: of, AttributeNames: [...names] });
    const { Attributes } = await client.send(command);
    return names.reduce((sum, name) => sum + Number(Attributes?.[name]), 0);
  };
  let made = 0;
  return {
    queue: async () => {
      made += 1;
      const dead = await make(`dead-${made}`);
      const target = `arn:aws:sqs:${REGION}:123456789012:dead-${made}`;
      const RedrivePolicy = JSON.stringify({
        deadLetterTargetArn: target,
        // The emulator also counts each change of visibility as a receipt.
        maxReceiveCount: 2 * MOST_TRIES - 1,
      });
      const url = await make(`invites-${made}`, {
        RedrivePolicy,
        VisibilityTimeout: HIDDEN_SECONDS,
      });
      const receive = async (): Promise<readonly Message[]> => {
        const command = new ReceiveMessageCommand({ QueueUrl: url, WaitTimeSeconds: 1 });
        return (await client.send(command)).Messages ?? [];
      };
      return {
        place: { url, region: REGION, credentials: CREDENTIALS },
        put: async (MessageBody) => {
          await client.send(new SendMessageCommand({ QueueUrl: url, MessageBody }));
        },
        drain: async (work) => {
          // oxlint-disable-next-line no-await-in-loop -- until there is nothing left
          while ((await count(url)) > 0) {
            // oxlint-disable-next-line no-await-in-loop -- as above
            for (const { Body, ReceiptHandle } of await receive()) {
              try {
                // oxlint-disable-next-line no-await-in-loop -- one after the other
                await work(Body ?? '');
              } catch {
                const back = { QueueUrl: url, ReceiptHandle, VisibilityTimeout: 0 };
                // oxlint-disable-next-line no-await-in-loop -- as above
                await client.send(new ChangeMessageVisibilityCommand(back));
                continue;
              }
              // oxlint-disable-next-line no-await-in-loop -- as above
              await client.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle }));
            }
          }
        },
        deadLetters: async () => await count(dead),
      };
    },
    close: async () => {
      client.destroy();
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
