import type { Store } from '../../../../src/adapters/storage/port/store.ts';

/** A database, empty at first. */
export type StoreFixture = {
  /** Opens it with a connection of its own, as another process does. `remove` closes it. */
  readonly open: () => Promise<Store>;
  /** Whether a commit that is refused writes nothing. */
  readonly isTransactional: boolean;
  /** Resolves when the indexes have caught up. Left out if they never lag. */
  readonly settled?: () => Promise<void>;
  /**
   * The cost of all reads so far, in a unit that can be counted: rows visited, or requests. Left out for a store
   * whose cost does not matter.
   */
  readonly cost?: () => number;
  readonly remove: () => Promise<void>;
};

/** The store under test, for a part of the contract. */
export type Subject = {
  readonly fixture: () => StoreFixture;
  /** The first connection. */
  readonly store: () => Store;
  readonly settled: () => Promise<void>;
};
