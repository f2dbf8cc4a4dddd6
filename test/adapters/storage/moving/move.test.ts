import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { keyCheck, keyFileOf, readKeyFile } from '../../../../src/adapters/storage/ledger-key.ts';
import { guarded } from '../../../../src/adapters/storage/sqlite/file-errors.ts';
import { openLedgerFile } from '../../../../src/adapters/storage/sqlite/ledger-file.ts';
import { moveOlder } from '../../../../src/adapters/storage/sqlite/move/move-older.ts';
import { acquireRunLock } from '../../../../src/adapters/storage/sqlite/run-lock.ts';
import { LAYOUT_VERSION } from '../../../../src/adapters/storage/sqlite/schema.ts';
import { phoneHashOf } from '../../../../src/domain/contact/recipient.ts';
import { keyedHashWith } from '../../../../src/domain/delivery/keyed-hash.ts';
import { InviteError } from '../../../../src/domain/problem/problem.ts';
import { asPhone } from '../../../../src/domain/record/phone/phone.ts';
import { withoutIds } from '../../../support/normalised-text.ts';
import {
  hashesIn,
  olderLedgers,
  withPlainHashes,
  writeOlderFile,
  type OlderLedger,
} from '../../../support/store/older-ledger.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { runScript } from '../../../support/terminal/run-script.ts';

const DELETED = 'what a version before has deleted';

const MOVE_AND_DIE = import.meta.resolve('../../../support/ledger/ledger-move-and-die.ts');

const OLDER = someLedger();

/** The number and user ids of a person in the ledger. */
const PHONE_HASHES = OLDER.ports.asked.people.flatMap((one) => {
  const phone = asPhone(one);
  return phone === null ? [] : [phoneHashOf(phone)];
});

let folder: string;
let file: string;
beforeEach(() => {
  folder = temporaryFolder('urmston-moving-');
  file = join(folder, 'home', 'ledger.db');
});
afterEach(() => rmSync(folder, { recursive: true }));

/** One with items of every kind. */
function someLedger(): OlderLedger {
  const found = olderLedgers().find(({ rows }) => (rows['candidates'] ?? []).length > 0);
  if (found === undefined) throw new Error('There are no older ledgers.');
  return found;
}

function inFile<T>(at: string, work: (database: DatabaseSync) => T): T {
  const database = new DatabaseSync(at);
  try {
    return work(database);
  } finally {
    database.close();
  }
}

async function move(at: string): Promise<void> {
  await openLedgerFile(at, 'live').close();
}

/** Made once, since a migration waits for the disk. */
const WHOLE = wholeMove();
afterAll(() => rmSync(dirname(WHOLE), { recursive: true }));

function wholeMove(): string {
  const at = join(temporaryFolder('urmston-moved-'), 'ledger.db');
  writeOlderFile(at, OLDER.rows);
  inFile(at, (database) => {
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF');
    moveOlder(database, at);
  });
  return at;
}

/** All items with plain hashes, without random parts. */
function itemsIn(at: string): readonly string[] {
  const asBefore = withPlainHashes(at, [...hashesIn(OLDER), ...PHONE_HASHES]);
  const rows = inFile(at, (database) =>
    database
      .prepare(
        `SELECT pk, sk, doc, expires_at, list_pk, list_sk, person_pk, person_sk, due_pk, due_sk
         FROM items WHERE pk <> 'ledger'`,
      )
      .all(),
  );
  return rows.map((row) => asBefore(JSON.stringify(row))).toSorted();
}

function tablesIn(at: string): readonly string[] {
  const tables = inFile(at, (database) =>
    database
      .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
      .all(),
  );
  return tables.map(({ name }) => String(name)).toSorted();
}

