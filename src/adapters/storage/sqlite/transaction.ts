import type { DatabaseSync } from 'node:sqlite';

/**
 * Runs work in one transaction, with the write lock from the beginning. It is durable when this
 * returns.
 *
 * @param keeps false rolls back, and the result is returned all the same
 */
export function transaction<T>(
  database: DatabaseSync,
  work: () => T,
  keeps: (result: T) => boolean = () => true,
): T {
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    database.exec(keeps(result) ? 'COMMIT' : 'ROLLBACK');
    return result;
  } catch (error) {
    rollBack(database);
    throw error;
  }
}

/**
 * Never throws, so that the original error is reported. After a full disk or an I/O error, SQLite
 * may have rolled back by itself, and a second rollback would be an error
 * (sqlite.org/lang_transaction.html).
 */
function rollBack(database: DatabaseSync): void {
  try {
    if (database.isTransaction) database.exec('ROLLBACK');
  } catch {
    // SQLite rolls back an uncommitted transaction when the file is next opened.
  }
}
