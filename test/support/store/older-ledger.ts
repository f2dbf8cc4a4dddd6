import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { keyFileOf, readKeyFile } from '../../../src/adapters/storage/ledger-key.ts';
import { OLDER_VERSIONS } from '../../../src/adapters/storage/sqlite/move/older-versions.ts';
import { keyedHashWith } from '../../../src/domain/delivery/keyed-hash.ts';

const HISTORIES = fileURLToPath(
  new URL('../../adapters/storage/moving/histories', import.meta.url),
);

type Row = { readonly [column: string]: SQLInputValue };

/**
 * A ledger of version 10 after a random history, and what that version returned for it. Both were made with the
 * modules of that version.
 */
export type OlderLedger = {
  readonly seed: number;
  /** The time at which the commands were run. */
  readonly now: string;
  /** A list, as CSV, of people in the ledger. */
  readonly list: string;
  readonly rows: { readonly [table: string]: readonly Row[] };
  readonly ports: {
    readonly asked: {
      readonly people: readonly string[];
      readonly remembered: readonly string[];
      readonly sids: readonly string[];
    };
    readonly told: { readonly [mode: string]: { readonly [what: string]: unknown } };
  };
  readonly commands: readonly {
    readonly mode: string;
    readonly args: readonly string[];
    readonly exitCode: number;
    readonly stdout: string;
    readonly stderr: string;
  }[];
};

export function olderLedgers(): readonly OlderLedger[] {
  return readdirSync(HISTORIES).map((name) => {
    const packed = readFileSync(join(HISTORIES, name));
    return JSON.parse(gunzipSync(packed).toString()) as OlderLedger;
  });
}

/** Writes the file as the older version left it. */
export function writeOlderFile(file: string, rows: OlderLedger['rows']): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const database = new DatabaseSync(file, { enableForeignKeyConstraints: false });
  database.exec('PRAGMA synchronous = OFF; PRAGMA journal_mode = WAL; BEGIN');
  for (const step of OLDER_VERSIONS) database.exec(step);
  for (const [table, all] of Object.entries(rows)) {
    for (const row of all) {
      const columns = Object.keys(row);
      database
        .prepare(
          `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
        )
        .run(...Object.values(row));
    }
  }
  database.exec(`PRAGMA user_version = ${OLDER_VERSIONS.length}; COMMIT`);
  database.close();
}

/** Every plain hash in an older ledger and in what the older version returned. */
export function hashesIn(ledger: OlderLedger): readonly string[] {
  const text = JSON.stringify(ledger);
  return [...new Set(text.match(/\b[0-9a-f]{64}\b/gu) ?? [])];
}

/** Replaces the keyed hashes of a migrated ledger by the plain ones, whole and as their first 12 digits. */
export function withPlainHashes(file: string, hashes: readonly string[]): (text: string) => string {
  const key = readKeyFile(keyFileOf(file));
  if (key === null) throw new Error('The ledger has no key.');
  const keyedHash = keyedHashWith(key);
  const known = new Map<string, string>(
    hashes.flatMap((hash) => [
      [keyedHash(hash), hash] as const,
      [keyedHash(hash).slice(0, 12), hash.slice(0, 12)] as const,
    ]),
  );
  return (text) =>
    text.replaceAll(/\b[0-9a-f]{12}(?:[0-9a-f]{52})?\b/gu, (found) => known.get(found) ?? found);
}