describe('a ledger of version 10', () => {
  it('has no older table after the migration, and has a check of its key', async () => {
    writeOlderFile(file, OLDER.rows);
    await move(file);
    expect(tablesIn(file)).toEqual(['holder', 'items', 'moving']);
    const key = readKeyFile(keyFileOf(file));
    if (key === null) throw new Error('There is no key.');
    const meta = inFile(file, (database) =>
      database.prepare("SELECT doc FROM items WHERE pk = 'ledger' AND sk = 'meta'").get(),
    );
    expect(JSON.parse(String(meta?.['doc']))).toEqual({
      layout: 1,
      check: keyCheck(keyedHashWith(key)),
    });
    expect(statSync(keyFileOf(file)).mode & 0o777).toBe(0o600);
  });

  it('is backed up before, readable by its owner only', async () => {
    writeOlderFile(file, OLDER.rows);
    await move(file);
    const copy = `${file}.backup-v10`;
    expect(statSync(copy).mode & 0o777).toBe(0o600);
    const attempts = inFile(copy, (database) => database.prepare('SELECT id FROM attempts').all());
    expect(attempts).toHaveLength(OLDER.rows['attempts']?.length ?? 0);
    expect(readdirSync(dirname(file)).toSorted()).toEqual(
      [file, copy, keyFileOf(file), `${file}.lock`].map((one) => basename(one)).toSorted(),
    );
  });

  it('has nothing in its bytes that identifies a number', async () => {
    writeOlderFile(file, OLDER.rows);
    // An older version deleted rows and left them in free pages.
    inFile(file, (database) => {
      database.exec('BEGIN; CREATE TABLE gone (hash TEXT) STRICT');
      const insert = database.prepare('INSERT INTO gone VALUES (?)');
      for (let count = 0; count < 500; count += 1) insert.run(`${DELETED} ${count}`);
      database.exec('COMMIT; DROP TABLE gone');
    });
    expect(bytesOf(file)).toContain(DELETED);
    const ledger = openLedgerFile(file, 'live');
    try {
      const bytes = bytesOf(file);
      const remembered = new Set(OLDER.rows['answers']?.map(({ id }) => id));
      const kept = hashesIn(OLDER).filter((hash) => bytes.includes(hash) && !remembered.has(hash));
      expect(kept).toEqual([]);
      expect(withoutIds(bytes)).not.toContain(DELETED);
    } finally {
      await ledger.close();
    }
  });

  it("keeps the messages of the rehearsal's simulator in the same file", async () => {
    writeOlderFile(file, OLDER.rows);
    inFile(file, (database) =>
      database.exec(`CREATE TABLE simulated_messages (ordinal INTEGER PRIMARY KEY, message TEXT);
        INSERT INTO simulated_messages VALUES (1, '{}'), (5, '{"to":"x"}')`),
    );
    const before = inFile(file, simulatedIn);
    await move(file);
    expect(inFile(file, simulatedIn)).toEqual(before);
  });

  it('is not migrated while a run of the older version has the lock, and is after that', async () => {
    writeOlderFile(file, OLDER.rows);
    const database = new DatabaseSync(file);
    try {
      const hold = acquireRunLock(database, file, 'Sam Field', new Date('2026-07-15T18:42:00Z'));
      expect(() => openLedgerFile(file, 'live')).toThrow(
        expect.objectContaining({
          problem: expect.objectContaining({ code: 'ledger_in_use' }) as unknown,
        }),
      );
      expect(versionOf(file)).toBe(10);
      hold.release();
    } finally {
      database.close();
    }
    await move(file);
    expect(itemsIn(file)).toEqual(itemsIn(WHOLE));
  });

  it('refuses writes by a process of the older version that has it open', async () => {
    writeOlderFile(file, OLDER.rows);
    const database = new DatabaseSync(file);
    try {
      const update = database.prepare("UPDATE attempts SET state = 'lapsed'");
      await move(file);
      expect(() => update.run()).toThrow('no such table: attempts');
    } finally {
      database.close();
    }
  });
});

