import { randomUUID } from 'node:crypto';
import type { DatabaseSync, SQLInputValue, SQLOutputValue, StatementSync } from 'node:sqlite';
import type { Seal } from '../../../../domain/delivery/seal.ts';
import type { Read } from '../../documents.ts';
import { INDEX_NAMES, type Item, type Key } from '../../store.ts';

export type Row = { readonly [column: string]: SQLOutputValue };

/** What the move of one row works with. All of it is within the transaction of a page. */
export type Target = {
  readonly seal: Seal;
  readonly read: Read;
  readonly rows: (sql: string, ...values: readonly SQLInputValue[]) => readonly Row[];
  /** Writes an item; another one in its place goes. */
  readonly put: (item: Item) => void;
  /** What is there by now; null where nothing is. */
  readonly docAt: (key: Key) => unknown;
};

const COLUMNS = ['doc', 'version', 'expires_at', ...INDEX_NAMES.flatMap(placesOf)];

const UPDATE = `UPDATE items SET ${COLUMNS.map((name, at) => `${name} = ?${at + 3}`).join(', ')}
  WHERE pk = ?1 AND sk = ?2`;
const INSERT = `INSERT INTO items (pk, sk, ${COLUMNS.join(', ')})
  VALUES (${['pk', 'sk', ...COLUMNS].map(() => '?').join(', ')})`;

export function targetIn(database: DatabaseSync, seal: Seal, read: Read): Target {
  const statements = new Map<string, StatementSync>();
  const prepared = (sql: string): StatementSync => {
    const statement = statements.get(sql) ?? database.prepare(sql);
    statements.set(sql, statement);
    return statement;
  };
  return {
    seal,
    read,
    rows: (sql, ...values) => prepared(sql).all(...values),
    put: ({ pk, sk, doc, places = {}, expiresAt }) => {
      const placed = INDEX_NAMES.flatMap((index) => places[index] ?? [null, null]);
      const values = [pk, sk, JSON.stringify(doc), randomUUID(), expiresAt ?? null, ...placed];
      if (prepared(UPDATE).run(...values).changes === 0) prepared(INSERT).run(...values);
    },
    docAt: ({ pk, sk }) => {
      const row = prepared('SELECT doc FROM items WHERE pk = ? AND sk = ?').get(pk, sk);
      return row === undefined ? null : JSON.parse(String(row['doc']));
    },
  };
}

function placesOf(index: string): readonly string[] {
  return [`${index}_pk`, `${index}_sk`];
}
