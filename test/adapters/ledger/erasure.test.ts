import { afterEach, beforeEach } from '@jest/globals';
import { DatabaseSync } from 'node:sqlite';
import { openErasable } from '../../../src/adapters/ledger/erasure.ts';
import { keptSeasons } from '../../../src/adapters/ledger/kept-seasons.ts';
import { openOptOuts } from '../../../src/adapters/ledger/opt-outs.ts';
import { openReplies } from '../../../src/adapters/ledger/replies.ts';
import { openReplyLog } from '../../../src/adapters/ledger/reply-log.ts';
import { openTestFindings } from '../../../src/adapters/ledger/test-findings.ts';
import { aLedgerFolder, type LedgerFolder } from '../../support/ledger-folder.ts';
import { describeErasureContract } from './erasure-contract.ts';

let files: LedgerFolder;
beforeEach(() => {
  files = aLedgerFolder();
});
afterEach(async () => await files.remove());

describeErasureContract('erasure from a ledger on SQLite', async () => {
  const { file, open } = files;
  return {
    erasable: async () => {
      const erasable = openErasable(file, false);
      if (erasable === null) throw new Error('There is no ledger.');
      return erasable;
    },
    ledger: async (mode) => open(mode),
    optOuts: async (mode) => openOptOuts(file, mode),
    replies: async (mode) => openReplies(file, mode),
    log: async (mode) => openReplyLog(file, mode),
    findings: async (mode) => openTestFindings(file, mode),
    seasons: async () => keptSeasons(file),
    bytes: async () => JSON.stringify(rowsIn(file)),
  };
});

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
