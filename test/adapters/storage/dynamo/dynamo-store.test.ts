import { afterAll, beforeAll } from '@jest/globals';
import { openDynamoStore } from '../../../../src/adapters/storage/dynamo/dynamo-store.ts';
import type { Store } from '../../../../src/adapters/storage/port/store.ts';
import { countRequests, type CountedRequests } from '../../../support/aws/dynamo-proxy.ts';
import { startDynamoServer, type DynamoServer } from '../../../support/aws/dynamo-server.ts';
import { describeStoreContract } from '../port/store-contract.ts';

let server: DynamoServer;
let counting: CountedRequests;
beforeAll(async () => {
  server = await startDynamoServer();
  counting = await countRequests(server.endpoint);
});
afterAll(async () => {
  await counting.close();
  await server.close();
});

describeStoreContract('a store on DynamoDB', async () => {
  const place = { ...(await server.table()), endpoint: counting.endpoint };
  const opened: Store[] = [];
  return {
    open: async () => {
      const store = await openDynamoStore(place);
      opened.push(store);
      return store;
    },
    isTransactional: false,
    cost: () => {
      const { requests, readUnits } = counting.total();
      return requests + readUnits;
    },
    remove: async () => {
      await Promise.all(opened.map(async (store) => await store.close()));
    },
  };
});
