import type { UnsafePlace } from '../set-up/ledger-place.ts';

/** Why the ledger cannot be used. */
export type LedgerReason =
  | UnsafePlace
  | 'aws_refused'
  | 'aws_unreachable'
  | 'broken_path'
  | 'busy'
  | 'damaged'
  | 'disk_fault'
  | 'disk_full'
  | 'emptied'
  /** Its key is there, and the ledger is not. */
  | 'key_alone'
  | 'not_a_file'
  | 'not_moved'
  | 'not_on_disk'
  | 'not_a_folder'
  | 'not_a_ledger'
  | 'no_such_secret'
  | 'no_such_table'
  | 'not_permitted'
  | 'read_only'
  | 'too_large'
  | 'too_many_open_files'
  | 'unfit_name';
