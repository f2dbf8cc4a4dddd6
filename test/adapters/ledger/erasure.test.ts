import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openErasable } from '../../../src/adapters/ledger/erasure.ts';
import { aMessage, anApproved } from '../../support/builders.ts';
import { aLedgerFolder, type LedgerFolder } from '../../support/ledger-folder.ts';

const AT = new Date('2026-07-15T18:42:00Z');

let files: LedgerFolder;
beforeEach(() => {
  files = aLedgerFolder();
});
afterEach(() => files.remove());

describe('a ledger from which somebody was erased', () => {
  it('still counts them among the people written to within the day', async () => {
    const ledger = files.open();
    const lastThree = ['123', '124', '125'];
    for (const digits of lastThree) {
      const message = anApproved(aMessage({ parent_tel: `07700 900${digits}` }));
      // oxlint-disable-next-line no-await-in-loop -- one ledger
      const claim = await ledger.claim(message, { file: 'players.csv' }, AT, null);
      if (claim.kind !== 'claimed') throw new Error('Nobody else claims here.');
      // oxlint-disable-next-line no-await-in-loop -- one ledger
      await ledger.advance(claim.attemptId, { kind: 'sending' }, AT);
      // oxlint-disable-next-line no-await-in-loop -- one ledger
      await ledger.advance(claim.attemptId, { kind: 'unreachable' }, AT);
      // oxlint-disable-next-line no-await-in-loop -- one ledger
      const again = await ledger.claim(message, { file: 'players.csv' }, AT, null);
      if (again.kind !== 'claimed') throw new Error('What never went may go.');
      // oxlint-disable-next-line no-await-in-loop -- one ledger
      await ledger.advance(again.attemptId, { kind: 'sending' }, AT);
      // oxlint-disable-next-line no-await-in-loop -- one ledger
      await ledger.advance(again.attemptId, { kind: 'unknown', doubt: 'cut_off' }, AT);
      // oxlint-disable-next-line no-await-in-loop -- one ledger
      await ledger.noteNotFound(again.attemptId, AT, 'Robin Green');
    }
    const { invite } = aMessage();
    const erasable = openErasable(files.file, false);
    erasable?.erase({ kind: 'season', season: invite.season }, AT);
    erasable?.close();
    const written = await ledger.writtenTo(AT);
    expect(written.size).toBe(lastThree.length);
    expect([...written.keys()].every((key) => /^[0-9a-f]{64}$/u.test(key))).toBe(true);
    expect(await ledger.open()).toEqual([]);
  });
});
