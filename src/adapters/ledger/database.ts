import type { DatabaseSync } from 'node:sqlite';
import { InviteError } from '../../domain/problem.ts';
import type { Layout } from '../storage/sqlite/create-file.ts';
import { openFile } from '../storage/sqlite/database.ts';
import { guarded } from '../storage/sqlite/guarded.ts';
import { isForeign, migrate, refuseNewerVersion } from './schema.ts';

const LAYOUT: Layout = {
  check: (database, file) => {
    refuseNewerVersion(database, file);
    if (!isForeign(database)) return;
    throw new InviteError({ code: 'ledger_unavailable', file, reason: 'not_a_ledger' });
  },
  prepare: migrate,
};

/**
 * Opens the ledger's file, making it and its folder where there is none, for its owner's eyes alone.
 *
 * @param busyMs how long a call waits for another process that writes; nothing else goes on meanwhile
 * @throws InviteError `ledger_unavailable`, `ledger_from_newer_version`
 */
export function openDatabase(file: string, busyMs?: number): DatabaseSync {
  return openFile(file, LAYOUT, busyMs);
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
