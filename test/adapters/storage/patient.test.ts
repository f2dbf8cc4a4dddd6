import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DatabaseSync } from 'node:sqlite';
import { patient } from '../../../src/adapters/storage/sqlite/patient.ts';
import { openSqliteLedger } from '../../support/ledger-parts.ts';
import type { Ledger } from '../../../src/application/ports.ts';
import type { ApprovedMessage } from '../../../src/domain/approval.ts';
import type { InviteError } from '../../../src/domain/problem.ts';
import { aMessage, anApproved } from '../../support/builders.ts';
import { aLedgerFolder, type LedgerFolder } from '../../support/ledger-folder.ts';

const SOURCE = { file: 'players.csv' };
const NOW = new Date('2026-07-15T18:42:00Z');

let files: LedgerFolder;
let ledger: Ledger;
let writer: DatabaseSync;
beforeEach(() => {
  files = aLedgerFolder();
  // It does not wait by itself.
  ledger = openSqliteLedger(files.file, 'live', 0);
  writer = new DatabaseSync(files.file);
});
afterEach(async () => {
  writer.close();
  await ledger.close();
  await files.remove();
});

describe('a ledger that another process is writing to', () => {
  it('is waited for by who is patient, while everything else goes on', async () => {
    writer.exec('BEGIN IMMEDIATE');
    let waited = 0;
    const waiting = patient(ledger, async () => {
      waited += 1;
      if (waited === 3) writer.exec('COMMIT');
    });
    const claim = await waiting.claim(anApproved(), SOURCE, NOW, null);
    expect([claim.kind, waited]).toEqual(['claimed', 3]);
    expect((await ledger.view([aMessage()])).byKey.size).toBe(1);
  });

  it('is given up in the end', async () => {
    writer.exec('BEGIN IMMEDIATE');
    const claiming = patient(ledger, async () => {}).claim(anApproved(), SOURCE, NOW, null);
    const error: unknown = await claiming.catch((thrown: unknown) => thrown);
    expect((error as InviteError).problem).toMatchObject({ reason: 'busy' });
    writer.exec('COMMIT');
  });

  it('is not asked again for what failed for another reason', async () => {
    let waited = 0;
    const waiting = patient(ledger, async () => void (waited += 1));
    const unapproved = aMessage() as ApprovedMessage;
    await expect(waiting.claim(unapproved, SOURCE, NOW, null)).rejects.toThrow('Nobody approved');
    expect(waited).toBe(0);
    expect(waiting.isShared).toBe(false);
  });
});
