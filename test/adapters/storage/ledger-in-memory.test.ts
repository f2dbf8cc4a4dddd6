import { randomBytes } from 'node:crypto';
import { describe } from '@jest/globals';
import { reader } from '../../../src/adapters/storage/documents.ts';
import { newLedgerKey } from '../../../src/adapters/storage/ledger-key.ts';
import { openLedgerOn } from '../../../src/adapters/storage/open-ledger.ts';
import { keyedHashWith } from '../../../src/domain/delivery/keyed-hash.ts';
import { memoryStorage } from '../../support/store/memory-store.ts';
import { describeEveryContract, type KeptPlace } from './every-contract.ts';

/** A ledger in memory, opened as often as a test likes. */
async function aPlace(isTransactional: boolean): Promise<KeptPlace> {
  const storage = memoryStorage({ isTransactional });
  const keyedHash = keyedHashWith(newLedgerKey());
  return {
    open: async (mode) => {
      const base = {
        store: storage.open(),
        name: 'memory',
        read: reader('memory'),
        mode,
        keyedHash,
        newToken: () => randomBytes(12).toString('base64url'),
        isShared: !isTransactional,
      };
      const outsideItems = {
        find: () => ({ simulated: 0, copies: [] }),
        held: () => [],
        erase: () => {},
        scrub: async () => [],
        recoverableDays: 0,
      };
      return openLedgerOn(base, { hold: async () => {}, close: async () => {}, outsideItems });
    },
    bytes: async () => {
      const pages = await Array.fromAsync(storage.open().scan());
      return JSON.stringify(pages.flat());
    },
    remove: async () => {},
  };
}

describe('in memory', () => {
  describeEveryContract('with transactions', async () => await aPlace(true));
  describeEveryContract('without transactions', async () => await aPlace(false));
});
