import type { IndexName } from '../port/store.ts';

/**
 * The table as it is made for tests and by the stack. All keys are text. AWS changes one index of a
 * table per deployment, so the indexes keep the names that they were first deployed with; each holds
 * keys only.
 */
export const TABLE_LAYOUT = {
  partitionKey: 'pk',
  sortKey: 'sk',
  /** Seconds since 1970, after which DynamoDB deletes the item, within days. */
  expiry: 'expiresAt',
  indexes: {
    open: { partitionKey: 'openIn', sortKey: 'openSince' },
    since: { partitionKey: 'sinceIn', sortKey: 'sinceAt' },
    list: { partitionKey: 'listIn', sortKey: 'listAt' },
  },
} as const;

/** The index of the table that serves each index of the port. */
export const INDEX_OF = { list: 'list', person: 'since', due: 'open' } as const satisfies {
  readonly [index in IndexName]: keyof typeof TABLE_LAYOUT.indexes;
};

/** The name of the secret in which the table's key is: what is hashed in the table is hashed with it. */
export const LEDGER_KEY_SECRET = 'urmston/ledger-key';
