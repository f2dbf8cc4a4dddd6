import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openDynamoStore } from '../../../../src/adapters/storage/dynamo/dynamo-store.ts';
import type { Item, Store } from '../../../../src/adapters/storage/port/store.ts';
import {
  countRequests,
  type Counted,
  type CountedRequests,
} from '../../../support/aws/dynamo-proxy.ts';
import { startDynamoServer, type DynamoServer } from '../../../support/aws/dynamo-server.ts';
import { allOf } from './dynamo-table-under-test.ts';

/** A kilobyte each: four of them cost one read unit if they are read together. */
const ITEMS = Array.from({ length: 60 }, (_, at): Item => {
  const sk = String(at).padStart(3, '0');
  return { pk: 'many', sk, doc: { text: 'x'.repeat(900) }, places: { list: ['list', sk] } };
});

let server: DynamoServer;
let counting: CountedRequests;
let store: Store;
beforeAll(async () => {
  server = await startDynamoServer();
  counting = await countRequests(server.endpoint);
  store = await openDynamoStore({ ...(await server.table()), endpoint: counting.endpoint });
  await Promise.all(ITEMS.map(async (item) => await store.commit([item])));
});
afterAll(async () => {
  await store.close();
  await counting.close();
  await server.close();
});

describe('the requests of the store to DynamoDB', () => {
  it.each<readonly [string, () => Promise<unknown>, Partial<Counted>]>([
    [
      'an item: one request and one unit for up to 4 KB',
      async () => await store.get({ pk: 'many', sk: '001' }),
      { operations: { GetItem: 1 }, readUnits: 1 },
    ],
    [
      'items by their keys: one request for a hundred, one unit each',
      async () => await store.getMany(ITEMS),
      { operations: { BatchGetItem: 1 }, readUnits: 60 },
    ],
    [
      'a partition: one request for a hundred, one unit for 4 KB',
      async () => await allOf(store.query('main', 'many')),
      { operations: { Query: 1 }, readUnits: 15 },
    ],
    [
      'a range of a partition: its items, and the upper bound, which DynamoDB includes',
      async () => await allOf(store.query('main', 'many', { from: '010', below: '014' })),
      { operations: { Query: 1 }, readUnits: 2 },
    ],
    [
      'items by an index: the keys, and one unit for each item',
      async () => await allOf(store.query('list', 'list', { from: '010', below: '014' })),
      { operations: { Query: 1, BatchGetItem: 1 }, readUnits: 4.5 },
    ],
    [
      'an index that finds nothing: no further request',
      async () => await allOf(store.query('due', 'nothing')),
      { operations: { Query: 1 }, readUnits: 0 },
    ],
    [
      'the whole table: one request for each megabyte, even if little is found',
      async () => await allOf(store.scan('nowhere')),
      { operations: { Scan: 1 }, readUnits: 15 },
    ],
    [
      'a write: one request, also for a refused one',
      async () => {
        await store.commit([{ pk: 'new', sk: '1', doc: {}, expected: null }]);
        await store.commit([{ pk: 'new', sk: '1', doc: {}, expected: null }]);
      },
      { operations: { PutItem: 2 }, readUnits: 0, writeUnits: 1 },
    ],
  ])('is for %s', async (_what, work, expected) => {
    expect(await counting.during(work)).toMatchObject(expected);
  });
});
