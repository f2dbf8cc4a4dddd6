import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openDynamoStores } from '../../../src/adapters/ledger/dynamo-stores.ts';
import type { DynamoPlace } from '../../../src/adapters/storage/dynamo/connect.ts';
import type { Mode } from '../../../src/domain/mode.ts';
import { aMessage } from '../../support/builders.ts';
import { startDynamoServer, type DynamoServer } from '../../support/dynamo-server.ts';
import { describeReplyLogContract } from './reply-log-contract.ts';

let server: DynamoServer;
beforeAll(async () => {
  server = await startDynamoServer();
});
afterAll(async () => await server.close());

/** One of the stores, with all of them closed where it is closed. */
async function open<Store extends 'ledger' | 'replyLog'>(
  which: Store,
  place: DynamoPlace,
  mode: Mode,
): Promise<Awaited<ReturnType<typeof openDynamoStores>>[Store]> {
  const stores = await openDynamoStores(place, mode);
  const close = async (): Promise<void> =>
    void (await Promise.all(Object.values(stores).map(async (each) => await each.close())));
  return { ...stores[which], close };
}

describeReplyLogContract('answers on DynamoDB', async () => {
  const place = await server.table();
  return {
    log: async (mode) => await open('replyLog', place, mode),
    ledger: async (mode) => await open('ledger', place, mode),
  };
});

describe('the stores in one table', () => {
  it('say that others write to them at the same time', async () => {
    const place = await server.table();
    const ledger = await open('ledger', place, 'live');
    const log = await open('replyLog', place, 'live');
    expect([ledger.isShared, log.isShared]).toEqual([true, true]);
    expect((await ledger.view([aMessage()])).byKey.size).toBe(0);
    await ledger.close();
    await log.close();
  });
});