describe('a migration that is cut off', () => {
  it('continues where it was, with the same result', async () => {
    writeOlderFile(file, OLDER.rows);
    let pages = 0;
    for (let isMoved = false; !isMoved; pages += 1) {
      // Each process migrates one page and ends.
      const { signal } = spawnSync(process.execPath, [fileURLToPath(MOVE_AND_DIE), file, '0']);
      isMoved = signal === null;
      expect(versionOf(file)).toBe(LAYOUT_VERSION);
    }
    expect(pages).toBeGreaterThan(5);
    expect(tablesIn(file)).toEqual(['holder', 'items', 'moving']);
    expect(itemsIn(file)).toEqual(itemsIn(WHOLE));
  });

  it('is finished by the next call that opens the ledger', async () => {
    writeOlderFile(file, OLDER.rows);
    spawnSync(process.execPath, [fileURLToPath(MOVE_AND_DIE), file, '3']);
    expect(tablesIn(file)).toContain('move_progress');
    await move(file);
    expect(itemsIn(file)).toEqual(itemsIn(WHOLE));
  });

  it.each([
    ['without the key it had begun with', 'ledger_key_missing', null],
    ['with the key of another ledger', 'ledger_key_wrong', `${'0'.repeat(64)}\n`],
  ])('does not continue %s', async (_what, code, key) => {
    writeOlderFile(file, OLDER.rows);
    spawnSync(process.execPath, [fileURLToPath(MOVE_AND_DIE), file, '3']);
    const before = itemsIn(file);
    const kept = readFileSync(keyFileOf(file), 'utf8');
    rmSync(keyFileOf(file));
    if (key !== null) writeFileSync(keyFileOf(file), key);
    expect(problemOf(() => openLedgerFile(file, 'live'))).toMatchObject({ code });
    writeFileSync(keyFileOf(file), kept);
    expect(itemsIn(file)).toEqual(before);
    await move(file);
    expect(itemsIn(file)).toEqual(itemsIn(WHOLE));
  });

  it('by a full disk fails with that reason, and continues once there is room', async () => {
    writeOlderFile(file, OLDER.rows);
    let reason: unknown = null;
    for (let room = 0; ; room += 8) {
      const problem = problemOf(() =>
        inFile(file, (database) => {
          database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF');
          const pages = Number(database.prepare('PRAGMA page_count').get()?.['page_count']);
          database.exec(`PRAGMA max_page_count = ${pages + room}`);
          guarded(file, () => moveOlder(database, file, { pageRows: 10 }));
        }),
      );
      if (problem === null) break;
      reason = problem;
      expect(problem).toMatchObject({ code: 'ledger_unavailable', reason: 'disk_full' });
    }
    expect(reason).not.toBeNull();
    expect(itemsIn(file)).toEqual(itemsIn(WHOLE));
  });
});

describe('several processes that open an older ledger at once', () => {
  it('migrate it together, with the same result', async () => {
    writeOlderFile(file, OLDER.rows);
    const movers = Array.from({ length: 4 }, () => runScript(MOVE_AND_DIE, [file, '1000']));
    for (const mover of movers) {
      // oxlint-disable-next-line no-await-in-loop -- all of them are at work meanwhile
      expect([await mover.nextLine(), await mover.nextLine()]).toEqual(['ready', 'moved']);
    }
    expect(itemsIn(file)).toEqual(itemsIn(WHOLE));
    expect(existsSync(`${file}.backup-v10`)).toBe(true);
    expect(versionOf(`${file}.backup-v10`)).toBe(10);
  });
});

function simulatedIn(database: DatabaseSync): readonly object[] {
  return database.prepare('SELECT * FROM simulated_messages').all();
}

function bytesOf(at: string): string {
  return [at, `${at}-wal`]
    .filter((one) => existsSync(one))
    .map((one) => readFileSync(one, 'latin1'))
    .join('');
}

function versionOf(at: string): number {
  return inFile(at, (database) =>
    Number(database.prepare('PRAGMA user_version').get()?.['user_version']),
  );
}

function problemOf(work: () => unknown): unknown {
  try {
    work();
    return null;
  } catch (error) {
    if (error instanceof InviteError) return error.problem;
    throw error;
  }
}
