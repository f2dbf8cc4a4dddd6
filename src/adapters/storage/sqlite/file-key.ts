import { existsSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';
import {
  type LedgerKey,
  type KeyedHasher,
  keyedHashWith,
} from '../../../domain/delivery/keyed-hash.ts';
import { InviteError } from '../../../domain/problem/problem.ts';
import { META, reader } from '../documents.ts';
import { META_KEY } from '../layout.ts';
import {
  createKeyFile,
  keyCheck,
  keyFileOf,
  newLedgerKey,
  newToken,
  readKeyFile,
} from '../ledger-key.ts';
import { transaction } from './transaction.ts';

/**
 * Reads the key of a ledger and checks it. Creates one if the ledger has no check of a key yet; if
 * several processes do so at once, the first one's key is used.
 *
 * @throws InviteError `ledger_key_missing`, `ledger_key_wrong`, `ledger_unavailable`
 */
export function keyOf(database: DatabaseSync, file: string): LedgerKey {
  const keyFile = keyFileOf(file);
  const check = checkIn(database, file);
  const key = readKeyFile(keyFile) ?? (check === null ? newKeyIn(keyFile) : null);
  if (key === null) {
    // A key file that exists has something else in it, or an incomplete key.
    const code = existsSync(keyFile) ? 'ledger_key_wrong' : 'ledger_key_missing';
    throw new InviteError({ code, file, key: keyFile });
  }
  const stored = check ?? storeCheck(database, file, keyedHashWith(key));
  if (stored !== keyCheck(keyedHashWith(key))) {
    throw new InviteError({ code: 'ledger_key_wrong', file, key: keyFile });
  }
  return key;
}

function newKeyIn(keyFile: string): LedgerKey | null {
  return createKeyFile(keyFile, newLedgerKey());
}

const ROW = z.object({ doc: z.string() });

function checkIn(database: DatabaseSync, file: string): string | null {
  const row = database
    .prepare('SELECT doc FROM items WHERE pk = ? AND sk = ?')
    .get(META_KEY.pk, META_KEY.sk);
  if (row === undefined) return null;
  return reader(file)(META, JSON.parse(ROW.parse(row).doc)).check;
}

/** Stores the check of the key, unless another process has stored one. Returns the stored one. */
function storeCheck(database: DatabaseSync, file: string, keyedHash: KeyedHasher): string {
  return transaction(database, () => {
    const known = checkIn(database, file);
    if (known !== null) return known;
    const check = keyCheck(keyedHash);
    database
      .prepare('INSERT INTO items (pk, sk, doc, version) VALUES (?, ?, ?, ?)')
      .run(META_KEY.pk, META_KEY.sk, JSON.stringify({ layout: 1, check }), newToken());
    return check;
  });
}
