import { closeSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { InviteError } from '../../../../domain/problem/problem.ts';
import { acquireRunLock, type RunLock } from '../run-lock.ts';
import { createSchema, LAYOUT_VERSION, versionOf } from '../schema.ts';
import { transaction } from '../transaction.ts';
import { renameTables } from './older-tables.ts';
import { OLDER_VERSIONS } from './older-versions.ts';

/** The last version with a table for each kind of thing. */
const LAST = OLDER_VERSIONS.length;

/**
 * Begins the move of an older file, after a copy of it was made. From here on no older tool opens it.
 *
 * @throws InviteError `ledger_in_use` while a run of the version before goes on
 */
export function beginMove(database: DatabaseSync, file: string, now: Date): void {
  const from = versionOf(database);
  backUp(database, file, () => versionOf(database));
  // A table that others point at can be made anew only while nobody looks where they point.
  database.exec('PRAGMA foreign_keys = OFF');
  bringToLast(database);
  const hold = heldFor(database, file, now);
  try {
    transaction(database, () => {
      if (versionOf(database) !== LAST) return;
      renameTables(database, now);
      createSchema(database, from);
    });
  } finally {
    hold?.release();
  }
}

function bringToLast(database: DatabaseSync): void {
  if (versionOf(database) >= LAST) return;
  transaction(database, () => {
    // Another process may have been faster.
    const version = versionOf(database);
    if (version >= LAST) return;
    for (const step of OLDER_VERSIONS.slice(version)) database.exec(step);
    database.exec(`PRAGMA user_version = ${LAST}`);
  });
}

/** How long a process waits for another one that begins the same move. */
const MOST_MS = 5000;

/** Null where another process has begun the move meanwhile. */
function heldFor(database: DatabaseSync, file: string, now: Date): RunLock | null {
  const giveUpAt = performance.now() + MOST_MS;
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
 * Keeps a copy of a ledger as it is before a newer tool changes its tables: `ledger.db.backup-v1`.
 *
 * Written beside its place and moved there whole, so that of two processes that start at once
 * neither leaves half a copy. SQLite takes an empty file in place of none, which has its mode then.
 */
function backUp(database: DatabaseSync, file: string, versionNow: () => number): void {
  const version = versionNow();
  const backup = backupOf(file, version);
  const making = `${backup}.${process.pid}`;
  try {
    closeSync(openSync(making, 'w', 0o600));
    database.prepare('VACUUM INTO ?').run(making);
    const descriptor = openSync(making, 'r+');
    fsyncSync(descriptor);
    closeSync(descriptor);
    // Another process has changed the tables meanwhile: it has copied them before, and this is no copy.
    if (versionNow() === version) renameSync(making, backup);
  } finally {
    rmSync(making, { force: true });
  }
}

/** Where the copy of a ledger of an older version is. */
export function backupOf(file: string, version: number): string {
  return `${file}.backup-v${version}`;
}
