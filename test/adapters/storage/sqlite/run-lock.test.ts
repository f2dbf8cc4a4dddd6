import { existsSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { guarded } from '../../../../src/adapters/storage/sqlite/file-errors.ts';
import { refuseDamaged } from '../../../../src/adapters/storage/sqlite/run-lock.ts';
import type { Message } from '../../../../src/domain/message/message.ts';
import { InviteError } from '../../../../src/domain/problem/problem.ts';
import { anApproved } from '../../../support/builders.ts';
import { familyMessages } from '../../../support/ledger/ledger-families.ts';
import { aLedgerFolder, type LedgerFolder } from '../../../support/ledger/ledger-folder.ts';
import { runScript, type RunningScript } from '../../../support/terminal/run-script.ts';

const HOLD_AND_HANG = import.meta.resolve('../../../support/ledger/ledger-hold-and-hang.ts');
const NOW = new Date('2026-07-15T18:42:00Z');

let files: LedgerFolder;
let script: RunningScript | null;
beforeEach(() => {
  files = aLedgerFolder();
  script = null;
});
afterEach(async () => {
  await script?.kill('SIGKILL');
  await files.remove();
});

async function problemOf(work: Promise<unknown>): Promise<unknown> {
  return await work.then(
    () => null,
    (error: unknown) => (error instanceof InviteError ? error.problem : error),
  );
}

/** The check before a run, with a limit of 0 bytes: it does nothing. */
function passUnchecked(file: string): void {
  const database = new DatabaseSync(file);
  try {
    guarded(file, () => refuseDamaged(database, file, 0));
  } finally {
    database.close();
  }
}

async function readAll({ file, open }: LedgerFolder, messages: readonly Message[]): Promise<void> {
  passUnchecked(file);
  const ledger = open();
  try {
    await ledger.view(messages);
    await Array.fromAsync(ledger.messages());
  } finally {
    await ledger.close();
  }
}

/** Starts another process, which locks the ledger until it ends. */
async function otherRun(): Promise<RunningScript> {
  const running = runScript(HOLD_AND_HANG, [files.file]);
  script = running;
  expect(await running.nextLine()).toBe('held');
  return running;
}

describe('a ledger that is locked by a run', () => {
  it('is refused to another process, with the holder and the time', async () => {
    await otherRun();
    expect(await problemOf(files.open().hold('Sam Patel', new Date()))).toEqual({
      code: 'ledger_in_use',
      file: files.file,
      holder: {
        operator: 'Robin Green',
        // A year ago: a lock does not expire.
        since: new Date('2025-07-15T18:42:00Z'),
        pid: expect.any(Number),
      },
    });
  });

  it('is free when that process is killed', async () => {
    await (await otherRun()).kill('SIGKILL');
    await files.open().hold('Sam Patel', NOW);
  });

  it('is free when it is closed, and the next holder is reported', async () => {
    const first = files.open();
    await first.hold('Robin Green', NOW);
    await first.close();
    const second = files.open();
    await second.hold('Sam Patel', NOW);
    expect(await problemOf(files.open().hold('Alex Johnson', NOW))).toMatchObject({
      holder: { operator: 'Sam Patel', since: NOW, pid: process.pid },
    });
  });

  it('is locked for all modes, which are in one file', async () => {
    await files.open('stand_in').hold('Robin Green', NOW);
    expect(await problemOf(files.open('live').hold('Sam Patel', NOW))).toMatchObject({
      code: 'ledger_in_use',
    });
  });

  it('names no holder if the process in the row no longer exists', async () => {
    const holder = files.open();
    await holder.hold('Robin Green', NOW);
    const other = new DatabaseSync(files.file);
    other.exec('UPDATE holder SET pid = 999999999');
    other.close();
    expect(await problemOf(files.open().hold('Sam Patel', NOW))).toMatchObject({ holder: null });
  });

  it('can still be read', async () => {
    await otherRun();
    expect(await files.open().open()).toEqual([]);
  });

  it('has its lock in a file that only its owner can read', async () => {
    await files.open().hold('Robin Green', NOW);
    expect(statSync(`${files.file}.lock`).mode & 0o777).toBe(0o600);
  });
});

describe('before anything is sent', () => {
  it('damage anywhere in the file is found', async () => {
    const ledger = files.open();
    for (let row = 0; row < 300; row += 1) {
      // oxlint-disable-next-line no-await-in-loop -- enough for several pages
      await ledger.remember(String(row).repeat(20), 'y', 'Robin Green', NOW);
    }
    await ledger.close();
    const bytes = readFileSync(files.file);
    writeFileSync(files.file, bytes.fill(0xab, bytes.length - 4096));
    expect(await problemOf(files.open().hold('Robin Green', NOW))).toEqual({
      code: 'ledger_unavailable',
      file: files.file,
      reason: 'damaged',
    });
  });

  it('a large file is not checked, and damage is found when it is read', async () => {
    const ledger = files.open();
    const ids = Array.from({ length: 300 }, (_, row) => String(row).repeat(20));
    for (const id of ids) {
      // oxlint-disable-next-line no-await-in-loop -- enough for several pages
      await ledger.remember(id, 'y', 'Robin Green', NOW);
    }
    await ledger.close();
    const bytes = readFileSync(files.file);
    writeFileSync(files.file, bytes.fill(0xab, bytes.length - 4096));
    const database = new DatabaseSync(files.file);
    refuseDamaged(database, files.file, bytes.length - 1);
    expect(() => refuseDamaged(database, files.file, bytes.length)).toThrow(InviteError);
    database.close();
    expect(await problemOf(files.open().answers(ids))).toMatchObject({ reason: 'damaged' });
  });

  it('a damaged page of a large file is reported as damage when it is read, whichever it is', async () => {
    const ledger = files.open();
    const messages = familyMessages(40);
    for (const message of messages) {
      // oxlint-disable-next-line no-await-in-loop -- enough for several pages
      await ledger.claim(anApproved(message), { file: 'players.csv' }, NOW, null);
    }
    await ledger.close();
    const bytes = readFileSync(files.file);
    const results = new Map<string, number>();
    // Without the first page, it is not a database.
    for (let page = 4096; page < bytes.length; page += 4096) {
      writeFileSync(files.file, Buffer.from(bytes).fill(0xab, page, page + 4096));
      // oxlint-disable-next-line no-await-in-loop -- one damage after the other
      const what = JSON.stringify(await problemOf(readAll(files, messages)));
      results.set(what, (results.get(what) ?? 0) + 1);
    }
    const damaged = { code: 'ledger_unavailable', file: files.file, reason: 'damaged' };
    expect([...results.keys()].filter((what) => what !== 'null')).toEqual([
      JSON.stringify(damaged),
    ]);
    // All except the pages that these reads do not use, for example of other indexes.
    expect(results.get(JSON.stringify(damaged))).toBeGreaterThan(results.get('null') ?? 0);
  });

  it('an empty file is not taken for a new ledger', async () => {
    await files.open().close();
    truncateSync(files.file, 0);
    expect(await problemOf(Promise.resolve().then(() => files.open()))).toEqual({
      code: 'ledger_unavailable',
      file: files.file,
      reason: 'emptied',
    });
    expect(statSync(files.file).size).toBe(0);
  });

  it("another program's database is left as it is", async () => {
    await files.open().close();
    const other = new DatabaseSync(files.file);
    other.exec('DROP TABLE items; CREATE TABLE bookmarks (url TEXT)');
    other.exec('PRAGMA user_version = 0');
    other.close();
    expect(await problemOf(Promise.resolve().then(() => files.open()))).toMatchObject({
      reason: 'not_a_ledger',
    });
    expect(existsSync(`${files.file}.lock`)).toBe(false);
  });
});
