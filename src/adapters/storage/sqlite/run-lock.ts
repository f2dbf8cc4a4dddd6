import { closeSync, openSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';
import { InviteError } from '../../../domain/problem/problem.ts';
import { reasonOf } from './file-errors.ts';

const HOLDER_ROW = z.object({ operator: z.string(), since: z.string(), pid: z.number() });

/** A run that has the ledger to itself. */
export type RunLock = { readonly release: () => void };

/**
 * Takes the ledger for one run, or says who has it. The lock is a transaction that stays open on a
 * file of its own, so that the system itself lets go of it when the process ends, however it ends,
 * and so that no live run ever loses it by age.
 *
 * @throws InviteError `ledger_in_use`, `ledger_unavailable` when it is damaged
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
        // What cannot be written any more has been told; a holder that is gone counts for none.
        if (reasonOf(error) === null) throw error;
      } finally {
        lock.close();
      }
    },
  };
}

/** Who wrote that they hold it; null for what a run left behind that was killed long ago. */
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
    // Somebody else's process may not be signalled, and is there.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/**
 * A run looks through no larger file before it begins: 128 MB, some 28,000 messages, take a second or two,
 * and a million messages a minute. In a larger one damage is found where a damaged page is read, which may
 * be after some messages of the run have been sent; then the run stops as with any ledger that fails.
 */
const LARGEST_CHECKED_BYTES = 128 * 1024 * 1024;

/**
 * Damage shows only where SQLite happens to look, unless it looks everywhere. The checks of the tables are
 * left out: they take longer than all the rest, and what is read is parsed in any case.
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
