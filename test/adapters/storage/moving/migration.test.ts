import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, relative } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { LEDGER_VERSION } from '../../../../src/adapters/ledger/schema.ts';
import { transaction } from '../../../../src/adapters/storage/sqlite/transaction.ts';
import { aMessage } from '../../../support/builders.ts';
import { aLedgerFolder, type LedgerFolder } from '../../../support/ledger-folder.ts';

const VERSION_1 = fileURLToPath(new URL('version-1.sql', import.meta.url));

let files: LedgerFolder;
beforeEach(() => {
  files = aLedgerFolder();
});
afterEach(() => files.remove());

/** A ledger as version 0.1.0 left it: the example's message sent, and one refused. */
function aVersion1Ledger(): void {
  mkdirSync(dirname(files.file), { recursive: true });
  inFile(files.file, (database) => {
    database.exec(readFileSync(VERSION_1, 'utf8'));
    insert(database, 'one', aMessage(), 'accepted');
    insert(database, 'two', aMessage({ player_first_name: 'Ava' }), 'refused');
  });
}

function insert(
  database: DatabaseSync,
  id: string,
  { key, inviteeKey, body }: ReturnType<typeof aMessage>,
  state: string,
): void {
  database
    .prepare(
      `INSERT INTO attempts VALUES (?, 'live', ?, ?, ?, '2026-07-15T18:42:00.000Z', 'digest', 'Robin Green',
         '2026-07-15T18:42:00.000Z', 'whatsapp:+447700900123', 'HX', '{}', ?, 'John Smith', 'Jane Smith',
         'Panthers u11s', '2026-27', 'players.csv', 2, NULL, NULL, NULL)`,
    )
    .run(id, key, inviteeKey, state, body);
  database
    .prepare(`INSERT INTO events (attempt_id, at, state, operator) VALUES (?, 'then', ?, 'Robin')`)
    .run(id, state);
}

function inFile<T>(file: string, work: (database: DatabaseSync) => T): T {
  const database = new DatabaseSync(file);
  try {
    return work(database);
  } finally {
    database.close();
  }
}

const rowsIn = (file: string): readonly object[] =>
  inFile(file, (database) => [
    ...database.prepare('SELECT * FROM attempts ORDER BY id').all(),
    ...database.prepare('SELECT * FROM events ORDER BY id').all(),
  ]);

/** What points at an attempt that is not there. */
const foreignKeysIn = (file: string): readonly object[] =>
  inFile(file, (database) => database.prepare('PRAGMA foreign_key_check').all());

const versionOf = (file: string): unknown =>
  inFile(file, (database) => database.prepare('PRAGMA user_version').get()?.['user_version']);

describe('a ledger of version 1', () => {
  it('is brought to the newest version, keeps all it had, and can remember lists', async () => {
    aVersion1Ledger();
    const before = rowsIn(files.file);
    const ledger = files.open();
    const { byKey } = await ledger.view([aMessage()]);
    expect([...byKey.values()].map(({ state }) => state)).toEqual(['accepted']);
    await ledger.remember('a'.repeat(64), 'both', 'Robin Green', new Date(0));
    expect(await ledger.knownPlayers()).toEqual([]);
    await ledger.close();
    expect(versionOf(files.file)).toBe(LEDGER_VERSION);
    expect(before).toHaveLength(4);
    const added = {
      sending_at: 'then',
      sought_at: null,
      delivery: null,
      delivery_code: null,
      delivery_at: null,
      purpose: 'invite',
      forgotten_at: null,
    };
    expect(rowsIn(files.file)).toEqual(
      before.map((row) => ('body' in row ? { ...row, ...added } : row)),
    );
    expect(foreignKeysIn(files.file)).toEqual([]);
  });

  it('is copied as it was before, for its owner alone', async () => {
    aVersion1Ledger();
    const before = rowsIn(files.file);
    await files.open().close();
    const backup = `${files.file}.backup-v1`;
    expect(versionOf(backup)).toBe(1);
    expect(rowsIn(backup)).toEqual(before);
    expect(statSync(backup).mode & 0o777).toBe(0o600);
    expect(readdirSync(dirname(files.file)).toSorted()).toEqual([
      basename(files.file),
      basename(backup),
    ]);
  });

  it('stays as it was where the disk takes no copy, and half a copy does not stay', () => {
    aVersion1Ledger();
    inFile(files.file, (database) => {
      const another = aMessage({ player_first_name: 'Ava' });
      transaction(database, () => {
        for (let id = 0; id < 150; id += 1) insert(database, String(id), another, 'refused');
      });
    });
    const before = rowsIn(files.file);
    // No file may grow beyond 40 KiB: what SQLite keeps beside the ledger fits, and the copy does not.
    const limited = ['-c', 'ulimit -f 80 && exec "$0" "$@"', process.execPath];
    const script = fileURLToPath(import.meta.resolve('../../../support/ledger-open-new-files.ts'));
    const name = relative(files.folder, files.file);
    const { stdout } = spawnSync('sh', [...limited, script, files.folder], { input: name });
    const [, told = ''] = stdout.toString().split('\n');
    expect(JSON.parse(told)).toEqual({
      code: 'ledger_unavailable',
      file: files.file,
      reason: 'disk_fault',
    });
    expect(versionOf(files.file)).toBe(1);
    expect(rowsIn(files.file)).toEqual(before);
    expect(readdirSync(dirname(files.file))).toEqual([basename(files.file)]);
  });

  it('is copied once', async () => {
    aVersion1Ledger();
    await files.open().close();
    const copied = statSync(`${files.file}.backup-v1`).mtimeMs;
    await files.open().close();
    expect(statSync(`${files.file}.backup-v1`).mtimeMs).toBe(copied);
  });
});

describe('a new ledger', () => {
  it('has nothing to be copied', async () => {
    await files.open().close();
    expect(existsSync(`${files.file}.backup-v0`)).toBe(false);
    expect(readdirSync(dirname(files.file))).toEqual([basename(files.file)]);
  });
});
