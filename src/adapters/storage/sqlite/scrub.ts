import { dirname } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { InviteError } from '../../../domain/problem/problem.ts';

/**
 * Makes a file anew from what is in it, and empties its log. `secure_delete` alone leaves copies: where
 * SQLite divides a page, what it moves to another stays behind in the unused part.
 *
 * What does not fit into memory goes through a file without a name, in the folder of the ledger in place
 * of that for all.
 *
 * @throws InviteError `ledger_unavailable` with reason `busy` while another process reads or writes
 */
export function scrub(database: DatabaseSync, file: string): void {
  useTemporaryFolder(database, dirname(file));
  try {
    database.exec('VACUUM');
  } finally {
    useTemporaryFolder(database, '');
  }
  const done = database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get();
  if (done?.['busy'] === 0) return;
  throw new InviteError({ code: 'ledger_unavailable', file, reason: 'busy' });
}

/** Of all connections of this process; SQLite's own choice where it is empty. */
function useTemporaryFolder(database: DatabaseSync, folder: string): void {
  database.exec(`PRAGMA temp_store_directory = '${folder.replaceAll("'", "''")}'`);
}
