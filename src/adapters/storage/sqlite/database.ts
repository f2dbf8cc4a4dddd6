import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { InviteError } from '../../../domain/problem/problem.ts';
import { guarded, reasonOf } from './file-errors.ts';

/** The tables of one version of the tool. Both throw InviteError where a file is not for it. */
export type Layout = {
  /** Changes nothing: refuses what a newer version or another program has written. */
  readonly check: (database: DatabaseSync, file: string) => void;
  /** Makes the tables, or brings older ones to this version. */
  readonly prepare: (database: DatabaseSync, file: string) => void;
};

/** How long a call waits for another process that writes. */
const BUSY_TIMEOUT_MS = 5000;

/**
 * Together with WAL: a commit that returned survives a power cut. On macOS only `fullfsync` reaches
 * the disk itself; elsewhere SQLite ignores it. What is deleted is written over, so that nobody finds it
 * in the file later.
 */
const PRAGMAS = `
  PRAGMA synchronous = FULL;
  PRAGMA fullfsync = 1;
  PRAGMA secure_delete = ON;
`;

/**
 * Opens the ledger's file, making it and its folder where there is none, for its owner's eyes alone.
 *
 * @param busyMs how long a call waits for another process that writes; nothing else goes on meanwhile
 * @throws InviteError `ledger_unavailable`, `ledger_from_newer_version`
 */
export function openFile(file: string, layout: Layout, busyMs = BUSY_TIMEOUT_MS): DatabaseSync {
  return guarded(file, () => {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    createFile(file, layout);
    // The files SQLite makes beside it take their mode from this one.
    chmodSync(file, 0o600);
    const database = new DatabaseSync(file);
    try {
      database.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`);
      // Before WAL, which is written into the file.
      layout.check(database, file);
      switchToWal(database);
      database.exec(PRAGMAS);
      layout.prepare(database, file);
      database.exec(`PRAGMA busy_timeout = ${busyMs}`);
      return database;
    } catch (error) {
      database.close();
      throw error;
    }
  });
}

/**
 * Of two processes that switch a new file at once, SQLite turns one away on the spot, whatever its
 * busy timeout: each would wait for the other's lock (sqlite.org/c3ref/busy_handler.html). Asked
 * again, that one waits as it should.
 */
function switchToWal(database: DatabaseSync): void {
  const giveUpAt = performance.now() + BUSY_TIMEOUT_MS;
  for (;;) {
    try {
      database.exec('PRAGMA journal_mode = WAL');
      return;
    } catch (error) {
      if (reasonOf(error) !== 'busy' || performance.now() > giveUpAt) throw error;
      pause(10);
    }
  }
}

/** SQLite is synchronous here, and so is waiting for it. */
function pause(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

/**
 * Makes the ledger's file where there is none, whole: it has its tables before it has its name. So a
 * file without anything in it is a ledger that was lost, and is never taken for a new one.
 *
 * @throws InviteError `ledger_unavailable`
 */
function createFile(file: string, layout: Layout): void {
  // Not `existsSync`: a link that leads nowhere stands for a ledger that is elsewhere.
  if (lstatSync(file, { throwIfNoEntry: false }) !== undefined) {
    const stats = statSync(file);
    const reason = !stats.isFile() ? 'not_a_file' : stats.size === 0 ? 'emptied' : null;
    if (reason === null) return;
    throw new InviteError({ code: 'ledger_unavailable', file, reason });
  }
  const making = `${file}.new-${process.pid}`;
  try {
    closeSync(openSync(making, 'w', 0o600));
    const database = new DatabaseSync(making);
    try {
      layout.prepare(database, making);
    } finally {
      database.close();
    }
    giveName(making, file);
    syncFolder(dirname(file));
  } finally {
    // A rollback that the disk did not let through leaves the journal behind.
    for (const left of [making, `${making}-journal`]) rmSync(left, { force: true });
  }
}

/** Of several processes that make one at once, the first gives its own the name. */
function giveName(making: string, file: string): void {
  try {
    linkSync(making, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return;
    // Some file systems have no hard links.
    if (!existsSync(file)) renameSync(making, file);
  }
}

/** The name itself must survive a power cut. Windows has no such thing for folders. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const descriptor = openSync(folder, 'r');
  fsyncSync(descriptor);
  closeSync(descriptor);
}
