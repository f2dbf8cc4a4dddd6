import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { readQueued } from '../../../src/adapters/queue/queued-message.ts';
import { queueReasonOf, openSqsQueue } from '../../../src/adapters/queue/sqs-queue.ts';
import type { QueuedMessage } from '../../../src/application/ports/invite-queue.ts';
import { approvalOf } from '../../../src/domain/approval/approval.ts';
import type { AttemptId } from '../../../src/domain/delivery/ids.ts';
import { startSqsServer, type SqsServer, type TestQueue } from '../../support/aws/sqs-server.ts';
import { aMessage, anApproved } from '../../support/builders.ts';
import { UNREACHABLE_URL } from '../../support/sending/simulated-twilio.ts';

const CREDENTIALS = { accessKeyId: 'none', secretAccessKey: 'none' };

const approved = anApproved(aMessage({ parent_first_name: 'Zoë', player_first_name: 'Łukasz' }));
const QUEUED: QueuedMessage = {
  mode: 'live',
  attempt: 'an-attempt' as AttemptId,
  message: approved,
  approval: approvalOf(approved),
  source: { file: 'players.csv' },
  atAnyHour: false,
};

let sqs: SqsServer;
let queue: TestQueue;
beforeAll(async () => {
  sqs = await startSqsServer();
  queue = await sqs.queue();
});
afterAll(async () => await sqs.close());

let server: Server | null = null;
afterEach(() => {
  server?.close();
  server?.closeAllConnections();
  server = null;
});

/** Responds to every request with an AWS error that quotes the request. */
async function refusingServer(status: number, type: string): Promise<string> {
  server = createServer((_incoming, outgoing) => {
    outgoing.writeHead(status, { 'Content-Type': 'application/x-amz-json-1.0' });
    outgoing.end(JSON.stringify({ __type: `com.amazonaws.sqs#${type}`, message: approved.to }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/123456789012/invites`;
}

describe('the queue of approved messages', () => {
  it('delivers a message unchanged', async () => {
    const { put, close } = await openSqsQueue(queue.place);
    expect(await put(QUEUED, 0)).toEqual({ kind: 'taken' });
    close();
    const bodies: string[] = [];
    await queue.drain(async (body) => bodies.push(body));
    expect(bodies.map(readQueued)).toEqual([{ ...QUEUED, message: { ...approved } }]);
  });

  it('redelivers a returned message, and moves it to the dead-letter queue after three times', async () => {
    await queue.put('not a message');
    let times = 0;
    await queue.drain(async () => {
      times += 1;
      throw new Error('Not taken.');
    });
    expect(times).toBe(3);
    expect(await queue.deadLetters()).toBe(1);
  });

  it('reports that the queue does not exist', async () => {
    const url = queue.place.url.replace(/invites.*$/u, 'nowhere');
    const { put } = await openSqsQueue({ ...queue.place, url });
    expect(await put(QUEUED, 0)).toEqual({ kind: 'not_taken', reason: 'no_such_queue' });
  });

  it.each([
    [403, 'AccessDenied', 'aws_refused'],
    [400, 'UnrecognizedClientException', 'aws_refused'],
    [400, 'QueueDoesNotExist', 'no_such_queue'],
    [500, 'InternalError', 'not_clear'],
  ] as const)('reports the error %i %s of AWS: %s', async (status, type, reason) => {
    const url = await refusingServer(status, type);
    const place = { url, region: 'eu-north-1', credentials: CREDENTIALS };
    const { put } = await openSqsQueue(place);
    expect(await put(QUEUED, 0)).toEqual({ kind: 'not_taken', reason });
  });

  it('reports an unclear result when AWS does not respond in time', async () => {
    server = createServer(() => {});
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/123456789012/invites`;
    const place = { url, region: 'eu-north-1', credentials: CREDENTIALS, answerWithinMs: 20 };
    const { put } = await openSqsQueue(place);
    expect(await put(QUEUED, 0)).toEqual({ kind: 'not_taken', reason: 'not_clear' });
  });

  it('reports when nothing listens', async () => {
    const url = `${UNREACHABLE_URL}/123456789012/invites`;
    const place = { url, region: 'eu-north-1', credentials: CREDENTIALS };
    const { put } = await openSqsQueue(place);
    // Jest’s realm has its own Error, so that the SDK drops the code of a failed connection.
    expect(await put(QUEUED, 0)).toMatchObject({ kind: 'not_taken' });
  });

  it('refuses a message above the limit of SQS', async () => {
    const { put } = await openSqsQueue(queue.place);
    const large = { ...QUEUED, source: { file: 'é'.repeat(131_072) } };
    expect(await put(large, 0)).toEqual({ kind: 'not_taken', reason: 'too_large' });
  });
});

describe('the reason for a failed put', () => {
  it.each([
    ['no credentials', named('CredentialsProviderError'), 'no_credentials'],
    ['a lost connection', Object.assign(new Error('x'), { code: 'ECONNRESET' }), 'not_clear'],
    ['no answer in time', named('TimeoutError'), 'not_clear'],
    [
      'an unknown host name',
      Object.assign(new Error('x'), { code: 'ENOTFOUND' }),
      'aws_unreachable',
    ],
    ['the same, wrapped', new Error('x', { cause: { code: 'ENOTFOUND' } }), 'aws_unreachable'],
    ['an error in the program', new TypeError('x'), null],
    ['no error at all', null, null],
  ])('%s', (_what, error, reason) => {
    expect(queueReasonOf(error)).toBe(reason);
  });
});

function named(name: string): Error {
  return Object.assign(new Error('x'), { name });
}
