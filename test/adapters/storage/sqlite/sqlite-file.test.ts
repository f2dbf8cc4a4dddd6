import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openFile } from '../../../../src/adapters/storage/sqlite/database.ts';
import { guarded } from '../../../../src/adapters/storage/sqlite/file-errors.ts';
import { LAYOUT } from '../../../../src/adapters/storage/sqlite/file-layout.ts';
import {
  openLedgerFile,
  openLedgerFileIfThere,
} from '../../../../src/adapters/storage/sqlite/ledger-file.ts';
import { InviteError, type StopProblem } from '../../../../src/domain/problem/problem.ts';
import { aMessage, anApproved } from '../../../support/builders.ts';
import { familyMessages } from '../../../support/ledger/ledger-families.ts';
import { aLedgerFolder, type LedgerFolder } from '../../../support/ledger/ledger-folder.ts';
import { openSqliteLedger } from '../../../support/ledger/ledger-parts.ts';
import { modeOf, overwrite } from '../../../support/store/file-on-disk.ts';

const SOURCE = { file: 'players.csv' };
const AT = new Date('2026-07-15T18:42:00Z');

let files: LedgerFolder;
let connections: DatabaseSync[];
beforeEach(() => {
  files = aLedgerFolder();
  connections = [];
});
afterEach(async () => {
  for (const connection of connections) connection.close();
  await files.remove();
});

/** A connection with the settings of the ledger's own. */
function ownConnection(): DatabaseSync {
  const connection = openFile(files.file, LAYOUT);
  connections.push(connection);
  return connection;
}

/** A connection of another program. */
function foreignConnection(): DatabaseSync {
  mkdirSync(dirname(files.file), { recursive: true });
  const connection = new DatabaseSync(files.file);
  connections.push(connection);
  return connection;
}

function stopOf(work: () => unknown): StopProblem {
  try {
    work();
  } catch (error) {
    if (error instanceof InviteError) return error.problem;
    throw error;
  }
  throw new Error('It did not stop.');
}

async function stopOfPromise(work: () => Promise<unknown>): Promise<StopProblem> {
  const error: unknown = await work().then(
    () => new Error('It did not stop.'),
    (reason: unknown) => reason,
  );
  if (error instanceof InviteError) return error.problem;
  throw error;
}

const unavailable = (reason: string, file = files.file): object => ({
  code: 'ledger_unavailable',
  file,
  reason,
});

describe("the ledger's own connection", () => {
  it.each([
    ['journal_mode', 'wal', 'a reader and a writer do not stop each other'],
    ['synchronous', 2, 'FULL: a commit that returned survives a power cut'],
    ['fullfsync', 1, 'on macOS only this reaches the disk'],
    ['foreign_keys', 1, 'no event without its attempt'],
  ])('has %s at %s: %s', (pragma, value, _why) => {
    const row = ownConnection().prepare(`PRAGMA ${pragma}`).get();
    expect({ ...row }).toEqual({ [pragma]: value });
  });

  it('waits five seconds for the write lock', () => {
    const row = ownConnection().prepare('PRAGMA busy_timeout').get();
    expect({ ...row }).toEqual({ timeout: 5000 });
  });
});

describe("the ledger's file", () => {
  it.each([
    ['0022', 0o022, 'as most systems have it'],
    ['0000', 0o000, 'which would give everything to everybody'],
  ])('is readable by its owner only, with a umask of %s, %s', async (_name, umask, _why) => {
    const before = process.umask(umask);
    try {
      const ledger = files.open();
      await ledger.claim(anApproved(), SOURCE, AT, null);
      const modes = ['', '-wal', '-shm'].map((suffix) => modeOf(files.file + suffix));
      expect(modes).toEqual(['600', '600', '600']);
      expect(modeOf(dirname(files.file))).toBe('700');
    } finally {
      process.umask(before);
    }
  });

  it('is one file again when the ledger is closed', async () => {
    const ledger = files.open();
    await ledger.claim(anApproved(), SOURCE, AT, null);
    expect(existsSync(`${files.file}-wal`)).toBe(true);
    await ledger.close();
    expect(['', '-wal', '-shm'].map((suffix) => existsSync(files.file + suffix))).toEqual([
      true,
      false,
      false,
    ]);
  });

  it('has a claim before the ledger is closed, as after a power cut', async () => {
    await files.open().claim(anApproved(), SOURCE, AT, null);
    const copy = join(files.folder, 'copy.db');
    copyFileSync(files.file, copy);
    copyFileSync(`${files.file}-wal`, `${copy}-wal`);
    copyFileSync(`${files.file}.key`, `${copy}.key`);
    const after = openSqliteLedger(copy, 'live');
    const { byKey } = await after.view([aMessage()]);
    await after.close();
    expect([...byKey.values()].map(({ state }) => state)).toEqual(['approved']);
  });

  it('is not created again when it is opened again', async () => {
    await files.open().close();
    const before = readFileSync(files.file);
    await files.open().close();
    expect(readFileSync(files.file)).toEqual(before);
  });
});

