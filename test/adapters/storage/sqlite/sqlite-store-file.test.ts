import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openFile } from '../../../../src/adapters/storage/sqlite/database.ts';
import { LAYOUT } from '../../../../src/adapters/storage/sqlite/file-layout.ts';
import { openSqliteStore } from '../../../../src/adapters/storage/sqlite/sqlite-store.ts';
import { InviteError, type StopProblem } from '../../../../src/domain/problem/problem.ts';
import { modeOf, overwrite } from '../../../support/store/file-on-disk.ts';
import { aStoreFolder, type StoreFolder } from '../../../support/store/store-folder.ts';
import { all, anItem, docOf, itemsOf, keysOf, write } from '../../../support/store/store-items.ts';

let files: StoreFolder;
beforeEach(() => {
  files = aStoreFolder();
});
afterEach(async () => await files.remove());

async function stopOf(work: () => unknown): Promise<StopProblem> {
  const error: unknown = await Promise.resolve()
    .then(work)
    .then(
      () => new Error('It did not stop.'),
      (reason: unknown) => reason,
    );
  if (error instanceof InviteError) return error.problem;
  throw error;
}

const unavailable = (reason: string): object => ({
  code: 'ledger_unavailable',
  file: files.file,
  reason,
});

describe("the store's own connection", () => {
  it.each([
    ['journal_mode', 'wal', 'a reader and a writer do not stop each other'],
    ['synchronous', 2, 'FULL: a commit that returned survives a power cut'],
    ['fullfsync', 1, 'on macOS only this reaches the disk'],
    ['secure_delete', 1, 'what is deleted is written over'],
    ['temp_store', 0, 'nothing of the size of the file is held in memory'],
    ['user_version', 12, 'one table for all documents'],
  ])('has %s at %s: %s', (pragma, value, _why) => {
    const connection = openFile(files.file, LAYOUT);
    const row = connection.prepare(`PRAGMA ${pragma}`).get();
    connection.close();
    expect({ ...row }).toEqual({ [pragma]: value });
  });

  it.each([
    [undefined, 5000],
    [20, 20],
  ])('waits for the write lock, with %s, %i milliseconds', (busyMs, timeout) => {
    const connection = openFile(files.file, LAYOUT, busyMs);
    const row = connection.prepare('PRAGMA busy_timeout').get();
    connection.close();
    expect({ ...row }).toEqual({ timeout });
  });
});

describe("the store's file", () => {
  it.each([
    ['0022', 0o022, 'as most systems have it'],
    ['0000', 0o000, 'which would give everything to everybody'],
  ])('is readable by its owner only, with a umask of %s, %s', async (_name, umask, _why) => {
    const before = process.umask(umask);
    try {
      await files.open().commit([anItem('a')]);
      const modes = ['', '-wal', '-shm'].map((suffix) => modeOf(files.file + suffix));
      expect(modes).toEqual(['600', '600', '600']);
      expect(modeOf(dirname(files.file))).toBe('700');
    } finally {
      process.umask(before);
    }
  });

  it('is one file again when the store is closed', async () => {
    const store = files.open();
    await store.commit([anItem('a')]);
    expect(existsSync(`${files.file}-wal`)).toBe(true);
    await store.close();
    expect(readdirSync(dirname(files.file))).toEqual(['ledger.db']);
  });

  it('has a commit before the store is closed, as after a power cut', async () => {
    await files.open().commit([anItem('a')]);
    const copy = join(files.folder, 'copy.db');
    copyFileSync(files.file, copy);
    copyFileSync(`${files.file}-wal`, `${copy}-wal`);
    const after = openSqliteStore(copy);
    expect(await docOf(after, anItem('a'))).toEqual({ name: 'a' });
    await after.close();
  });

  it('is not created again when it is opened again', async () => {
    await files.open().close();
    const before = readFileSync(files.file);
    await files.open().close();
    expect(readFileSync(files.file)).toEqual(before);
  });
});

