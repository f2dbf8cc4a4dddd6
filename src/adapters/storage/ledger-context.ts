import type { KeyedHasher } from '../../domain/delivery/keyed-hash.ts';
import type { Mode } from '../../domain/set-up/mode.ts';
import type { Read } from './documents.ts';
import type { Store } from './port/store.ts';

/** What all parts of one ledger share. */
export type LedgerContext = {
  readonly store: Store;
  /** The path of the file or the name of the table, as shown to people. */
  readonly name: string;
  readonly read: Read;
  readonly mode: Mode;
  readonly keyedHash: KeyedHasher;
  /** Returns a new random text each time: 16 letters, digits, `-` and `_`. */
  readonly newToken: () => string;
  /** True for a table, which several operators use. Only its items expire. */
  readonly isShared: boolean;
};
