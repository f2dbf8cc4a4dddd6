import type { DatabaseSync } from 'node:sqlite';

/**
 * One durable step: all of it is on disk when this returns, or none of it.
 *
 * @param keeps whether what the work came to is to be kept; all is undone where it is not
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
 * Never throws, so that the error that led here is the one that is told. On a full disk and on an I/O
 * error SQLite rolls back by itself, and a second rollback is an error (sqlite.org/lang_transaction.html).
 */
function rollBack(database: DatabaseSync): void {
  try {
    if (database.isTransaction) database.exec('ROLLBACK');
  } catch {
    // What was never committed is rolled back when the file is opened next.
  }
}
