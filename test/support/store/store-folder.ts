import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import {
  openSqliteStore,
  type SqliteStore,
} from '../../../src/adapters/storage/sqlite/sqlite-store.ts';
import { temporaryFolder } from '../temporary-folder.ts';

/** A folder for one test, with a store's file that can be opened several times. */
export type StoreFolder = {
  readonly folder: string;
  /** `ledger.db` in a folder that does not exist yet, as on the first run. */
  readonly file: string;
  /** Opens it with a connection of its own, as another process does. */
  readonly open: (options?: Parameters<typeof openSqliteStore>[1]) => SqliteStore;
  /** A connection of another program to the file. */
  readonly connect: () => DatabaseSync;
  /** Closes every store opened with `open`, and removes the folder. */
  readonly remove: () => Promise<void>;
};

export function aStoreFolder(): StoreFolder {
  const folder = temporaryFolder('urmston-store-');
  const file = join(folder, 'home', 'ledger.db');
  const opened: SqliteStore[] = [];
  const connections: DatabaseSync[] = [];
  return {
    folder,
    file,
    open: (options) => {
      const store = openSqliteStore(file, options);
      let isOpen = true;
      const closable: SqliteStore = {
        ...store,
        close: async () => {
          if (isOpen) await store.close();
          isOpen = false;
        },
      };
      opened.push(closable);
      return closable;
    },
    connect: () => {
      const connection = new DatabaseSync(file);
      connections.push(connection);
      return connection;
    },
    remove: async () => {
      for (const connection of connections) if (connection.isOpen) connection.close();
      await Promise.all(opened.map((store) => store.close()));
      rmSync(folder, { recursive: true });
    },
  };
}
