/*
 * The one thing that a database has to be able to do. The ledger above it knows no SQL and no
 * DynamoDB; the stores below it know no message and no parent.
 */

/** Where an item is: items of one partition are read together, in the order of their sort keys. */
export type Key = { readonly pk: string; readonly sk: string };

export const INDEX_NAMES = ['list', 'person', 'due'] as const;

/** A second way to items, beside their own keys. It may lag behind the items themselves. */
export type IndexName = (typeof INDEX_NAMES)[number];

/** Under which partition and sort key each index finds an item; left out where it does not. */
export type Places = {
  readonly [index in IndexName]?: readonly [partition: string, sort: string];
};

export type Item = Key & {
  /** Plain JSON. What comes back is parsed by the reader. */
  readonly doc: unknown;
  readonly places?: Places;
  /** In seconds since 1970. A store may delete the item after that, and may keep it for longer. */
  readonly expiresAt?: number;
};

export type Stored = Key & {
  readonly doc: unknown;
  /** Another one after every write of the item. */
  readonly version: string;
};

/**
 * One item to write, or one to delete.
 *
 * `expected` is the version as it was read; null where the item must not exist; left out where it is
 * written whatever is there.
 */
export type Write = (Item | (Key & { readonly gone: true })) & {
  readonly expected?: string | null;
};

/** Which part of a partition, by sort key, and in which order. Ascending unless `descending` is set. */
export type Range = {
  /** The first sort key that counts. */
  readonly from?: string;
  /** The first sort key that counts no more. */
  readonly below?: string;
  readonly descending?: boolean;
};

/**
 * Documents with versions. Every call rejects with InviteError `ledger_unavailable` where the database
 * cannot do it; a version that is not as expected is no error.
 */
export type Store = {
  /** The item as it is now. */
  readonly get: (key: Key) => Promise<Stored | null>;
  /** Those that exist, as they are now, in no order. A key may come twice. */
  readonly getMany: (keys: readonly Key[]) => Promise<readonly Stored[]>;
  /**
   * Writes the items in their order, durably. False where one was not as expected. A store with
   * transactions has then written none of them; one without has written those before it. So a caller
   * puts what leads to an item before the item itself, and each order is safe to be cut off.
   */
  readonly commit: (writes: readonly Write[]) => Promise<boolean>;
  /**
   * The items of a partition, page by page, in the order of their sort keys. `main` is the items' own
   * keys, read as they are now; an index may miss the last moment, and the items that it finds are
   * read as they are now.
   */
  readonly query: (
    index: IndexName | 'main',
    partition: string,
    range?: Range,
  ) => AsyncIterable<readonly Stored[]>;
  /**
   * Every item, page by page, in no order and as it is now. What is written meanwhile may be missing.
   *
   * @param containing leaves out the items whose documents, as JSON text, do not contain it
   */
  readonly scan: (containing?: string) => AsyncIterable<readonly Stored[]>;
  readonly close: () => Promise<void>;
};

/** How many items a page holds at most. */
export const PAGE_SIZE = 100;
