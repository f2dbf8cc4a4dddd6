import { randomUUID } from 'node:crypto';
import { dirname } from 'node:path';
import type { DatabaseSync, SQLInputValue, SQLOutputValue, StatementSync } from 'node:sqlite';
import { setImmediate } from 'node:timers/promises';
import { InviteError } from '../../../domain/problem/problem.ts';
import type { FileCalls } from '../../files/when-free.ts';
import {
  PAGE_SIZE,
  type IndexName,
  type Key,
  type Range,
  type Store,
  type Stored,
  type Write,
} from '../port/store.ts';
import { openFile } from './database.ts';
import { guarded } from './file-errors.ts';
import { LAYOUT } from './file-layout.ts';
import { acquireRunLock, type RunLock } from './run-lock.ts';
import {
  DELETE,
  DELETE_VERSION,
  GET,
  GET_MANY,
  INSERT,
  LAST_ID,
  PAST_EVERY_TEXT,
  QUERIES,
  SCAN,
  UPDATE,
  UPDATE_VERSION,
  valuesOf,
} from './statements.ts';
import { transaction } from './transaction.ts';

/** A store in a local file, with what only a file needs. */
export type SqliteStore = Store & {
  /**
   * Locks the file for one run, until the store is closed.
   *
   * @throws InviteError `ledger_in_use`, `ledger_unavailable` if it is damaged
   */
  readonly hold: (operator: string, at: Date) => Promise<void>;
  /**
   * Rebuilds the file and empties its log, so that neither contains deleted or overwritten data.
   *
   * @throws InviteError `ledger_unavailable` with reason `busy` while another process reads or
   *   writes
   */
  readonly scrub: () => Promise<void>;
};

/** How a call waits for the write lock of another process. */
export type Waiting = {
  /** The longest time that SQLite waits, blocking this process. */
  readonly busyMs?: number;
  /** Waits without blocking before a call that was busy is repeated. Without it, the call fails. */
  readonly wait?: (milliseconds: number) => Promise<unknown>;
  /** Deletes older copies of the file, and waits for a program that has one open. */
  readonly files?: FileCalls;
};

type Options = Waiting & {
  /** Returns a different text for every write. */
  readonly newVersion?: () => string;
};

type Row = { readonly [column: string]: SQLOutputValue };

/**
 * Opens a store in a file, which several processes may use and which survives `kill -9`. Creates
 * the file with mode 0600, and its folder, if it does not exist.
 *
 * @throws InviteError `ledger_unavailable`, `ledger_from_newer_version`
 */
export function openSqliteStore(file: string, options: Options = {}): SqliteStore {
  return storeOn(openFile(file, LAYOUT, options.busyMs), file, options);
}

