import { afterAll, beforeAll } from '@jest/globals';
import { readQueued } from '../../../src/adapters/queue/queued-message.ts';
import { TWILIO_TIMEOUT_MS } from '../../../src/adapters/twilio/client.ts';
import { twilioGateway } from '../../../src/adapters/twilio/gateway.ts';
import { twilioTemplateSource } from '../../../src/adapters/twilio/template-source.ts';
import {
  processQueued,
  type ProcessQueued,
  type WorkerEntry,
} from '../../../src/application/worker/send-queued.ts';
import { SECRETS } from '../../../src/aws/names.ts';
import { asTemplateSid, type TemplateSid } from '../../../src/domain/message/template.ts';
import { NEW_SENDER_LIMIT } from '../../../src/domain/policy/people-counted.ts';
import { A_LEDGER_KEY, openDynamoStores } from '../ledger/ledger-parts.ts';
import { ACCOUNT_SID, AUTH_TOKEN, SENDER, TEMPLATE_SID } from '../sending/stand-in.ts';
import type { Env } from '../terminal/built-cli.ts';
import { startAwsValuesServer, type AwsValuesServer } from './aws-values-server.ts';
import { startDynamoServer, type DynamoServer } from './dynamo-server.ts';
import { startSqsServer, type SqsServer, type TestQueue } from './sqs-server.ts';

/** The table and the queue of one test. */
export type Cloud = {
  readonly settings: Env;
  readonly queue: TestQueue;
  /** A worker that sends to this stand-in, composed as on AWS. */
  readonly worker: (standIn: Env) => Promise<CloudWorker>;
  /** The items of the table as JSON. */
  readonly kept: () => Promise<string>;
  /** The state of every message in the table, by recipient. */
  readonly states: () => Promise<{ readonly [to: string]: string }>;
};

type CloudWorker = {
  readonly take: ProcessQueued;
  /** Processes the queue until it is empty. */
  readonly drain: () => Promise<void>;
  readonly logged: readonly WorkerEntry[];
  readonly close: () => Promise<void>;
};

/** Starts DynamoDB, SQS and the secret with the ledger's key in this process, for the tests of one file. */
export function aCloudForEach(): () => Promise<Cloud> {
  let dynamo: DynamoServer;
  let sqs: SqsServer;
  let secrets: AwsValuesServer;
  beforeAll(async () => {
    [dynamo, sqs, secrets] = await Promise.all([
      startDynamoServer(),
      startSqsServer(),
      startAwsValuesServer({ [SECRETS.ledgerKey]: A_LEDGER_KEY }),
    ]);
  });
  afterAll(async () => {
    await Promise.all([dynamo.close(), sqs.close(), secrets.close()]);
  });
  return async () => {
    const [place, queue] = await Promise.all([dynamo.table(), sqs.queue()]);
    return {
      queue,
      settings: {
        LEDGER_TABLE: place.table,
        INVITE_QUEUE_URL: queue.place.url,
        AWS_REGION: place.region,
        AWS_ENDPOINT_URL_DYNAMODB: dynamo.endpoint,
        AWS_ENDPOINT_URL_SECRETS_MANAGER: secrets.endpoint,
        AWS_ACCESS_KEY_ID: 'none',
        AWS_SECRET_ACCESS_KEY: 'none',
      },
      worker: async ({ TWILIO_BASE_URL: baseUrl = '' }) => {
        const stores = await openDynamoStores(place, 'stand_in');
        const connection = {
          credentials: { accountSid: ACCOUNT_SID, username: ACCOUNT_SID, password: AUTH_TOKEN },
          standIn: new URL(baseUrl),
          timeoutMs: TWILIO_TIMEOUT_MS,
          closed: new AbortController().signal,
        };
        const logged: WorkerEntry[] = [];
        let waitedMs = 0;
        const take = processQueued({
          mode: 'stand_in',
          read: readQueued,
          ledger: stores.ledger,
          optOuts: stores.optOuts,
          tagOf: stores.tagOf,
          templates: twilioTemplateSource(connection, asTemplateSid(TEMPLATE_SID) as TemplateSid),
          gateway: twilioGateway(connection, SENDER),
          lookFirst: null,
          clock: { now: () => new Date(Date.now() + waitedMs) },
          wait: async (milliseconds) => void (waitedMs += milliseconds),
          random: Math.random,
          sendHours: null,
          dailyLimit: NEW_SENDER_LIMIT,
          longestSendMs: 20_000,
          log: (entry) => logged.push(entry),
        });
        return {
          take,
          logged,
          drain: async () => await queue.drain(async (body) => await take(body, () => 30_000)),
          close: stores.close,
        };
      },
      kept: async () => JSON.stringify(await dynamo.items(place)),
      states: async () => {
        const { ledger, close } = await openDynamoStores(place, 'stand_in');
        const messages = await Array.fromAsync(ledger.messages());
        await close();
        return Object.fromEntries(messages.map(({ to, state }) => [to, state]));
      },
    };
  };
}