describe('a file of another version', () => {
  it.each([
    ['WAL', 13],
    ['DELETE', 13],
    ['WAL', 99],
  ])(
    'is refused as newer and stays as it is, in journal mode %s at version %i',
    async (mode, version) => {
      mkdirSync(dirname(files.file));
      const newer = files.connect();
      newer.exec(
        `PRAGMA journal_mode = ${mode}; CREATE TABLE other (a); PRAGMA user_version = ${version}`,
      );
      newer.close();
      const before = readFileSync(files.file);
      expect(await stopOf(() => files.open())).toEqual({
        code: 'ledger_from_newer_version',
        file: files.file,
      });
      expect(readFileSync(files.file)).toEqual(before);
      expect(existsSync(`${files.file}-shm`)).toBe(false);
    },
  );

  it.each([
    [0, 'CREATE TABLE bookmarks (url TEXT)'],
    [0, 'CREATE TABLE items (id INTEGER)'],
    [3, 'CREATE TABLE bookmarks (url TEXT)'],
    [10, 'CREATE TABLE items (id INTEGER)'],
    [11, 'CREATE TABLE attempts (id INTEGER)'],
    [11, ''],
  ])("is left as it is where it is another program's, of version %i: %s", async (version, sql) => {
    mkdirSync(dirname(files.file));
    const other = files.connect();
    other.exec(`PRAGMA user_version = ${version}; ${sql}`);
    other.close();
    const before = readFileSync(files.file);
    expect(await stopOf(() => files.open())).toEqual(unavailable('not_a_ledger'));
    expect(readFileSync(files.file)).toEqual(before);
  });
});

describe('a file that cannot be used', () => {
  it('is damaged if it is something else', async () => {
    mkdirSync(dirname(files.file));
    writeFileSync(files.file, 'player,parent\nJohn Smith,Jane Smith\n'.repeat(50));
    expect(await stopOf(() => files.open())).toEqual(unavailable('damaged'));
  });

  it('is damaged if the list of its tables is', async () => {
    await files.open().close();
    overwrite(files.file, 100, 3000);
    expect(await stopOf(() => files.open())).toEqual(unavailable('damaged'));
  });

  it('is damaged while it is open, and then nothing is read or written', async () => {
    const first = files.open();
    await write(first, itemsOf('p', 200));
    await first.close();
    const store = files.open();
    overwrite(files.file, 4096, statSync(files.file).size - 4096);
    expect(await stopOf(() => store.get(anItem('0000')))).toEqual(unavailable('damaged'));
    expect(await stopOf(() => store.commit([anItem('a')]))).toEqual(unavailable('damaged'));
    expect(await stopOf(() => all(store.query('main', 'p')))).toEqual(unavailable('damaged'));
    expect(await stopOf(() => all(store.scan()))).toEqual(unavailable('damaged'));
  });

  it('is damaged if a document is not JSON', async () => {
    const store = files.open();
    await store.commit([anItem('a')]);
    files.connect().exec("PRAGMA ignore_check_constraints = ON; UPDATE items SET doc = '{'");
    expect(await stopOf(() => store.get(anItem('a')))).toEqual(unavailable('damaged'));
    expect(await stopOf(() => all(store.scan()))).toEqual(unavailable('damaged'));
  });

  it('is empty, and not taken for a new one', async () => {
    await files.open().close();
    truncateSync(files.file, 0);
    expect(await stopOf(() => files.open())).toEqual(unavailable('emptied'));
    expect(statSync(files.file).size).toBe(0);
  });

  it('is a folder', async () => {
    mkdirSync(files.file, { recursive: true });
    expect(await stopOf(() => files.open())).toEqual(unavailable('not_a_file'));
  });

  it('is a broken link, for example to a disk that is not mounted', async () => {
    mkdirSync(dirname(files.file));
    symlinkSync(join(files.folder, 'gone', 'ledger.db'), files.file);
    expect(await stopOf(() => files.open())).toEqual(unavailable('broken_path'));
    expect(readdirSync(dirname(files.file))).toEqual(['ledger.db']);
  });
});

