import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  lstatSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { InviteError } from '../../../domain/problem/problem.ts';

/** The tables of one version of the tool. Both throw InviteError where a file is not for it. */
export type Layout = {
  /** Changes nothing: refuses what a newer version or another program has written. */
  readonly check: (database: DatabaseSync, file: string) => void;
  /** Makes the tables, or brings older ones to this version. */
  readonly prepare: (database: DatabaseSync, file: string) => void;
};

/**
 * Makes the ledger's file where there is none, whole: it has its tables before it has its name. So a
 * file without anything in it is a ledger that was lost, and is never taken for a new one.
 *
 * @throws InviteError `ledger_unavailable`
 */
export function createFile(file: string, layout: Layout): void {
  // Not `existsSync`: a link that leads nowhere stands for a ledger that is elsewhere.
  if (lstatSync(file, { throwIfNoEntry: false }) !== undefined) {
    const stats = statSync(file);
    const reason = !stats.isFile() ? 'not_a_file' : stats.size === 0 ? 'emptied' : null;
    if (reason === null) return;
    throw new InviteError({ code: 'ledger_unavailable', file, reason });
  }
  const making = `${file}.new-${process.pid}`;
  try {
    closeSync(openSync(making, 'w', 0o600));
    const database = new DatabaseSync(making);
    try {
      layout.prepare(database, making);
    } finally {
      database.close();
    }
    giveName(making, file);
    syncFolder(dirname(file));
  } finally {
    // A rollback that the disk did not let through leaves the journal behind.
    for (const left of [making, `${making}-journal`]) rmSync(left, { force: true });
  }
}

/** Of several processes that make one at once, the first gives its own the name. */
function giveName(making: string, file: string): void {
  try {
    linkSync(making, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return;
    // Some file systems have no hard links.
    if (!existsSync(file)) renameSync(making, file);
  }
}

/** The name itself must survive a power cut. Windows has no such thing for folders. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const descriptor = openSync(folder, 'r');
  fsyncSync(descriptor);
  closeSync(descriptor);
}
