import type { DatabaseSync } from 'node:sqlite';
import { InviteError } from '../../../domain/problem/problem.ts';
import type { Layout } from './database.ts';
import { isMoving, moveOlder } from './move/move-older.ts';
import { createSchema, LAYOUT_VERSION, versionOf } from './schema.ts';
import { transaction } from './transaction.ts';

/** The tables of this version in the ledger's file. Those of an older version stay until they are moved. */
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
      // The write lock first, then the version: another process may have been faster.
      transaction(database, () => {
        if (versionOf(database) === 0) createSchema(database);
      });
    }
    UNMOVED_LAYOUT.check(database, file);
  },
};

/** The tables of this version in the ledger's file. Those of an older version are moved at once. */
export const LAYOUT: Layout = {
  check: UNMOVED_LAYOUT.check,
  prepare: (database, file) => {
    UNMOVED_LAYOUT.prepare(database, file);
    if (isOlder(database)) moveOlder(database, file);
  },
};

/** Whether there is something to move. */
export function isOlder(database: DatabaseSync): boolean {
  return versionOf(database) < LAYOUT_VERSION || isMoving(database);
}

/** Whether another program made this database: then nothing in it is to be touched. */
function isForeign(database: DatabaseSync, version: number): boolean {
  const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all();
  if (version === 0) return tables.length > 0;
  const mark = version === LAYOUT_VERSION ? 'items' : 'attempts';
  return !tables.some(({ name }) => name === mark);
}
