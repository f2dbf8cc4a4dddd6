import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { retryUnprocessed } from '../../../../src/adapters/storage/dynamo/batches.ts';
import type { DynamoPlace } from '../../../../src/adapters/storage/dynamo/connection.ts';
import { openDynamoStore } from '../../../../src/adapters/storage/dynamo/dynamo-store.ts';
import { openEarlierItems } from '../../../../src/adapters/storage/dynamo/scan.ts';
import type { Store } from '../../../../src/adapters/storage/port/store.ts';
import { InviteError } from '../../../../src/domain/problem/problem.ts';
import { recogniseNodeErrors } from '../../../support/node-errors.ts';
import { withoutIds } from '../../../support/normalised-text.ts';
import { allOf } from './dynamo-table-under-test.ts';

recogniseNodeErrors();

const KEY = { pk: 'live#message#a', sk: 'message' };

const CALLS: { readonly [call: string]: (store: Store) => Promise<unknown> } = {
  get: async (store) => await store.get(KEY),
  getMany: async (store) => await store.getMany([KEY]),
  'commit of an item': async (store) => await store.commit([{ ...KEY, doc: {}, expected: null }]),
  'commit of a deletion': async (store) => await store.commit([{ ...KEY, gone: true }]),
  'query of main': async (store) => await allOf(store.query('main', 'p')),
  'query of an index': async (store) => await allOf(store.query('due', 'p')),
  scan: async (store) => await allOf(store.scan()),
};

let server: Server | null = null;
afterEach(() => {
  server?.close();
  server?.closeAllConnections();
  server = null;
});

async function answering(listener: RequestListener): Promise<DynamoPlace> {
  server = createServer(listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { table: 'the-ledger', region: 'eu-north-1', endpoint };
}

/** A service that returns an error of AWS for every request, and quotes the request in it. */
async function refusing(status: number, type: string): Promise<DynamoPlace> {
  return await answering((_incoming, outgoing) => {
    const message = 'Item with key live#message and phone +447700900123 was not taken.';
    outgoing.writeHead(status, { 'Content-Type': 'application/x-amz-json-1.0' });
    outgoing.end(JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${type}`, message }));
  });
}

async function problemOf(work: Promise<unknown>): Promise<unknown> {
  return await work.then(
    () => null,
    (error: unknown) => {
      expect(withoutIds(String(error))).not.toContain('7700900123');
      return error instanceof InviteError ? error.problem : error;
    },
  );
}

function unavailable(reason: string): object {
  return { code: 'ledger_unavailable', file: 'the-ledger', reason };
}

describe.each(Object.entries(CALLS))('a %s that AWS does not do', (_call, work) => {
  it.each([
    [400, 'AccessDeniedException', 'aws_refused'],
    [400, 'UnrecognizedClientException', 'aws_refused'],
    [400, 'ResourceNotFoundException', 'no_such_table'],
    [400, 'ThrottlingException', 'busy'],
    [500, 'InternalServerError', 'aws_unreachable'],
    [503, 'NobodyKnowsThisOne', 'aws_unreachable'],
  ] as const)(
    'after %i %s gives the reason, and no part of the request',
    async (status, type, reason) => {
      const store = await openDynamoStore(await refusing(status, type));
      expect(await problemOf(work(store))).toEqual(unavailable(reason));
      await store.close();
    },
  );

  it('without a response is unreachable', async () => {
    const store = await openDynamoStore({ ...(await answering(() => {})), answerWithinMs: 20 });
    expect(await problemOf(work(store))).toEqual(unavailable('aws_unreachable'));
    await store.close();
  });

  it('without a server is unreachable', async () => {
    const place = { ...(await answering(() => {})), answerWithinMs: 20 };
    server?.close();
    const store = await openDynamoStore(place);
    expect(await problemOf(work(store))).toEqual(unavailable('aws_unreachable'));
    await store.close();
  });

  it('with a broken connection is unreachable', async () => {
    const place = await answering(({ socket }) => socket.destroy());
    const store = await openDynamoStore(place);
    expect(await problemOf(work(store))).toEqual(unavailable('aws_unreachable'));
    await store.close();
  });
});

describe('the items of an earlier version', () => {
  it('cannot be read for a reason in the error', async () => {
    const items = await openEarlierItems(await refusing(400, 'AccessDeniedException'));
    const pages = items.pages(null)[Symbol.asyncIterator]();
    expect(await problemOf(pages.next())).toEqual(unavailable('aws_refused'));
    items.close();
  });
});

/** The pauses before repeated requests. @param taken how many entries each request processes */
async function waited(taken: (round: number) => number): Promise<readonly number[] | string> {
  const pauses: number[] = [];
  let round = 0;
  const work = async (left: readonly string[]): Promise<readonly string[]> =>
    left.slice(taken((round += 1)));
  const wait = async (milliseconds: number): Promise<void> => {
    pauses.push(milliseconds);
  };
  return await retryUnprocessed(['a', 'b', 'c', 'd'], work, wait).then(
    () => pauses,
    (error: Error) => `${error.name} after ${pauses.join(' ')}`,
  );
}

describe('a batch with unprocessed entries', () => {
  it.each([
    ['is asked for again, as long as some of it is taken', () => 1, [50, 50, 50]],
    [
      'waits longer while nothing is processed',
      (round: number) => (round < 4 ? 0 : 4),
      [50, 100, 200],
    ],
    [
      'fails if nothing is processed any more',
      () => 0,
      'ThrottlingException after 50 100 200 400 800 1600 3200',
    ],
  ] as const)('%s', async (_what, taken, expected) => {
    expect(await waited(taken)).toEqual(expected);
  });
});

describe('a fault of the tool', () => {
  it('is thrown unchanged', async () => {
    const store = await openDynamoStore(await refusing(400, 'ValidationException'));
    await expect(store.get(KEY)).rejects.toMatchObject({ name: 'ValidationException' });
    await store.close();
  });
});
