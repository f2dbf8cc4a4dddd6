import { closeSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';

/**
 * Keeps a copy of a ledger as it is before a newer tool changes its tables: `ledger.db.backup-v1`.
 *
 * Written beside its place and moved there whole, so that of two processes that start at once
 * neither leaves half a copy. SQLite takes an empty file in place of none, which has its mode then.
 */
export function backUp(database: DatabaseSync, file: string, versionNow: () => number): void {
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
