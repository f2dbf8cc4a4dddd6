import { afterEach, beforeEach } from '@jest/globals';
import { openReplies } from '../../../src/adapters/ledger/replies.ts';
import { aLedgerFolder, type LedgerFolder } from '../../support/ledger-folder.ts';
import { describeRepliesContract } from './replies-contract.ts';

let files: LedgerFolder;
beforeEach(() => {
  files = aLedgerFolder();
});
afterEach(async () => await files.remove());

describeRepliesContract('replies on SQLite', async () => {
  const { file, open } = files;
  return {
    replies: async (mode) => openReplies(file, mode),
    ledger: async (mode) => open(mode),
  };
});
