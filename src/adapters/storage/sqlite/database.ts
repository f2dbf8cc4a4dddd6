import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  lstatSync,
  openSync,
  statSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { InviteError } from '../../../domain/problem/problem.ts';
import { makeFolder } from '../../files/make-folder.ts';
import { deleteFile, renameFile } from '../../files/whole-file.ts';
import { guarded, reasonOf } from './file-errors.ts';

/**
 * The tables of one version of the tool. Both functions throw InviteError if this version cannot
 * use the file.
 */
export type Layout = {
  /** Refuses a file of a newer version or of another program. Changes nothing. */
  readonly check: (database: DatabaseSync, file: string) => void;
  /** Creates the tables, or migrates older ones. */
  readonly prepare: (database: DatabaseSync, file: string) => void;
};

/** How long a call waits for the write lock of another process. */
const BUSY_TIMEOUT_MS = 5000;

/**
 * With WAL and `synchronous = FULL`, a commit that has returned survives a power cut. On macOS,
 * only `fullfsync` flushes the drive's own cache; elsewhere SQLite ignores it. `secure_delete`
 * overwrites deleted content.
 */
const PRAGMAS = `
  PRAGMA synchronous = FULL;
  PRAGMA fullfsync = 1;
  PRAGMA secure_delete = ON;
`;

/**
 * Opens the ledger's file. Creates it with mode 0600, and its folder, if it does not exist.
 *
 * @param busyMs how long a call waits for the write lock of another process, blocking this one
 * @throws InviteError `ledger_unavailable`, `ledger_from_newer_version`
 */
export function openFile(file: string, layout: Layout, busyMs = BUSY_TIMEOUT_MS): DatabaseSync {
  return guarded(file, () => {
    makeFolder(dirname(file));
    createFile(file, layout);
    // SQLite gives its `-wal` and `-shm` files the mode of this file.
    chmodSync(file, 0o600);
    const database = new DatabaseSync(file);
    try {
      database.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`);
      // Before the switch to WAL, which changes the file.
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
 * If two processes switch a new file at the same time, SQLite returns SQLITE_BUSY to one of them
 * without waiting, to avoid a deadlock (sqlite.org/c3ref/busy_handler.html). That one tries again.
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

/** Blocks, as the calls of SQLite do. */
function pause(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

/**
 * Creates the ledger's file if it does not exist. The tables are created under another name first,
 * so an empty file is a ledger that was lost, and never a new one.
 *
 * @throws InviteError `ledger_unavailable`
 */
function createFile(file: string, layout: Layout): void {
  // Not `existsSync`: a broken link means that the ledger is on a disk that is not mounted.
  if (lstatSync(file, { throwIfNoEntry: false }) !== undefined) {
    const stats = statSync(file);
    const reason = !stats.isFile() ? 'not_a_file' : stats.size === 0 ? 'emptied' : null;
    if (reason === null) return;
    throw new InviteError({ code: 'ledger_unavailable', file, reason });
  }
  const temporary = `${file}.new-${process.pid}`;
  try {
    closeSync(openSync(temporary, 'w', 0o600));
    const database = new DatabaseSync(temporary);
    try {
      layout.prepare(database, temporary);
    } finally {
      database.close();
    }
    giveName(temporary, file);
    syncFolder(dirname(file));
  } finally {
    // After a failed rollback, the journal stays behind.
    for (const left of [temporary, `${temporary}-journal`]) deleteFile(left);
  }
}

/** Gives the new file its name, unless another process was first. */
function giveName(temporary: string, file: string): void {
  try {
    linkSync(temporary, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return;
    // Some file systems have no hard links.
    if (!existsSync(file)) renameFile(temporary, file);
  }
}

/** Makes the file's name survive a power cut. Windows cannot sync folders. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const descriptor = openSync(folder, 'r');
  fsyncSync(descriptor);
  closeSync(descriptor);
}
