import { closeSync, openSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';
import { InviteError } from '../../../domain/problem/problem.ts';
import { reasonOf } from './file-errors.ts';

const HOLDER_ROW = z.object({ operator: z.string(), since: z.string(), pid: z.number() });

export type RunLock = { readonly release: () => void };

/**
 * Locks the ledger for one run. The lock is an open transaction on a file of its own, so the system
 * releases it when the process ends in any way, and it never expires while the process lives.
 *
 * @throws InviteError `ledger_in_use` with the holder, `ledger_unavailable` if the ledger is
 *   damaged
 */
export function acquireRunLock(
  database: DatabaseSync,
  file: string,
  operator: string,
  at: Date,
): RunLock {
  refuseDamaged(database, file);
  const lockFile = `${file}.lock`;
  closeSync(openSync(lockFile, 'a', 0o600));
  const lock = new DatabaseSync(lockFile, { timeout: 0 });
  try {
    lock.exec('BEGIN EXCLUSIVE');
    database
      .prepare('INSERT OR REPLACE INTO holder (only, operator, since, pid) VALUES (1, ?, ?, ?)')
      .run(operator, at.toISOString(), process.pid);
  } catch (error) {
    const isHeld = !lock.isTransaction && reasonOf(error) === 'busy';
    lock.close();
    if (isHeld) throw new InviteError({ code: 'ledger_in_use', file, holder: holderIn(database) });
    throw error;
  }
  return {
    release: () => {
      try {
        database.exec('DELETE FROM holder');
      } catch (error) {
        // A ledger that cannot be written was reported already, and the row of an ended process is
        // ignored.
        if (reasonOf(error) === null) throw error;
      } finally {
        lock.close();
      }
    },
  };
}

/** The run that holds the lock. Null if its row is from a process that no longer exists. */
function holderIn(database: DatabaseSync) {
  const row = database.prepare('SELECT operator, since, pid FROM holder').get();
  if (row === undefined) return null;
  const { operator, since, pid } = HOLDER_ROW.parse(row);
  return isAlive(pid) ? { operator, since: new Date(since), pid } : null;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // The process exists and belongs to another user.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/**
 * Larger files are not checked before a run. A check of 128 MB (about 28,000 messages) takes a
 * second or two, and one of a million messages a minute. In a larger file, damage is found when a
 * damaged page is read, possibly after some messages were sent. The run then stops, as for any
 * failure of the ledger.
 */
const LARGEST_CHECKED_BYTES = 128 * 1024 * 1024;

/**
 * Runs `PRAGMA quick_check`, since SQLite otherwise finds damage only in the pages that it reads.
 * CHECK constraints are left out: they take longer than all the rest, and documents are parsed when
 * they are read.
 *
 * @throws InviteError `ledger_unavailable` with reason `damaged`
 */
export function refuseDamaged(
  database: DatabaseSync,
  file: string,
  largestChecked = LARGEST_CHECKED_BYTES,
): void {
  const { bytes } = database
    .prepare('SELECT page_count * page_size AS bytes FROM pragma_page_count, pragma_page_size')
    .get() ?? { bytes: 0 };
  if (Number(bytes) > largestChecked) return;
  database.exec('PRAGMA ignore_check_constraints = ON');
  const check = database.prepare('PRAGMA quick_check(1)');
  let found: ReturnType<typeof check.get>;
  try {
    found = check.get();
  } finally {
    database.exec('PRAGMA ignore_check_constraints = OFF');
  }
  if (found?.['quick_check'] !== 'ok') {
    throw new InviteError({ code: 'ledger_unavailable', file, reason: 'damaged' });
  }
}
