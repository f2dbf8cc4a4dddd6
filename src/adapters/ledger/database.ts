import { chmodSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { InviteError, type LedgerReason } from '../../domain/problem.ts';
import { createLedger } from './create.ts';
import { isForeign, migrate, refuseNewerVersion } from './schema.ts';

/** How long a call waits for another process that writes. */
const BUSY_TIMEOUT_MS = 5000;

/**
 * Together with WAL: a commit that returned survives a power cut. On macOS only `fullfsync` reaches
 * the disk itself; elsewhere SQLite ignores it.
 */
const PRAGMAS = `
  PRAGMA synchronous = FULL;
  PRAGMA fullfsync = 1;
`;

/**
 * Opens the ledger's file, making it and its folder where there is none, for its owner's eyes alone.
 *
 * @param busyMs how long a call waits for another process that writes; nothing else goes on meanwhile
 * @throws InviteError `ledger_unavailable`, `ledger_from_newer_version`
 */
export function openDatabase(file: string, busyMs = BUSY_TIMEOUT_MS): DatabaseSync {
  return guarded(file, () => {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    createLedger(file);
    // The files SQLite makes beside it take their mode from this one.
    chmodSync(file, 0o600);
    const database = new DatabaseSync(file);
    try {
      database.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`);
      // Before WAL, which is written into the file.
      refuseNewerVersion(database, file);
      if (isForeign(database)) {
        throw new InviteError({ code: 'ledger_unavailable', file, reason: 'not_a_ledger' });
      }
      switchToWal(database);
      database.exec(PRAGMAS);
      migrate(database, file);
      database.exec(`PRAGMA busy_timeout = ${busyMs}`);
      return database;
    } catch (error) {
      database.close();
      throw error;
    }
  });
}

/**
 * A store over the ledger's file. Where it cannot be made, its connection is closed again.
 *
 * @param busyMs as `openDatabase` has it
 * @throws InviteError as `openDatabase` does
 */
export function openStore<Store>(
  file: string,
  busyMs: number | undefined,
  storeOn: (database: DatabaseSync) => Store,
): Store {
  const database = openDatabase(file, busyMs);
  try {
    return guarded(file, () => storeOn(database));
  } catch (error) {
    database.close();
    throw error;
  }
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

/** Runs one piece of work on the ledger; what the file or SQLite refuses becomes a reason to stop. */
export function guarded<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const reason = reasonOf(error);
    if (reason === null) throw error;
    throw new InviteError({ code: 'ledger_unavailable', file, reason });
  }
}

/**
 * SQLite's result codes (sqlite.org/rescode.html) that are the world's doing and not the tool's: primary
 * ones, and extended ones that tell more than theirs.
 */
const SQLITE_REASONS: { readonly [code: number]: LedgerReason } = {
  3: 'not_permitted',
  5: 'busy',
  6: 'busy',
  8: 'read_only',
  10: 'disk_fault',
  11: 'damaged',
  13: 'disk_full',
  14: 'not_permitted',
  // Processes that recover the log of a crash got in each other's way too often (SQLITE_PROTOCOL).
  15: 'busy',
  26: 'damaged',
  // The shared memory of WAL is a file, and did not fit on the disk (SQLITE_IOERR_SHMSIZE).
  4874: 'disk_full',
};

const SYSTEM_REASONS: { readonly [code: string]: LedgerReason } = {
  EACCES: 'not_permitted',
  EPERM: 'not_permitted',
  EROFS: 'read_only',
  ENOSPC: 'disk_full',
  EDQUOT: 'disk_full',
  EIO: 'disk_fault',
  EBUSY: 'busy',
  EMFILE: 'too_many_open_files',
  ENFILE: 'too_many_open_files',
  ENOENT: 'broken_path',
  ELOOP: 'broken_path',
  ENAMETOOLONG: 'broken_path',
  ENOTDIR: 'not_a_folder',
  EEXIST: 'not_a_folder',
  EISDIR: 'not_a_file',
};

export function reasonOf(error: unknown): LedgerReason | null {
  if (typeof error !== 'object' || error === null) return null;
  if ('errcode' in error) {
    const errcode = Number(error.errcode);
    return SQLITE_REASONS[errcode] ?? SQLITE_REASONS[errcode & 0xff] ?? null;
  }
  return 'code' in error ? (SYSTEM_REASONS[String(error.code)] ?? null) : null;
}
