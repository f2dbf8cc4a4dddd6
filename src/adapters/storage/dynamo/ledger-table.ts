import { keyedHashWith, type LedgerKey } from '../../../domain/delivery/keyed-hash.ts';
import { InviteError } from '../../../domain/problem/problem.ts';
import type { Mode } from '../../../domain/set-up/mode.ts';
import { META, reader } from '../documents.ts';
import { expiry, META_KEY, runKey } from '../layout.ts';
import type { LedgerContext } from '../ledger-context.ts';
import { keyCheck, newToken } from '../ledger-key.ts';
import type { Store } from '../port/store.ts';
import { serviceLedgerOn, type Backend, type ServiceLedger } from '../service-ledger.ts';
import type { DynamoPlace } from './connection.ts';
import { openDynamoStore } from './dynamo-store.ts';
import type { TableProgress } from './move/move-table.ts';

/**
 * The version of the layout in `META`. It counts the changes that earlier versions of the tool cannot
 * read; version 2 added the attempts that did not arrive.
 */
const LAYOUT = 2;

/** DynamoDB's point-in-time recovery reaches back this far. */
const RECOVERABLE_DAYS = 35;

/**
 * Opens the ledger in a table, which several operators and machines use at once.
 *
 * There is no run lock: claims alone prevent a message from being sent twice. `hold` proves that
 * the table can be written before anything is sent, and records the operator's run.
 *
 * @param mode the mode whose messages it reads and writes; one table has all modes
 * @param moving how a table of an earlier version is migrated; null if this process must not
 *   migrate it
 * @throws InviteError `ledger_unavailable`, `ledger_key_wrong`, `ledger_from_newer_version`
 */
export async function connectLedgerTable(
  place: DynamoPlace,
  mode: Mode,
  key: LedgerKey,
  moving: Moving | null = null,
): Promise<LedgerTable> {
  const store = await openDynamoStore(place);
  try {
    const keyedHash = keyedHashWith(key);
    const name = place.table;
    const context = { store, name, read: reader(name), mode, keyedHash, newToken, isShared: true };
    if (!(await isOurs(store, name, keyCheck(keyedHash)))) {
      await claimTable(place, context, moving);
    }
    const backend: Backend = {
      hold: async (operator, at) => {
        const since = at.toISOString();
        const item = { ...runKey(mode, operator), doc: { since }, ...expiry(context, since) };
        await store.commit([item]);
      },
      outsideItems: {
        find: () => ({ simulated: 0, copies: [] }),
        held: () => [],
        erase: () => {},
        // The backups of point-in-time recovery cannot be changed.
        scrub: async () => [],
        recoverableDays: RECOVERABLE_DAYS,
      },
      close: store.close,
    };
    return { context, backend };
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** A connection to a table, on which the ports of its ledger are made. */
type LedgerTable = { readonly context: LedgerContext; readonly backend: Backend };

/**
 * Opens the ledger in a table for a service, which migrates none.
 *
 * @throws InviteError as `connectLedgerTable` does
 */
export async function openLedgerTable(
  place: DynamoPlace,
  mode: Mode,
  key: LedgerKey,
): Promise<ServiceLedger> {
  const { context, backend } = await connectLedgerTable(place, mode, key);
  return serviceLedgerOn(context, backend);
}

/** The time and the callback of a migration. */
export type Moving = { readonly now: Date; readonly onProgress: TableProgress };

/**
 * Checks the key, and marks a table of an earlier layout as one that earlier versions of the tool must
 * not use. False for a table that was never opened with a key.
 *
 * @throws InviteError `ledger_key_wrong`, `ledger_from_newer_version`
 */
async function isOurs(store: Store, table: string, check: string): Promise<boolean> {
  const found = await store.get(META_KEY);
  if (found === null) return false;
  const meta = reader(table)(META, found.doc);
  if (meta.layout > LAYOUT)
    throw new InviteError({ code: 'ledger_from_newer_version', file: table });
  if (meta.check !== check) {
    throw new InviteError({ code: 'ledger_key_wrong', file: table, key: 'LEDGER_KEY' });
  }
  if (meta.layout < LAYOUT) {
    // If it is not written, another process has just done the same.
    const doc = { layout: LAYOUT, check };
    await store.commit([{ ...META_KEY, doc, expected: found.version }]);
  }
  return true;
}

/**
 * Migrates items of an earlier version if there are any, and then writes the meta item with the
 * key's check.
 */
async function claimTable(
  place: DynamoPlace,
  context: LedgerContext,
  moving: Moving | null,
): Promise<void> {
  const { hasEarlierItems, refuseEarlierTools } = await import('./move/refuse-earlier-tools.ts');
  if (await hasEarlierItems(place)) {
    if (moving === null) {
      throw new InviteError({
        code: 'ledger_unavailable',
        file: context.name,
        reason: 'not_moved',
      });
    }
    const { moveTable } = await import('./move/move-table.ts');
    await moveTable(place, context, moving.now, moving.onProgress);
  } else await refuseEarlierTools(place);
  const check = keyCheck(context.keyedHash);
  await context.store.commit([{ ...META_KEY, doc: { layout: LAYOUT, check }, expected: null }]);
  // Another process may have been first, with another key.
  await isOurs(context.store, context.name, check);
}
