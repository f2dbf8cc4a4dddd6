import { randomUUID } from 'node:crypto';
import type { DatabaseSync, SQLInputValue, SQLOutputValue, StatementSync } from 'node:sqlite';
import { setImmediate } from 'node:timers/promises';
import { InviteError } from '../../../domain/problem.ts';
import {
  INDEX_NAMES,
  PAGE_SIZE,
  type IndexName,
  type Key,
  type Range,
  type Store,
  type Stored,
  type Write,
} from '../store.ts';
import { openFile } from './database.ts';
import { guarded } from './guarded.ts';
import { holdLedger, type Hold } from './run-lock.ts';
import { LAYOUT } from './schema.ts';
import { transaction } from './transaction.ts';

/** A store in a file of this computer, and what only a file needs. */
export type SqliteStore = Store & {
  /**
   * Takes the file for one run until it is closed.
   *
   * @throws InviteError `ledger_in_use`, `ledger_unavailable` where it is damaged
   */
  readonly hold: (operator: string, at: Date) => Promise<void>;
  /**
   * Writes all that is in the log into the file and empties the log, so that what was deleted or written
   * over is in neither.
   *
   * @throws InviteError `ledger_unavailable` with reason `busy` while another process reads or writes
   */
  readonly checkpoint: () => Promise<void>;
};

type Options = {
  /** How long a call waits for another process that writes; nothing else goes on meanwhile. */
  readonly busyMs?: number;
  /** Another text for every write. */
  readonly newVersion?: () => string;
};

type Row = { readonly [column: string]: SQLOutputValue };

/**
 * One file, safe between processes and over `kill -9`. Where there is none it is made, with its folder,
 * for its owner alone.
 *
 * @throws InviteError `ledger_unavailable`, `ledger_from_newer_version`
 */
export function openSqliteStore(file: string, { busyMs, newVersion }: Options = {}): SqliteStore {
  return storeOn(openFile(file, LAYOUT, busyMs), file, newVersion);
}

/** @param database with the tables of this version; closed with the store */
export function storeOn(
  database: DatabaseSync,
  file: string,
  newVersion: () => string = randomUUID,
): SqliteStore {
  const statements = new Map<string, StatementSync>();
  /** Prepared when it is first needed: a command needs few of them. */
  const prepared = (sql: string): StatementSync => {
    const known = statements.get(sql);
    if (known !== undefined) return known;
    const statement = database.prepare(sql);
    statements.set(sql, statement);
    return statement;
  };
  const changed = (sql: string, ...values: readonly SQLInputValue[]): boolean =>
    prepared(sql).run(...values).changes > 0;
  const stored = (row: Row): Stored => storedFrom(row, file);
  const get = ({ pk, sk }: Key): Stored | null => {
    const row = prepared(GET).get(pk, sk);
    return row === undefined ? null : stored(row);
  };

  /** False where the item is not as expected, and nothing is written. */
  const apply = (write: Write): boolean => {
    const { pk, sk, expected } = write;
    if ('gone' in write) {
      if (expected === null) return get(write) === null;
      if (expected !== undefined) return changed(DELETE_VERSION, pk, sk, expected);
      prepared(DELETE).run(pk, sk);
      return true;
    }
    const values = [pk, sk, ...valuesOf(write, newVersion())];
    if (expected === null) return changed(INSERT, ...values);
    if (expected !== undefined) return changed(UPDATE_VERSION, ...values, expected);
    return changed(UPDATE, ...values) || changed(INSERT, ...values);
  };

  async function* query(
    index: IndexName | 'main',
    partition: string,
    { from = '', below, descending = false }: Range = {},
  ): AsyncIterable<readonly Stored[]> {
    const { equal, further } = QUERIES[index][descending ? 'descending' : 'ascending'];
    const end = below ?? PAST_EVERY_TEXT;
    const last = descending ? from : end;
    // No row has the id 0: ascending, all rows of the first sort key follow; descending, none does.
    let at: readonly SQLInputValue[] = [descending ? end : from, 0];
    const nextPage = (): readonly Row[] => {
      const [sort = null, id = null] = at;
      const rows = prepared(equal).all(partition, sort, last, id);
      const room = PAGE_SIZE - rows.length;
      return room === 0 ? rows : [...rows, ...prepared(further).all(partition, sort, last, room)];
    };
    for (;;) {
      const rows = guarded(file, nextPage);
      const lastRow = rows.at(-1);
      if (lastRow === undefined) return;
      yield rows.map(stored);
      if (rows.length < PAGE_SIZE) return;
      at = [lastRow['sort'] ?? null, lastRow['id'] ?? null];
      await setImmediate();
    }
  }

  async function* scan(containing = ''): AsyncIterable<readonly Stored[]> {
    // What comes later is not read, so that a reader who writes comes to an end.
    const last = guarded(file, () => prepared(LAST_ID).get()?.['id'] ?? 0);
    let at: SQLInputValue = 0;
    for (;;) {
      const rows = guarded(file, () => prepared(SCAN).all(at, last, containing));
      const lastRow = rows.at(-1);
      if (lastRow === undefined) return;
      const hits = rows.filter(({ doc }) => doc !== null);
      if (hits.length > 0) yield hits.map(stored);
      at = lastRow['id'] ?? null;
      await setImmediate();
    }
  }

  let hold: Hold | null = null;
  return {
    get: async (key) => guarded(file, () => get(key)),
    getMany: async (keys) =>
      guarded(file, () => {
        const found = new Map<string, Stored>();
        for (const key of keys) {
          const name = JSON.stringify([key.pk, key.sk]);
          const item = found.has(name) ? null : get(key);
          if (item !== null) found.set(name, item);
        }
        return [...found.values()];
      }),
    commit: async (writes) =>
      guarded(file, () => transaction(database, () => writes.every(apply), Boolean)),
    query,
    scan,
    hold: async (operator, at) =>
      guarded(file, () => {
        hold ??= holdLedger(database, file, operator, at);
      }),
    checkpoint: async () =>
      guarded(file, () => {
        const done = database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get();
        if (done?.['busy'] === 0) return;
        throw new InviteError({ code: 'ledger_unavailable', file, reason: 'busy' });
      }),
    close: async () =>
      guarded(file, () => {
        hold?.release();
        database.close();
      }),
  };
}

