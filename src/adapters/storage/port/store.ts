/*
 * The port between the ledger and its databases: a store of JSON documents with versions. The
 * ledger above it uses no SQL and no call of DynamoDB. The stores below it (`sqlite/`, `dynamo/`)
 * parse no document. `layout.ts` lists the items that the ledger keeps.
 */

/**
 * The primary key of an item. Both parts are non-empty text.
 *
 * @property pk the partition key. The items of one partition can be read together.
 * @property sk the sort key, unique within the partition. A partition is read in the order of
 *   these, which are compared by their bytes in UTF-8.
 */
export type Key = { readonly pk: string; readonly sk: string };

export const INDEX_NAMES = ['list', 'person', 'due'] as const;

/**
 * A secondary index: `list` for everything of one kind, `person` for what concerns one person or
 * one message, `due` for what somebody still has to look at. An index may lag behind the items.
 */
export type IndexName = (typeof INDEX_NAMES)[number];

/**
 * The partition and the sort key of an item in each index. An index that is left out does not
 * contain the item. Several items may have the same pair; an index gives them in no order.
 */
export type Places = {
  readonly [index in IndexName]?: readonly [partition: string, sort: string];
};

/** An item to write. Writing replaces the document, the places and the expiry as a whole. */
export type Item = Key & {
  /** A JSON value. The store does not look at it; the reader parses it with a schema. */
  readonly doc: unknown;
  readonly places?: Places;
  /**
   * In seconds since 1970. A store may delete the item after that time; it may also keep it longer.
   */
  readonly expiresAt?: number;
};

/** An item as read. Its places and its expiry are not read back. */
export type Stored = Key & {
  readonly doc: unknown;
  /** An opaque text that is different after every write of the item. */
  readonly version: string;
};

/**
 * One step of a commit: writes an item or, with `gone: true`, deletes it.
 *
 * `expected` is the condition: the version as it was read, or null if the item must not exist.
 * Without it the write is unconditional, and deleting an item that does not exist succeeds.
 */
export type Write = (Item | (Key & { readonly gone: true })) & {
  readonly expected?: string | null;
};

/** A part of a partition, by sort key. Ascending unless `descending` is set. */
export type Range = {
  /** The smallest sort key, inclusive. */
  readonly from?: string;
  /** The upper bound, exclusive. */
  readonly below?: string;
  readonly descending?: boolean;
  /** The largest number of items in a page, for a caller that reads few. A store may give more. */
  readonly pageSize?: number;
};

/**
 * Documents with versions. Every call rejects with InviteError `ledger_unavailable` if the database
 * cannot do the work. A version that is not the expected one is not an error: `commit` returns
 * false.
 */
export type Store = {
  /** Reads one item consistently: it has every write that was committed before the call. */
  readonly get: (key: Key) => Promise<Stored | null>;
  /**
   * Reads the items that exist, each as consistently as `get`, in no order. A key may be given
   * twice.
   */
  readonly getMany: (keys: readonly Key[]) => Promise<readonly Stored[]>;
  /**
   * Does the writes in their order, durably. Returns false at the first whose condition does not
   * hold.
   *
   * SQLite commits all of them or none. DynamoDB has no transaction here: the writes before the
   * refused one stay, and a process that ends in between leaves those it has done. A caller
   * therefore puts the writes in an order in which every prefix is safe: see "Order of writes" in
   * `layout.ts`.
   */
  readonly commit: (writes: readonly Write[]) => Promise<boolean>;
  /**
   * Reads a partition page by page, in the order of its sort keys. `main` is the partition of the
   * primary key, and is consistent. An index may not have the newest writes yet; the items that it
   * finds are read consistently, and left out if they are no longer in that partition and range.
   */
  readonly query: (
    index: IndexName | 'main',
    partition: string,
    range?: Range,
  ) => AsyncIterable<readonly Stored[]>;
  /**
   * Reads all items page by page, consistently and in no order. Items that are added during the
   * scan may be missing.
   *
   * @param containing only items whose document, as JSON text, contains this text
   */
  readonly scan: (containing?: string) => AsyncIterable<readonly Stored[]>;
  readonly close: () => Promise<void>;
};

/** The largest number of items in a page. */
export const PAGE_SIZE = 100;