describe('a ledger of a newer version', () => {
  it.each([
    ['WAL', 'as this version keeps it'],
    ['DELETE', 'as a newer one might'],
  ])('is refused and stays as it is, in journal mode %s, %s', (journalMode, _why) => {
    const newer = foreignConnection();
    newer.exec(
      `PRAGMA journal_mode = ${journalMode}; CREATE TABLE other (a); PRAGMA user_version = 99`,
    );
    connections.pop()?.close();
    const before = readFileSync(files.file);
    expect(stopOf(() => files.open())).toEqual({
      code: 'ledger_from_newer_version',
      file: files.file,
    });
    expect(readFileSync(files.file)).toEqual(before);
  });
});

describe('a ledger that cannot be used', () => {
  it('is damaged if the file is something else', () => {
    mkdirSync(dirname(files.file));
    writeFileSync(files.file, 'player,parent\nJohn Smith,Jane Smith\n'.repeat(50));
    const before = readFileSync(files.file);
    expect(stopOf(() => files.open())).toEqual(unavailable('damaged'));
    expect(readFileSync(files.file)).toEqual(before);
  });

  it('is damaged if the list of its tables is', async () => {
    await files.open().close();
    overwrite(files.file, 100, 3000);
    expect(stopOf(() => files.open())).toEqual(unavailable('damaged'));
  });

  it('is damaged if all its tables are', async () => {
    await files.open().close();
    overwrite(files.file, 4096, statSync(files.file).size - 4096);
    expect(stopOf(() => files.open())).toEqual(unavailable('damaged'));
  });

  it('is damaged while it is open, and then nothing can be claimed', async () => {
    const before = files.open();
    for (const message of familyMessages(40)) {
      // oxlint-disable-next-line no-await-in-loop -- more than one page of the file
      await before.claim(anApproved(message), SOURCE, AT, null);
    }
    await before.close();
    const ledger = files.open();
    overwrite(files.file, 4096, statSync(files.file).size - 4096);
    expect(await stopOfPromise(() => ledger.view(familyMessages(40)))).toEqual(
      unavailable('damaged'),
    );
    expect(await stopOfPromise(() => ledger.claim(anApproved(), SOURCE, AT, null))).toEqual(
      unavailable('damaged'),
    );
  });

  it('is a folder', () => {
    mkdirSync(files.file, { recursive: true });
    expect(stopOf(() => files.open())).toEqual(unavailable('not_a_file'));
  });

  it.each([
    ['the folder itself', 'plain/ledger.db'],
    ['a folder further up', 'plain/home/ledger.db'],
  ])('cannot be created because a file is in place of %s', (_which, path) => {
    writeFileSync(join(files.folder, 'plain'), '');
    const file = join(files.folder, path);
    expect(stopOf(() => openSqliteLedger(file, 'live'))).toEqual(unavailable('not_a_folder', file));
  });

  it('is a broken link, for example to a disk that is not mounted', () => {
    mkdirSync(dirname(files.file));
    symlinkSync(join(files.folder, 'gone', 'ledger.db'), files.file);
    expect(stopOf(() => files.open())).toEqual(unavailable('broken_path'));
    expect(readdirSync(dirname(files.file))).toEqual(['ledger.db']);
  });

  it('is busy if another process has the lock for longer than it waits', () => {
    const own = ownConnection();
    // The default wait of five seconds would show nothing more.
    own.exec('PRAGMA busy_timeout = 0');
    foreignConnection().exec('BEGIN EXCLUSIVE');
    expect(stopOf(() => guarded(files.file, () => own.exec('BEGIN IMMEDIATE')))).toEqual(
      unavailable('busy'),
    );
  });

  it('is full if no page can be added', () => {
    const own = ownConnection();
    own.exec('PRAGMA max_page_count = 1');
    expect(stopOf(() => guarded(files.file, () => fill(own)))).toEqual(unavailable('disk_full'));
  });

  it('is read-only if it cannot be written', () => {
    const own = ownConnection();
    own.exec('PRAGMA query_only = 1');
    expect(stopOf(() => guarded(files.file, () => fill(own)))).toEqual(unavailable('read_only'));
  });

  // Permissions do not apply to root, as which the tests may run.
  it.each([
    ['EACCES', 'not_permitted'],
    ['EPERM', 'not_permitted'],
    ['EROFS', 'read_only'],
    ['ENOSPC', 'disk_full'],
    ['EDQUOT', 'disk_full'],
    ['EIO', 'disk_fault'],
    ['EBUSY', 'busy'],
    ['EMFILE', 'too_many_open_files'],
    ['ENFILE', 'too_many_open_files'],
    ['ELOOP', 'broken_path'],
    ['ENAMETOOLONG', 'broken_path'],
    ['held', 'busy'],
    ['EINVAL', 'unfit_name'],
    ['UNKNOWN', 'not_on_disk'],
  ])('converts the system error %s to %s', (code, reason) => {
    const error = Object.assign(new Error('The system said no.'), { code });
    expect(stopOf(() => guarded(files.file, () => raise(error)))).toEqual(unavailable(reason));
  });

  it.each([
    [3, 'SQLITE_PERM', 'not_permitted'],
    [6, 'SQLITE_LOCKED', 'busy'],
    [13, 'SQLITE_FULL', 'disk_full'],
    [14, 'SQLITE_CANTOPEN', 'not_permitted'],
    [15, 'SQLITE_PROTOCOL', 'busy'],
    [261, 'SQLITE_BUSY_RECOVERY', 'busy'],
    [266, 'SQLITE_IOERR_READ', 'disk_fault'],
    [778, 'SQLITE_IOERR_WRITE', 'disk_fault'],
    [4874, 'SQLITE_IOERR_SHMSIZE', 'disk_full'],
    [779, 'SQLITE_CORRUPT_INDEX', 'damaged'],
    [1032, 'SQLITE_READONLY_DBMOVED', 'read_only'],
  ])('converts the result code %i, %s, to %s', (errcode, _name, reason) => {
    const error = Object.assign(new Error('SQLite said no.'), {
      code: 'ERR_SQLITE_ERROR',
      errcode,
    });
    expect(stopOf(() => guarded(files.file, () => raise(error)))).toEqual(unavailable(reason));
  });

  it.each([
    ['a fault in the SQL', Object.assign(new Error('no such table'), { errcode: 1 })],
    ['a broken rule of the tables', Object.assign(new Error('UNIQUE'), { errcode: 2067 })],
    ['a system error it does not know', Object.assign(new Error('What?'), { code: 'EBADF' })],
    ['a plain error', new TypeError('undefined is not a function')],
    ['a reason to stop that was found already', new InviteError({ code: 'twilio_unreachable' })],
    ['something that is no error', 'text'],
  ])('does not convert %s', (_what, error) => {
    let caught: unknown = null;
    try {
      guarded(files.file, () => raise(error));
    } catch (thrown) {
      caught = thrown;
    }
    expect(caught).toBe(error);
  });

  it('is left by its connection', () => {
    foreignConnection().exec('PRAGMA journal_mode = WAL; PRAGMA user_version = 99');
    connections.pop()?.close();
    stopOf(() => files.open());
    // SQLite removes it with the last connection.
    expect(existsSync(`${files.file}-shm`)).toBe(false);
  });
});

function raise(error: unknown): never {
  throw error;
}

function fill(database: DatabaseSync): void {
  database.exec(`CREATE TABLE filler (text TEXT); INSERT INTO filler VALUES (zeroblob(100000))`);
}

async function loseLedger(): Promise<void> {
  await openLedgerFile(files.file, 'live').close();
  for (const end of ['', '-wal', '-shm']) rmSync(`${files.file}${end}`, { force: true });
}

describe('a key without a ledger', () => {
  it.each(['live', 'stand_in'] as const)('stops a run that is %s', async (mode) => {
    await loseLedger();
    const lost = { code: 'ledger_unavailable', file: files.file, reason: 'key_alone' };
    expect(stopOf(() => openLedgerFile(files.file, mode))).toEqual(lost);
    expect(stopOf(() => openLedgerFileIfThere(files.file, mode))).toEqual(lost);
    expect(existsSync(files.file)).toBe(false);
  });

  it('does not stop a rehearsal, whose ledger may be deleted', async () => {
    await loseLedger();
    await openLedgerFile(files.file, 'rehearsal').close();
    expect(existsSync(files.file)).toBe(true);
  });
});
