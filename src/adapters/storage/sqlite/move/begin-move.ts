import { closeSync, fsyncSync, openSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { InviteError } from '../../../../domain/problem/problem.ts';
import { deleteFile, renameFile } from '../../../files/whole-file.ts';
import { acquireRunLock, type RunLock } from '../run-lock.ts';
import { createSchema, LAYOUT_VERSION, versionOf } from '../schema.ts';
import { transaction } from '../transaction.ts';
import { renameTables } from './older-tables.ts';
import { OLDER_VERSIONS } from './older-versions.ts';

/** The last version with a table for each kind of item. */
const LAST_OLDER_VERSION = OLDER_VERSIONS.length;

/**
 * Begins the migration of an older file: makes a backup, renames the old tables and creates the new
 * ones. After that, older versions of the tool refuse the file.
 *
 * @throws InviteError `ledger_in_use` while a run of an older version has the lock
 */
export function beginMove(database: DatabaseSync, file: string, now: Date): void {
  const from = versionOf(database);
  backUp(database, file, () => versionOf(database));
  // Tables that others refer to are replaced (sqlite.org/lang_altertable.html, section 7).
  database.exec('PRAGMA foreign_keys = OFF');
  upgradeToLastOlder(database);
  const lock = lockFor(database, file, now);
  try {
    transaction(database, () => {
      if (versionOf(database) !== LAST_OLDER_VERSION) return;
      renameTables(database, now);
      createSchema(database, from);
    });
  } finally {
    lock?.release();
  }
}

function upgradeToLastOlder(database: DatabaseSync): void {
  if (versionOf(database) >= LAST_OLDER_VERSION) return;
  transaction(database, () => {
    // Another process may have done it before this one had the write lock.
    const version = versionOf(database);
    if (version >= LAST_OLDER_VERSION) return;
    for (const step of OLDER_VERSIONS.slice(version)) database.exec(step);
    database.exec(`PRAGMA user_version = ${LAST_OLDER_VERSION}`);
  });
}

/** How long a process waits for another one that begins the same migration. */
const LOCK_TIMEOUT_MS = 5000;

/** Locks the ledger. Null if another process has begun the migration meanwhile. */
export function lockFor(database: DatabaseSync, file: string, now: Date): RunLock | null {
  const giveUpAt = performance.now() + LOCK_TIMEOUT_MS;
  for (;;) {
    if (versionOf(database) === LAYOUT_VERSION) return null;
    try {
      return acquireRunLock(database, file, 'urmston-invite', now);
    } catch (error) {
      const isHeld = error instanceof InviteError && error.problem.code === 'ledger_in_use';
      if (!isHeld || performance.now() > giveUpAt) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
    }
  }
}

/**
 * Makes a backup of a ledger before its tables change, named for its version:
 * `ledger.db.backup-v1`.
 *
 * The backup is written under another name and renamed, so that it is never incomplete. The empty
 * file is created first to set its mode; VACUUM INTO accepts it.
 *
 * @returns the path of the backup
 */
export function backUp(database: DatabaseSync, file: string, versionNow: () => number): string {
  const version = versionNow();
  const backup = backupOf(file, version);
  const temporary = `${backup}.${process.pid}`;
  try {
    closeSync(openSync(temporary, 'w', 0o600));
    database.prepare('VACUUM INTO ?').run(temporary);
    const descriptor = openSync(temporary, 'r+');
    fsyncSync(descriptor);
    closeSync(descriptor);
    // If another process has changed the tables meanwhile, it has made the backup, and this one is
    // discarded.
    if (versionNow() === version) renameFile(temporary, backup);
    return backup;
  } finally {
    deleteFile(temporary);
  }
}

/** The path of the backup of an older version. */
export function backupOf(file: string, version: number): string {
  return `${file}.backup-v${version}`;
}
