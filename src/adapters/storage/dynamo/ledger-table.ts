import { randomBytes } from 'node:crypto';
import { sealWith, type LedgerKey } from '../../../domain/delivery/seal.ts';
import type { Mode } from '../../../domain/mode.ts';
import { InviteError } from '../../../domain/problem.ts';
import { META, reader } from '../documents.ts';
import { keptIn, type Kept } from '../kept.ts';
import { afterDays, KEPT_DAYS, META_KEY, runKey } from '../layout.ts';
import { keyCheck } from '../ledger-key.ts';
import type { Store } from '../store.ts';
import type { DynamoPlace } from './connect.ts';
import { openDynamoStore } from './dynamo-store.ts';

/** The layout that this version writes. */
const LAYOUT = 1;

/** As long as AWS can put a table back as it was. */
const RECOVERABLE_DAYS = 35;

/**
 * The ledger in one table, which several operators and machines write to at once.
 *
 * No run holds it alone. What keeps a message from going twice is its claim, by key; `hold` proves that
 * the table can be written before anything is sent, and records who ran.
 *
 * @param mode whose messages it sees; the others in the same table are invisible to it
 * @throws InviteError `ledger_unavailable`, `ledger_key_wrong`, `ledger_from_newer_version`
 */
export async function openLedgerTable(
  place: DynamoPlace,
  mode: Mode,
  key: LedgerKey,
): Promise<Kept> {
  const store = await openDynamoStore(place);
  try {
    const seal = sealWith(key);
    await refuseOtherKey(store, place.table, keyCheck(seal));
    const name = place.table;
    return keptIn(
      { store, name, read: reader(name), mode, seal, newToken, isShared: true },
      {
        hold: async (operator, at) => {
          const since = at.toISOString();
          const expiresAt = afterDays(since, KEPT_DAYS);
          await store.commit([{ ...runKey(mode, operator), doc: { since }, expiresAt }]);
        },
        beside: {
          find: () => ({ simulated: 0, copies: [] }),
          erase: () => {},
          // AWS keeps what it needs to put the table back, and nobody can take anything out of that.
          scrub: async () => {},
          recoverableDays: RECOVERABLE_DAYS,
        },
        close: store.close,
      },
    );
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** A table that has nothing in it yet is this key's from now on. */
async function refuseOtherKey(store: Store, table: string, check: string): Promise<void> {
  const read = reader(table);
  const written = { ...META_KEY, doc: { layout: LAYOUT, check }, expected: null };
  const found =
    (await store.get(META_KEY)) ??
    ((await store.commit([written])) ? null : await store.get(META_KEY));
  if (found === null) return;
  const meta = read(META, found.doc);
  if (meta.layout > LAYOUT)
    throw new InviteError({ code: 'ledger_from_newer_version', file: table });
  if (meta.check === check) return;
  throw new InviteError({ code: 'ledger_key_wrong', file: table, key: 'LEDGER_KEY' });
}

/** 16 letters, digits, `-` and `_`. */
function newToken(): string {
  return randomBytes(12).toString('base64url');
}
