import { chmodSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { createFile, type Layout } from './create-file.ts';
import { guarded, reasonOf } from './guarded.ts';

/** How long a call waits for another process that writes. */
const BUSY_TIMEOUT_MS = 5000;

/**
 * Together with WAL: a commit that returned survives a power cut. On macOS only `fullfsync` reaches
 * the disk itself; elsewhere SQLite ignores it. What is deleted is written over, so that nobody finds it
 * in the file later.
 */
const PRAGMAS = `
  PRAGMA synchronous = FULL;
  PRAGMA fullfsync = 1;
  PRAGMA secure_delete = ON;
`;

/**
 * Opens the ledger's file, making it and its folder where there is none, for its owner's eyes alone.
 *
 * @param busyMs how long a call waits for another process that writes; nothing else goes on meanwhile
 * @throws InviteError `ledger_unavailable`, `ledger_from_newer_version`
 */
export function openFile(file: string, layout: Layout, busyMs = BUSY_TIMEOUT_MS): DatabaseSync {
  return guarded(file, () => {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    createFile(file, layout);
    // The files SQLite makes beside it take their mode from this one.
    chmodSync(file, 0o600);
    const database = new DatabaseSync(file);
    try {
      database.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`);
      // Before WAL, which is written into the file.
      layout.check(database, file);
      switchToWal(database);
      database.exec(PRAGMAS);
      layout.prepare(database, file);
      database.exec(`PRAGMA busy_timeout = ${busyMs}`);
      return database;
    } catch (error) {
      database.close();
      throw error;
    }
  });
}

/**
 * Of two processes that switch a new file at once, SQLite turns one away on the spot, whatever its
 * busy timeout: each would wait for the other's lock (sqlite.org/c3ref/busy_handler.html). Asked
 * again, that one waits as it should.
 */
function switchToWal(database: DatabaseSync): void {
  const giveUpAt = performance.now() + BUSY_TIMEOUT_MS;
  for (;;) {
    try {
      database.exec('PRAGMA journal_mode = WAL');
      return;
    } catch (error) {
      if (reasonOf(error) !== 'busy' || performance.now() > giveUpAt) throw error;
      pause(10);
    }
  }
}

/** SQLite is synchronous here, and so is waiting for it. */
function pause(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}