/** @param database has the tables of this version; is closed with the store */
export function storeOn(
  database: DatabaseSync,
  file: string,
  { newVersion = randomUUID, wait }: Omit<Options, 'busyMs'> = {},
): SqliteStore {
  const run = async <T>(work: () => T): Promise<T> => {
    const once = (): T => guarded(file, work);
    return wait === undefined ? once() : await retryWhenBusy(once, wait);
  };
  const statements = new Map<string, StatementSync>();
  /** Prepares a statement on first use: most commands need few of them. */
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

  const getMany = (keys: readonly Key[]): readonly Stored[] => {
    const distinct = new Set(keys.map(({ pk, sk }) => JSON.stringify([pk, sk])));
    return prepared(GET_MANY)
      .all(`[${[...distinct].join()}]`)
      .map(stored);
  };

  /** Does one write. False if the item is not as expected. */
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
    // No row has the id 0. Ascending, all rows with the sort key `from` come after it; descending,
    // none with `end`.
    let at: readonly SQLInputValue[] = [descending ? end : from, 0];
    const nextPage = (): readonly Row[] => {
      const [sort = null, id = null] = at;
      const rows = prepared(equal).all(partition, sort, last, id);
      const room = PAGE_SIZE - rows.length;
      return room === 0 ? rows : [...rows, ...prepared(further).all(partition, sort, last, room)];
    };
    for (;;) {
      const rows = await run(nextPage);
      const lastRow = rows.at(-1);
      if (lastRow === undefined) return;
      yield rows.map(stored);
      if (rows.length < PAGE_SIZE) return;
      at = [lastRow['sort'] ?? null, lastRow['id'] ?? null];
      await setImmediate();
    }
  }

  async function* scan(containing = ''): AsyncIterable<readonly Stored[]> {
    // Items inserted later are not read, so that a caller that writes while it reads comes to an
    // end.
    const last = await run(() => prepared(LAST_ID).get()?.['id'] ?? 0);
    let at: SQLInputValue = 0;
    for (;;) {
      const rows = await run(() => prepared(SCAN).all(at, last, containing));
      const lastRow = rows.at(-1);
      if (lastRow === undefined) return;
      const hits = rows.filter(({ doc }) => doc !== null);
      if (hits.length > 0) yield hits.map(stored);
      at = lastRow['id'] ?? null;
      await setImmediate();
    }
  }

  let hold: RunLock | null = null;
  return {
    get: async (key) => await run(() => get(key)),
    getMany: async (keys) => await run(() => getMany(keys)),
    commit: async (writes) =>
      await run(() => transaction(database, () => writes.every(apply), Boolean)),
    query,
    scan,
    hold: async (operator, at) =>
      guarded(file, () => {
        hold ??= acquireRunLock(database, file, operator, at);
      }),
    scrub: async () => guarded(file, () => scrub(database, file)),
    close: async () =>
      guarded(file, () => {
        hold?.release();
        database.close();
      }),
  };
}

function storedFrom({ pk, sk, doc, version }: Row, file: string): Stored {
  return {
    pk: String(pk),
    sk: String(sk),
    doc: parsed(String(doc), file),
    version: String(version),
  };
}

/** A CHECK constraint allows JSON only, so anything else is damage. */
function parsed(json: string, file: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw new InviteError({ code: 'ledger_unavailable', file, reason: 'damaged' });
  }
}

/**
 * Rebuilds the file and empties its log. `secure_delete` alone leaves copies: when SQLite splits a
 * page, the moved content stays in the unused part.
 *
 * VACUUM may use a temporary file. It goes to the folder of the ledger, and not to the shared one
 * of the system.
 *
 * @throws InviteError `ledger_unavailable` with reason `busy` while another process reads or writes
 */
function scrub(database: DatabaseSync, file: string): void {
  useTemporaryFolder(database, dirname(file));
  try {
    database.exec('VACUUM');
  } finally {
    useTemporaryFolder(database, '');
  }
  const done = database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get();
  if (done?.['busy'] === 0) return;
  throw new InviteError({ code: 'ledger_unavailable', file, reason: 'busy' });
}

/** Applies to all connections of this process. Empty restores SQLite's default. */
function useTemporaryFolder(database: DatabaseSync, folder: string): void {
  database.exec(`PRAGMA temp_store_directory = '${folder.replaceAll("'", "''")}'`);
}

const RETRY_INTERVAL_MS = 50;
/** With the interval above, 30 seconds. */
const MOST_ATTEMPTS = 600;

/** Repeats a call while the file is busy, which means that the call had no effect. */
async function retryWhenBusy<T>(
  call: () => T | Promise<T>,
  wait: (milliseconds: number) => Promise<unknown>,
): Promise<T> {
  for (let attempts = 1; ; attempts += 1) {
    try {
      // oxlint-disable-next-line no-await-in-loop -- one attempt after the other
      return await call();
    } catch (error) {
      if (!isBusy(error) || attempts === MOST_ATTEMPTS) throw error;
      // oxlint-disable-next-line no-await-in-loop -- as above
      await wait(RETRY_INTERVAL_MS);
    }
  }
}

function isBusy(error: unknown): boolean {
  const problem = error instanceof InviteError ? error.problem : null;
  return problem?.code === 'ledger_unavailable' && problem.reason === 'busy';
}
