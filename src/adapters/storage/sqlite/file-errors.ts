import type { LedgerReason } from '../../../domain/problem/ledger-reason.ts';
import { InviteError } from '../../../domain/problem/problem.ts';

/**
 * Runs work on the ledger's file, and converts errors of the file system and of SQLite.
 *
 * @throws InviteError `ledger_unavailable` for an error that has a reason here; other errors as
 *   they are
 */
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
 * SQLite's result codes (sqlite.org/rescode.html) that are caused by the environment and not by the
 * tool: primary codes, and an extended code with a reason of its own.
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
  // SQLITE_PROTOCOL: several processes competed to recover the log after a crash.
  15: 'busy',
  26: 'damaged',
  // SQLITE_IOERR_SHMSIZE: the `-shm` file of WAL did not fit on the disk.
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
  held: 'busy',
  EMFILE: 'too_many_open_files',
  ENFILE: 'too_many_open_files',
  ENOENT: 'broken_path',
  ELOOP: 'broken_path',
  ENAMETOOLONG: 'broken_path',
  EINVAL: 'unfit_name',
  UNKNOWN: 'not_on_disk',
  ENOTDIR: 'not_a_folder',
  EEXIST: 'not_a_folder',
  EISDIR: 'not_a_file',
};

/** Null if the error is not caused by the environment. */
export function reasonOf(error: unknown): LedgerReason | null {
  if (typeof error !== 'object' || error === null) return null;
  if ('errcode' in error) {
    const errcode = Number(error.errcode);
    return SQLITE_REASONS[errcode] ?? SQLITE_REASONS[errcode & 0xff] ?? null;
  }
  return 'code' in error ? (SYSTEM_REASONS[String(error.code)] ?? null) : null;
}
