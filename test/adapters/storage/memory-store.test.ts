import { randomUUID } from 'node:crypto';
import { memoryStorage, type MemoryOptions } from '../../support/memory-store.ts';
import { describeStoreContract, type StoreFixture } from './store-contract.ts';

function fixtureOf(isTransactional: boolean, options: MemoryOptions = {}): StoreFixture {
  const storage = memoryStorage({ ...options, isTransactional });
  return { open: async () => storage.open(), isTransactional, remove: async () => undefined };
}

describeStoreContract('a store in memory', async () => fixtureOf(true));

describeStoreContract('a store in memory without transactions', async () =>
  fixtureOf(false, { newVersion: randomUUID }),
);
