import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, relative } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { keyFileOf } from '../../../../src/adapters/storage/ledger-key.ts';
import { OLDER_VERSIONS } from '../../../../src/adapters/storage/sqlite/move/older-versions.ts';
import { LAYOUT_VERSION } from '../../../../src/adapters/storage/sqlite/schema.ts';
import { builtInTemplate } from '../../../../src/domain/message/built-in-template.ts';
import { digestOf } from '../../../../src/domain/message/message.ts';
import { aMessage } from '../../../support/builders.ts';
import { aLedgerFolder, type LedgerFolder } from '../../../support/ledger/ledger-folder.ts';

const AT = '2026-07-15T18:42:00.000Z';

let files: LedgerFolder;
beforeEach(() => {
  files = aLedgerFolder();
});
afterEach(() => files.remove());

/** A ledger of some version: the example's message was sent, and another refused and claimed again. */
function aLedgerOf(version: number, more = 0): void {
  mkdirSync(dirname(files.file), { recursive: true });
  inFile(files.file, (database) => {
    database.exec('BEGIN');
    for (const step of OLDER_VERSIONS.slice(0, version)) database.exec(step);
    const ava = aMessage({ player_first_name: 'Ava' });
    insert(database, 'one', aMessage(), 'accepted');
    insert(database, 'two', ava, 'refused');
    insert(database, 'three', ava, 'unknown');
    for (let id = 0; id < more; id += 1) insert(database, String(id), ava, 'refused');
    database.exec(`PRAGMA user_version = ${version}; COMMIT`);
  });
}

/** Inserts an attempt with the columns of all versions. */
function insert(
  database: DatabaseSync,
  id: string,
  message: ReturnType<typeof aMessage>,
  state: string,
): void {
  database
    .prepare(
      `INSERT INTO attempts (id, mode, message_key, invitee_key, state, changed_at, digest, approved_by,
         approved_at, recipient, content_sid, content_variables, body, player, parent, team, season,
         source_file, source_row, message_sid)
       VALUES (?, 'live', ?, ?, ?, '${AT}', ?, 'Robin Green', '${AT}', ?, ?, ?, ?, 'John Smith',
         'Jane Smith', 'Panthers u11s', '2026-27', 'players.csv', 2, ?)`,
    )
    .run(
      id,
      message.key,
      message.inviteeKey,
      state,
      digestOf(message),
      message.to,
      builtInTemplate().sid,
      JSON.stringify(message.contentVariables),
      message.body,
      state === 'accepted' ? `MM${'a'.repeat(32)}` : null,
    );
  const event = database.prepare(
    `INSERT INTO events (attempt_id, at, state, operator) VALUES (?, '${AT}', ?, 'Robin Green')`,
  );
  event.run(id, 'sending');
  event.run(id, state);
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

const versionOf = (file: string): unknown =>
  inFile(file, (database) => database.prepare('PRAGMA user_version').get()?.['user_version']);

const EARLIER = OLDER_VERSIONS.map((_, index) => index + 1);

describe.each(EARLIER)('a ledger of version %i', (version) => {
  it('is migrated to the newest version, and keeps all data', async () => {
    aLedgerOf(version);
    const [jane, ava] = [aMessage(), aMessage({ player_first_name: 'Ava' })];
    const ledger = files.open();
    const { byKey } = await ledger.view([jane, ava]);
    expect(byKey.get(jane.key)).toMatchObject({
      id: 'one',
      state: 'accepted',
      digest: digestOf(jane),
      messageSid: `MM${'a'.repeat(32)}`,
    });
    expect(byKey.get(ava.key)).toMatchObject({ id: 'three', state: 'unknown' });
    const events = await Array.fromAsync(ledger.events());
    expect(events.map(({ attempt, state }) => [attempt, state])).toEqual([
      ['one', 'sending'],
      ['one', 'accepted'],
      ['two', 'sending'],
      ['two', 'refused'],
      ['three', 'sending'],
      ['three', 'unknown'],
    ]);
    await ledger.remember('a'.repeat(64), 'both', 'Robin Green', new Date(0));
    await ledger.close();
    expect(versionOf(files.file)).toBe(LAYOUT_VERSION);
  });

  it('is backed up once before, readable by its owner only', async () => {
    aLedgerOf(version);
    const before = rowsIn(files.file);
    await files.open().close();
    const backup = `${files.file}.backup-v${version}`;
    expect(versionOf(backup)).toBe(version);
    expect(rowsIn(backup)).toEqual(before);
    expect(statSync(backup).mode & 0o777).toBe(0o600);
    const beside = [files.file, backup, keyFileOf(files.file), `${files.file}.lock`];
    expect(readdirSync(dirname(files.file)).toSorted()).toEqual(
      beside.map((file) => basename(file)).toSorted(),
    );
    const copied = statSync(backup).mtimeMs;
    await files.open().close();
    expect(statSync(backup).mtimeMs).toBe(copied);
  });
});

describe('a ledger of version 1', () => {
  it('stays as it was if the backup does not fit on the disk, and no part of the backup stays', () => {
    aLedgerOf(1, 150);
    const before = rowsIn(files.file);
    // Files are limited to 40 KiB: SQLite's own files fit, and the backup does not.
    const limited = ['-c', 'ulimit -f 80 && exec "$0" "$@"', process.execPath];
    const script = fileURLToPath(
      import.meta.resolve('../../../support/ledger/ledger-open-new-files.ts'),
    );
    const name = relative(files.folder, files.file);
    const { stdout } = spawnSync('sh', [...limited, script, files.folder], { input: name });
    const [, output = ''] = stdout.toString().split('\n');
    expect(JSON.parse(output)).toEqual({
      code: 'ledger_unavailable',
      file: files.file,
      reason: 'disk_fault',
    });
    expect(versionOf(files.file)).toBe(1);
    expect(rowsIn(files.file)).toEqual(before);
    expect(readdirSync(dirname(files.file))).toEqual([basename(files.file)]);
  });
});

describe('a new ledger', () => {
  it('is not backed up', async () => {
    await files.open().close();
    expect(existsSync(`${files.file}.backup-v0`)).toBe(false);
    const beside = [files.file, keyFileOf(files.file)].map((file) => basename(file));
    expect(readdirSync(dirname(files.file)).toSorted()).toEqual(beside.toSorted());
  });
});
