import { DatabaseSync } from 'node:sqlite';
import { openLedgerFile } from '../../../../src/adapters/storage/sqlite/ledger-file.ts';
import { aLedgerFolder } from '../../../support/ledger/ledger-folder.ts';
import { describeEveryContract } from '../every-contract.ts';

describeEveryContract('on SQLite', async () => {
  const { file, remove } = aLedgerFolder();
  return {
    open: async (mode) => openLedgerFile(file, mode),
    bytes: async () => JSON.stringify(rowsIn(file)),
    remove,
  };
});

/** Reads the file through a connection of its own. */
function rowsIn(file: string): readonly object[] {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    return database
      .prepare("SELECT name FROM sqlite_schema WHERE type = 'table'")
      .all()
      .flatMap(({ name }) => database.prepare(`SELECT * FROM ${String(name)}`).all());
  } finally {
    database.close();
  }
}
