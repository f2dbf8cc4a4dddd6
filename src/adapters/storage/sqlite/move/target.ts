import { randomUUID } from 'node:crypto';
import type { DatabaseSync, SQLInputValue, SQLOutputValue, StatementSync } from 'node:sqlite';
import type { KeyedHasher } from '../../../../domain/delivery/keyed-hash.ts';
import { asMessageSid } from '../../../../domain/delivery/ids.ts';
import type { Read } from '../../documents.ts';
import type { Item, Key } from '../../port/store.ts';
import { GET, INSERT, UPDATE, valuesOf } from '../statements.ts';

/** A row of an older table, by the names that documents have. */
export type Row = { readonly [name: string]: unknown };

/** What the move of one row works with. All of it is within the transaction of a page. */
export type MoveTarget = {
  readonly keyedHash: KeyedHasher;
  readonly isShared: false;
  readonly read: Read;
  readonly rows: (sql: string, ...values: readonly SQLInputValue[]) => readonly Row[];
  /** Writes an item; another one in its place goes. */
  readonly put: (item: Item) => void;
  /** What is there by now; null where nothing is. */
  readonly docAt: (key: Key) => unknown;
};

export function moveTarget(database: DatabaseSync, keyedHash: KeyedHasher, read: Read): MoveTarget {
  const statements = new Map<string, StatementSync>();
  const prepared = (sql: string): StatementSync => {
    const statement = statements.get(sql) ?? database.prepare(sql);
    statements.set(sql, statement);
    return statement;
  };
  return {
    keyedHash,
    isShared: false,
    read,
    rows: (sql, ...values) =>
      prepared(sql)
        .all(...values)
        .map(rowOf),
    put: (item) => {
      const values = [item.pk, item.sk, ...valuesOf(item, randomUUID())];
      if (prepared(UPDATE).run(...values).changes === 0) prepared(INSERT).run(...values);
    },
    docAt: ({ pk, sk }) => {
      const row = prepared(GET).get(pk, sk);
      return row === undefined ? null : JSON.parse(String(row['doc']));
    },
  };
}

function rowOf(columns: { readonly [column: string]: SQLOutputValue }): Row {
  return Object.fromEntries(
    Object.entries(columns).map(([column, value]) => {
      const name = column.replaceAll(/_(.)/gu, (_, letter: string) => letter.toUpperCase());
      return [
        name,
        name in EMPTY && typeof value === 'string' ? parsed(name, value) : asNow(name, value),
      ];
    }),
  );
}

/** Columns of JSON, and what an empty text is there: an early version erased them so. */
const EMPTY: Row = { contentVariables: {}, media: [], candidate: null, isRight: null };

/** What is no JSON stays a text, which no schema takes. */
function parsed(name: string, text: string): unknown {
  if (text === '') return EMPTY[name];
  try {
    return JSON.parse(text, asNow);
  } catch {
    return text;
  }
}

/** Any way to write a time becomes the one in which texts sort as times do; what is no SID was read as none. */
function asNow(name: string, value: unknown): unknown {
  if (typeof value !== 'string') return value;
  if (name === 'messageSid' || name === 'answers') return asMessageSid(value);
  if (!/^at$|At$/u.test(name)) return value;
  const at = new Date(value);
  return Number.isNaN(at.getTime()) ? value : at.toISOString();
}
