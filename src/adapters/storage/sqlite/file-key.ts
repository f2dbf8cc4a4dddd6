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
 * The key of the ledger. A file that has nothing in it yet gets one; of several processes that make one
 * at once, the first one's counts.
 */
export function keyOf(database: DatabaseSync, file: string): LedgerKey {
  const keyFile = keyFileOf(file);
  const check = checkIn(database, file);
  const key = readKeyFile(keyFile) ?? (check === null ? newKeyIn(keyFile) : null);
  if (key === null) {
    // A file that holds something else, or half a key, is there.
    const code = existsSync(keyFile) ? 'ledger_key_wrong' : 'ledger_key_missing';
    throw new InviteError({ code, file, key: keyFile });
  }
  const kept = check ?? keepCheck(database, file, keyedHashWith(key));
  if (kept !== keyCheck(keyedHashWith(key))) {
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

/** Writes down what the key is known by; what another process wrote meanwhile counts. */
function keepCheck(database: DatabaseSync, file: string, keyedHash: KeyedHasher): string {
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
