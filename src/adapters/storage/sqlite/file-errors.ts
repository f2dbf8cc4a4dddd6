import { InviteError, type LedgerReason } from '../../../domain/problem/problem.ts';

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
