import type { DatabaseSync } from 'node:sqlite';
import { InviteError } from '../../../domain/problem/problem.ts';
import type { Layout } from './database.ts';
import { isMoving, moveOlder } from './move/move-older.ts';
import { createSchema, FIRST_WITH_ITEMS, LAYOUT_VERSION, versionOf } from './schema.ts';
import { transaction } from './transaction.ts';

/**
 * Creates the tables of this version in a new file. Leaves those of an older version as they are.
 */
export const UNMOVED_LAYOUT: Layout = {
  check: (database, file) => {
    const version = versionOf(database);
    if (version > LAYOUT_VERSION)
      throw new InviteError({ code: 'ledger_from_newer_version', file });
    if (!isForeign(database, version)) return;
    throw new InviteError({ code: 'ledger_unavailable', file, reason: 'not_a_ledger' });
  },
  prepare: (database, file) => {
    if (versionOf(database) === 0) {
      // The version is read again under the write lock, since another process may have created the
      // tables.
      transaction(database, () => {
        if (versionOf(database) === 0) createSchema(database);
      });
    }
    UNMOVED_LAYOUT.check(database, file);
  },
};

/** Creates the tables of this version in a new file, and migrates those of an older version. */
export const LAYOUT: Layout = {
  check: UNMOVED_LAYOUT.check,
  prepare: (database, file) => {
    UNMOVED_LAYOUT.prepare(database, file);
    if (isOlder(database)) moveOlder(database, file);
  },
};

/** Whether the file has tables of an older version, or a migration that has not finished. */
export function isOlder(database: DatabaseSync): boolean {
  return versionOf(database) < LAYOUT_VERSION || isMoving(database);
}

/** Whether the database is of another program, and must not be changed. */
function isForeign(database: DatabaseSync, version: number): boolean {
  const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all();
  if (version === 0) return tables.length > 0;
  const mark = version >= FIRST_WITH_ITEMS ? 'items' : 'attempts';
  return !tables.some(({ name }) => name === mark);
}