describe('a store whose file is busy', () => {
  it('fails with that reason, and writes nothing', async () => {
    const store = files.open({ busyMs: 0 });
    const other = files.connect();
    other.exec('BEGIN IMMEDIATE');
    expect(await stopOf(() => store.commit([anItem('a')]))).toEqual(unavailable('busy'));
    expect(await docOf(store, anItem('a'))).toBeUndefined();
    other.exec('ROLLBACK');
    expect(await store.commit([anItem('a')])).toBe(true);
  });

  it('tries again after each wait, if it is given one', async () => {
    const other = files.connect;
    let connection: ReturnType<typeof other> | null = null;
    const waits: number[] = [];
    const store = files.open({
      busyMs: 0,
      wait: async (milliseconds) => {
        waits.push(milliseconds);
        if (waits.length === 3) connection?.exec('ROLLBACK');
      },
    });
    connection = other();
    connection.exec('BEGIN IMMEDIATE');
    expect(await store.commit([{ ...anItem('a'), expected: null }])).toBe(true);
    expect(waits).toEqual([50, 50, 50]);
  });
});

describe('reading page by page', () => {
  it.each(['query', 'scan'] as const)(
    'has no open statement between two pages of a %s',
    async (how) => {
      const store = files.open();
      await write(store, itemsOf('p', 250));
      const other = files.connect();
      const pages = how === 'scan' ? store.scan() : store.query('main', 'p');
      const found: string[] = [];
      for await (const page of pages) {
        found.push(...page.map(({ sk }) => sk));
        await store.commit([{ pk: 'q', sk: 'a', doc: found.length }]);
        // Refused while a statement reads an older state of the log.
        expect(other.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get()).toMatchObject({ busy: 0 });
      }
      expect(found).toHaveLength(250);
    },
  );

  it('ends a scan although its reader writes as much as it reads', async () => {
    const store = files.open();
    await write(store, itemsOf('p', 250));
    let pages = 0;
    for await (const page of store.scan()) {
      pages += 1;
      await write(
        store,
        page.map(({ sk }) => ({ pk: `q-${pages}`, sk, doc: 1 })),
      );
    }
    expect(pages).toBe(3);
    expect(await keysOf(store.scan())).toHaveLength(500);
  });

  it('yields to the event loop between two pages', async () => {
    const store = files.open();
    await write(store, itemsOf('p', 250));
    for (const pages of [store.scan(), store.query('main', 'p')]) {
      const seen: string[] = [];
      setImmediate(() => seen.push('other'));
      for await (const _ of pages) seen.push('page');
      expect(seen).toEqual(['page', 'other', 'page', 'page']);
    }
  });
});

describe('a file that is locked by a run', () => {
  const NOW = new Date('2026-07-15T18:42:00Z');

  it('is refused to another, with the holder and the time', async () => {
    await files.open().hold('Robin Green', NOW);
    const other = files.open();
    expect(await stopOf(() => other.hold('Sam Patel', NOW))).toEqual({
      code: 'ledger_in_use',
      file: files.file,
      holder: { operator: 'Robin Green', since: NOW, pid: process.pid },
    });
    expect(await other.commit([anItem('a')])).toBe(true);
    expect(modeOf(`${files.file}.lock`)).toBe('600');
  });

  it('is free when it is closed', async () => {
    const first = files.open();
    await first.hold('Robin Green', NOW);
    await first.close();
    await files.open().hold('Sam Patel', NOW);
    expect(files.connect().prepare('SELECT operator FROM holder').all()).toEqual([
      { operator: 'Sam Patel' },
    ]);
  });

  it('is not locked if it is damaged anywhere', async () => {
    const first = files.open();
    await write(
      first,
      itemsOf('p', 300).map((item) => ({ ...item, doc: 'x'.repeat(200) })),
    );
    await first.close();
    const bytes = readFileSync(files.file);
    writeFileSync(files.file, bytes.fill(0xab, bytes.length - 4096));
    expect(await stopOf(() => files.open().hold('Robin Green', NOW))).toEqual(
      unavailable('damaged'),
    );
  });
});
