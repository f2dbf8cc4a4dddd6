import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Store } from '../../../../src/adapters/storage/port/store.ts';
import { openFile } from '../../../../src/adapters/storage/sqlite/database.ts';
import { LAYOUT } from '../../../../src/adapters/storage/sqlite/file-layout.ts';
import { storeOn } from '../../../../src/adapters/storage/sqlite/sqlite-store.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { describeStoreContract } from '../port/store-contract.ts';

describeStoreContract('a store in a file of SQLite', async () => {
  const folder = temporaryFolder('urmston-store-');
  const file = join(folder, 'home', 'ledger.db');
  const opened: Store[] = [];
  const statements: StatementSync[] = [];
  return {
    open: async () => {
      const store = storeOn(counting(openFile(file, LAYOUT), statements), file);
      let isOpen = true;
      const close = async (): Promise<void> => {
        if (isOpen) await store.close();
        isOpen = false;
      };
      opened.push({ ...store, close });
      return { ...store, close };
    },
    isTransactional: true,
    cost: () => statements.reduce((sum, statement) => sum + stepsOf(statement), 0),
    remove: async () => {
      await Promise.all(opened.map((store) => store.close()));
      rmSync(folder, { recursive: true });
    },
  };
});

function counting(database: DatabaseSync, statements: StatementSync[]): DatabaseSync {
  const prepare = database.prepare.bind(database);
  database.prepare = (...given) => {
    const statement = prepare(...given);
    statements.push(statement);
    return statement;
  };
  return database;
}

/** The number of instructions of SQLite's virtual machine, in all runs of the statement. */
function stepsOf(statement: StatementSync): number {
  return (statement as StatementSync & { stat: (counter: string) => number }).stat('vmStep');
}
