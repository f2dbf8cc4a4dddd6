import type { DatabaseSync } from 'node:sqlite';
import { MESSAGE_TRIGGERS } from '../message-rules.ts';
import { LAYOUT_VERSION, versionOf } from '../schema.ts';
import { transaction } from '../transaction.ts';
import { backUp, lockFor } from './begin-move.ts';

/**
 * Upgrades a file of an earlier version with the same tables: makes a backup and replaces the triggers by
 * which the database refuses invalid messages. After that, earlier versions of the tool refuse the file.
 *
 * @param isMoving whether the migration of an even older version has not finished, which has its own
 *   backup
 * @returns the path of the backup; null if none was made
 * @throws InviteError `ledger_in_use` while a run of an earlier version has the lock
 */
export function replaceRules(
  database: DatabaseSync,
  file: string,
  { now, isMoving }: { readonly now: Date; readonly isMoving: boolean },
): string | null {
  const backup = isMoving ? null : backUp(database, file, () => versionOf(database));
  const lock = lockFor(database, file, now);
  try {
    transaction(database, () => {
      // Another process may have done it before this one had the write lock.
      if (versionOf(database) === LAYOUT_VERSION) return;
      for (const name of MESSAGE_TRIGGERS.matchAll(/CREATE TRIGGER (\w+)/gu)) {
        database.exec(`DROP TRIGGER IF EXISTS ${name[1] ?? ''}`);
      }
      database.exec(MESSAGE_TRIGGERS);
      database.exec(`PRAGMA user_version = ${LAYOUT_VERSION}`);
    });
  } finally {
    lock?.release();
  }
  return backup;
}
