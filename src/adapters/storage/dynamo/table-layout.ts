import type { IndexName } from '../port/store.ts';

/**
 * The keys and indexes of the table, for the stack and for tests. All keys are text, and indexes
 * project keys only. AWS changes only one index of a table in a deployment, so the indexes keep the
 * names of their first deployment.
 */
export const TABLE_LAYOUT = {
  partitionKey: 'pk',
  sortKey: 'sk',
  /** In seconds since 1970. DynamoDB deletes the item within a few days after that. */
  expiry: 'expiresAt',
  indexes: {
    open: { partitionKey: 'openIn', sortKey: 'openSince' },
    since: { partitionKey: 'sinceIn', sortKey: 'sinceAt' },
    list: { partitionKey: 'listIn', sortKey: 'listAt' },
  },
} as const;

/** The index of the table for each index of the port. */
export const INDEX_OF = { list: 'list', person: 'since', due: 'open' } as const satisfies {
  readonly [index in IndexName]: keyof typeof TABLE_LAYOUT.indexes;
};

/** The name of the secret with the ledger's key, which keys the hashes in the table. */
export const LEDGER_KEY_SECRET = 'urmston/ledger-key';
