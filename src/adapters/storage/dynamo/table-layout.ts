/** The table as it is made for tests and by the stack: names of attributes, all of them text. */
export const TABLE_LAYOUT = {
  partitionKey: 'pk',
  sortKey: 'sk',
  /** Seconds since 1970, after which DynamoDB deletes the item, within days. */
  expiry: 'expiresAt',
  indexes: {
    /** Attempts of which it is not known yet what came of them. */
    open: { partitionKey: 'openIn', sortKey: 'openSince' },
    /** What was written to parents, and what they wrote, by its time. */
    since: { partitionKey: 'sinceIn', sortKey: 'sinceAt' },
    /** Every message, by when the attempt that counts was claimed. */
    list: { partitionKey: 'listIn', sortKey: 'listAt' },
  },
} as const;
