import { readdirSync, writeFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { openLedgerFile } from '../../../../src/adapters/storage/sqlite/ledger-file.ts';
import { forget, type ErasureSubject } from '../../../../src/application/forget/forget.ts';
import type { Phone } from '../../../../src/domain/record/phone/phone.ts';
import { aStoreFolder, type StoreFolder } from '../../../support/store/store-folder.ts';
import { heldFiles } from '../../../support/system-errors.ts';

let place: StoreFolder;
beforeEach(() => {
  place = aStoreFolder();
});
afterEach(async () => await place.remove());

const JANE: ErasureSubject = { kind: 'number', phone: '+447700900123' as Phone };

const copiesBeside = (file: string): readonly string[] =>
  readdirSync(dirname(file)).filter((name) => /backup|new/u.test(name));

it('an older copy that another program has open is named, and all others are deleted', async () => {
  const { file } = place;
  const name = basename(file);
  await openLedgerFile(file, 'live').close();
  for (const ending of ['backup-v2', 'backup-v3', 'new-4711']) {
    writeFileSync(`${file}.${ending}`, 'Petra Hartley');
  }
  const { calls, pauses } = heldFiles('backup-v2', 'EBUSY', Infinity);
  const { erasable, close } = openLedgerFile(file, 'live', { files: calls });
  const done = await forget(JANE, {
    ledgers: [{ ...erasable, isRehearsal: false }],
    deadLetters: null,
    mode: 'live',
    confirm: async () => 'here',
    deleteAtTwilio: async () => ({ deleted: 0, gone: 0, failed: [], left: 0 }),
    forgetShown: () => {},
    operator: 'Robin Green',
    at: new Date('2026-11-22T18:42:00Z'),
  });
  expect(done).toMatchObject({
    kind: 'erased',
    copiesLeft: [`${name}.backup-v2`],
    holdings: { copies: [`${name}.backup-v3`, `${name}.new-4711`] },
  });
  expect(copiesBeside(file)).toEqual([`${name}.backup-v2`]);
  expect(pauses).toHaveLength(6);
  await close();
});
