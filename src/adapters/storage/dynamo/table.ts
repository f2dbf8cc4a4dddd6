import type * as Sdk from '@aws-sdk/lib-dynamodb';
import { connect, type DynamoPlace } from './connect.ts';
import { guardedTable } from './aws-errors.ts';

/** A connection to one table. */
export type Table = {
  readonly name: string;
  readonly client: Sdk.DynamoDBDocumentClient;
  readonly sdk: typeof Sdk;
  /** @throws InviteError `ledger_unavailable` where AWS cannot do the work or cannot be reached */
  readonly guarded: <T>(work: () => Promise<T>) => Promise<T>;
};

export async function openTable(place: DynamoPlace): Promise<Table> {
  const [client, sdk] = await Promise.all([connect(place), import('@aws-sdk/lib-dynamodb')]);
  return {
    name: place.table,
    client,
    sdk,
    guarded: async (work) => await guardedTable(place.table, work),
  };
}
