import { afterEach, beforeEach } from '@jest/globals';
import { openReplyLog } from '../../../src/adapters/ledger/reply-log.ts';
import { aLedgerFolder, type LedgerFolder } from '../../support/ledger-folder.ts';
import { describeReplyLogContract } from './reply-log-contract.ts';

let files: LedgerFolder;
beforeEach(() => {
  files = aLedgerFolder();
});
afterEach(async () => await files.remove());

describeReplyLogContract('answers on SQLite', async () => {
  const { file, open } = files;
  return {
    log: async (mode) => openReplyLog(file, mode),
    ledger: async (mode) => open(mode),
  };
});
