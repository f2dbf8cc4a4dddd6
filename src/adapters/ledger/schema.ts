import type { DatabaseSync } from 'node:sqlite';
import { InviteError } from '../../domain/problem.ts';
import { backUp } from '../storage/sqlite/move/back-up.ts';
import { MIGRATIONS } from '../storage/sqlite/move/older-versions.ts';
import { transaction } from '../storage/sqlite/transaction.ts';

/** The version of a database that has had every step. */
export const LEDGER_VERSION = MIGRATIONS.length;

/**
 * Brings a database to this tool's version, or leaves it untouched.
 *
 * @throws InviteError `ledger_from_newer_version` when a newer tool has written to it
 */
export function migrate(database: DatabaseSync, file: string): void {
  const found = versionOf(database);
  if (found === MIGRATIONS.length) {
    database.exec('PRAGMA foreign_keys = ON');
    return;
  }
  if (found > 0) backUp(database, file, () => versionOf(database));
  // A table that others point at can be made anew only while nobody looks where they point.
  database.exec('PRAGMA foreign_keys = OFF');
  try {
    // The write lock first, then the version: of two processes that find an empty file, one creates.
    transaction(database, () => {
      const version = versionOf(database);
      if (version > MIGRATIONS.length) {
        throw new InviteError({ code: 'ledger_from_newer_version', file });
      }
      for (const step of MIGRATIONS.slice(version)) database.exec(step);
      database.exec(`PRAGMA user_version = ${MIGRATIONS.length}`);
    });
  } finally {
    database.exec('PRAGMA foreign_keys = ON');
  }
}

/** @throws InviteError `ledger_from_newer_version` */
export function refuseNewerVersion(database: DatabaseSync, file: string): void {
  if (versionOf(database) > MIGRATIONS.length) {
    throw new InviteError({ code: 'ledger_from_newer_version', file });
  }
}

/** Whether another program made this database: then nothing in it is to be touched. */
export function isForeign(database: DatabaseSync): boolean {
  const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all();
  return versionOf(database) === 0
    ? tables.length > 0
    : !tables.some(({ name }) => name === 'attempts');
}

function versionOf(database: DatabaseSync): number {
  return Number(database.prepare('PRAGMA user_version').get()?.['user_version']);
}
