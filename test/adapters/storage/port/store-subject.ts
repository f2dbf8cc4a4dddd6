import type { Store } from '../../../../src/adapters/storage/port/store.ts';

/** One database, empty at first. */
export type StoreFixture = {
  /** Opens it as another process would. `remove` closes it. */
  readonly open: () => Promise<Store>;
  /** Whether a commit that is refused has written nothing of it. */
  readonly isTransactional: boolean;
  /** Resolves when the indexes have caught up; left out where they never lag. */
  readonly settled?: () => Promise<void>;
  /**
   * What all reading since the beginning has cost, in a unit that is counted and not measured: rows that
   * were visited, or requests. Left out for a store whose cost does not matter.
   */
  readonly cost?: () => number;
  readonly remove: () => Promise<void>;
};

/** What a part of the contract works with. */
export type Subject = {
  readonly fixture: () => StoreFixture;
  /** The one that is opened first. */
  readonly store: () => Store;
  readonly settled: () => Promise<void>;
};
