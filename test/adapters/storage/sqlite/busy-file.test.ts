import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openLedgerFile } from '../../../../src/adapters/storage/sqlite/ledger-file.ts';
import type { Ledger } from '../../../../src/application/ports/ledger.ts';
import type { ApprovedMessage } from '../../../../src/domain/approval/approval.ts';
import type { InviteError } from '../../../../src/domain/problem/problem.ts';
import { aMessage, anApproved } from '../../../support/builders.ts';
import { aLedgerFolder, type LedgerFolder } from '../../../support/ledger/ledger-folder.ts';

const SOURCE = { file: 'players.csv' };
const NOW = new Date('2026-07-15T18:42:00Z');

let files: LedgerFolder;
let opened: Ledger[];
let writer: DatabaseSync;
beforeEach(async () => {
  files = aLedgerFolder();
  opened = [];
  await files.open().close();
  writer = new DatabaseSync(files.file);
});
afterEach(async () => {
  writer.close();
  await Promise.all(opened.map(async (each) => await each.close()));
  await files.remove();
});

/** A ledger whose calls do not block while the file is busy. */
function waitingBy(wait: () => Promise<unknown>): Ledger {
  const { ledger } = openLedgerFile(files.file, 'live', { busyMs: 0, wait });
  opened.push(ledger);
  return ledger;
}

describe('a ledger that another process writes to', () => {
  it('is waited for without blocking this process', async () => {
    let waited = 0;
    const ledger = waitingBy(async () => {
      waited += 1;
      if (waited === 3) writer.exec('COMMIT');
    });
    writer.exec('BEGIN IMMEDIATE');
    const claim = await ledger.claim(anApproved(), SOURCE, NOW, null);
    expect([claim.kind, waited]).toEqual(['claimed', 3]);
    expect((await ledger.view([aMessage()])).byKey.size).toBe(1);
  });

  it('fails in the end', async () => {
    const ledger = waitingBy(async () => {});
    writer.exec('BEGIN IMMEDIATE');
    const claiming = ledger.claim(anApproved(), SOURCE, NOW, null);
    const error: unknown = await claiming.catch((thrown: unknown) => thrown);
    expect((error as InviteError).problem).toMatchObject({ reason: 'busy' });
    writer.exec('COMMIT');
  });

  it('is not tried again after a failure with another reason', async () => {
    let waited = 0;
    const ledger = waitingBy(async () => void (waited += 1));
    const unapproved = aMessage() as ApprovedMessage;
    await expect(ledger.claim(unapproved, SOURCE, NOW, null)).rejects.toThrow('Nobody approved');
    expect(waited).toBe(0);
  });
});
