import { newToken } from '../ledger-key.ts';
import type { Store } from '../port/store.ts';
import { commit } from './commit.ts';
import { openTable, type DynamoPlace } from './connection.ts';
import { getItem, getItems, queryItems } from './read.ts';
import { scanItems } from './scan.ts';

type Options = {
  /** For tests. The default is random, so that every write has a different version. */
  readonly newVersion?: () => string;
};

/**
 * A store in one table of DynamoDB. Indexes are eventually consistent, and `commit` has no
 * transaction.
 */
export async function openDynamoStore(
  place: DynamoPlace,
  { newVersion = newToken }: Options = {},
): Promise<Store> {
  const table = await openTable(place);
  return {
    get: async (key) => await getItem(table, key),
    getMany: async (keys) => await getItems(table, keys),
    commit: async (writes) => await commit(table, writes, newVersion),
    query: (index, partition, range = {}) => queryItems(table, index, partition, range),
    scan: (containing) => scanItems(table, containing),
    close: async () => table.client.destroy(),
  };
}
