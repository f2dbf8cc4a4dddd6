import { randomUUID } from 'node:crypto';
import type { DatabaseSync, SQLInputValue, SQLOutputValue, StatementSync } from 'node:sqlite';
import { asMessageSid } from '../../../../domain/delivery/ids.ts';
import type { KeyedHasher } from '../../../../domain/delivery/keyed-hash.ts';
import type { Read } from '../../documents.ts';
import type { Item, Key } from '../../port/store.ts';
import { GET, INSERT, UPDATE, valuesOf } from '../statements.ts';

/** A row of an older table. Names are in camel case, as in documents. */
export type Row = { readonly [name: string]: unknown };

/** Reads the older tables and writes items, in the transaction of a page. */
export type MoveTarget = {
  readonly keyedHash: KeyedHasher;
  readonly isShared: false;
  readonly read: Read;
  readonly rows: (sql: string, ...values: readonly SQLInputValue[]) => readonly Row[];
  /** Writes an item, replacing one with the same key. */
  readonly put: (item: Item) => void;
  /** The document of an item that has been written already; null if there is none. */
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
        name in EMPTY && typeof value === 'string' ? parsed(name, value) : normalised(name, value),
      ];
    }),
  );
}

/** The columns of JSON, with the value of an empty text, which early versions wrote on erasure. */
const EMPTY: Row = { contentVariables: {}, media: [], candidate: null, isRight: null };

/** Text that is not JSON stays text, which the schemas refuse. */
function parsed(name: string, text: string): unknown {
  if (text === '') return EMPTY[name];
  try {
    return JSON.parse(text, normalised);
  } catch {
    return text;
  }
}

/**
 * Converts times to the current format. A SID with a wrong format becomes null, as older versions
 * read it.
 */
function normalised(name: string, value: unknown): unknown {
  if (typeof value !== 'string') return value;
  if (name === 'messageSid' || name === 'answers') return asMessageSid(value);
  if (!/^at$|At$/u.test(name)) return value;
  const at = new Date(value);
  return Number.isNaN(at.getTime()) ? value : at.toISOString();
}