/** A blob, which SQLite orders after every text. */
const PAST_EVERY_TEXT = new Uint8Array(1);

const COLUMNS = [
  'doc',
  'version',
  'expires_at',
  ...INDEX_NAMES.flatMap((index) => [`${index}_pk`, `${index}_sk`]),
];
const HERE = 'pk = ?1 AND sk = ?2';
const LAST_PARAMETER = `?${COLUMNS.length + 3}`;

const GET = `SELECT pk, sk, doc, version FROM items WHERE ${HERE}`;
// No ON CONFLICT and no OR: those would let other rules than that of the key pass, or get past a trigger.
const INSERT = `INSERT INTO items (pk, sk, ${COLUMNS.join(', ')})
  SELECT ?1, ?2, ${COLUMNS.map((_, at) => `?${at + 3}`).join(', ')}
  WHERE NOT EXISTS (SELECT 1 FROM items WHERE ${HERE})`;
const UPDATE = `UPDATE items SET ${COLUMNS.map((name, at) => `${name} = ?${at + 3}`).join(', ')}
  WHERE ${HERE}`;
const UPDATE_VERSION = `${UPDATE} AND version = ${LAST_PARAMETER}`;
const DELETE = `DELETE FROM items WHERE ${HERE}`;
const DELETE_VERSION = `${DELETE} AND version = ?3`;

const LAST_ID = 'SELECT max(id) AS id FROM items';
// Each page looks at so many rows, however many of them contain the text.
const SCAN = `SELECT id, pk, sk, iif(instr(doc, ?3) > 0, doc, NULL) AS doc, version
  FROM items WHERE id > ?1 AND id <= ?2 ORDER BY id LIMIT ${PAGE_SIZE}`;

/** The rest of the rows with the sort key at which a page ended, and those with further ones. */
type NextPage = { readonly equal: string; readonly further: string };
type Queries = { readonly ascending: NextPage; readonly descending: NextPage };

/**
 * Two statements in place of `(sort, id) > (?, ?)`: of that SQLite seeks by the sort key alone, and reads
 * all rows that have the same on every page (the row-value guide of SQLite promises no more).
 */
function queriesOf(partition: string, sort: string): Queries {
  const rows = `SELECT id, ${sort} AS sort, pk, sk, doc, version FROM items WHERE ${partition} = ?1`;
  const page = (beyond: string, before: string, order: string): NextPage => ({
    equal: `${rows} AND ${sort} = ?2 AND ${sort} ${before} ?3 AND id ${beyond} ?4
      ORDER BY id ${order} LIMIT ${PAGE_SIZE}`,
    further: `${rows} AND ${sort} ${beyond} ?2 AND ${sort} ${before} ?3
      ORDER BY ${sort} ${order}, id ${order} LIMIT ?4`,
  });
  return { ascending: page('>', '<', 'ASC'), descending: page('<', '>=', 'DESC') };
}

const QUERIES: { readonly [index in IndexName | 'main']: Queries } = {
  main: queriesOf('pk', 'sk'),
  list: queriesOf('list_pk', 'list_sk'),
  person: queriesOf('person_pk', 'person_sk'),
  due: queriesOf('due_pk', 'due_sk'),
};

/** In the order of `COLUMNS`. */
function valuesOf(
  { doc, places = {}, expiresAt }: Exclude<Write, { readonly gone: true }>,
  version: string,
): readonly SQLInputValue[] {
  const placed = INDEX_NAMES.flatMap((index) => places[index] ?? [null, null]);
  return [JSON.stringify(doc), version, expiresAt ?? null, ...placed];
}

function storedFrom({ pk, sk, doc, version }: Row, file: string): Stored {
  return {
    pk: String(pk),
    sk: String(sk),
    doc: parsed(String(doc), file),
    version: String(version),
  };
}

/** The table takes nothing but JSON: what is none is damage. */
function parsed(json: string, file: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw new InviteError({ code: 'ledger_unavailable', file, reason: 'damaged' });
  }
}
