import { randomUUID } from 'node:crypto';
import type { DatabaseSync, SQLInputValue, SQLOutputValue, StatementSync } from 'node:sqlite';
import { dirname } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { InviteError } from '../../../domain/problem/problem.ts';
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
import { acquireRunLock, type RunLock } from './run-lock.ts';
import { LAYOUT } from './file-layout.ts';
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

/** A store in a file of this computer, and what only a file needs. */
export type SqliteStore = Store & {
  /**
   * Takes the file for one run until it is closed.
   *
   * @throws InviteError `ledger_in_use`, `ledger_unavailable` where it is damaged
   */
  readonly hold: (operator: string, at: Date) => Promise<void>;
  /**
   * Makes the file anew and empties its log, so that what was deleted or written over is in neither.
   *
   * @throws InviteError `ledger_unavailable` with reason `busy` while another process reads or writes
   */
  readonly scrub: () => Promise<void>;
};

/** How a call waits for another process that writes. */
export type Waiting = {
  /** For how long at most, and nothing else goes on meanwhile. */
  readonly busyMs?: number;
  /** Resolves when so many milliseconds have passed: then a call that was busy is made again, for a while. */
  readonly wait?: (milliseconds: number) => Promise<unknown>;
};

type Options = Waiting & {
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
export function openSqliteStore(file: string, options: Options = {}): SqliteStore {
  return storeOn(openFile(file, LAYOUT, options.busyMs), file, options);
}

/** @param database with the tables of this version; closed with the store */
export function storeOn(
  database: DatabaseSync,
  file: string,
  { newVersion = randomUUID, wait }: Omit<Options, 'busyMs'> = {},
): SqliteStore {
  const done = async <T>(work: () => T): Promise<T> => {
    const once = (): T => guarded(file, work);
    return wait === undefined ? once() : await retryWhenBusy(once, wait);
  };
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

  const getMany = (keys: readonly Key[]): readonly Stored[] => {
    const distinct = new Set(keys.map(({ pk, sk }) => JSON.stringify([pk, sk])));
    return prepared(GET_MANY)
      .all(`[${[...distinct].join()}]`)
      .map(stored);
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
      const rows = await done(nextPage);
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
    const last = await done(() => prepared(LAST_ID).get()?.['id'] ?? 0);
    let at: SQLInputValue = 0;
    for (;;) {
      const rows = await done(() => prepared(SCAN).all(at, last, containing));
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
    get: async (key) => await done(() => get(key)),
    getMany: async (keys) => await done(() => getMany(keys)),
    commit: async (writes) =>
      await done(() => transaction(database, () => writes.every(apply), Boolean)),
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

/** The table takes nothing but JSON: what is none is damage. */
function parsed(json: string, file: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw new InviteError({ code: 'ledger_unavailable', file, reason: 'damaged' });
  }
}

/**
 * Makes a file anew from what is in it, and empties its log. `secure_delete` alone leaves copies: where
 * SQLite divides a page, what it moves to another stays behind in the unused part.
 *
 * What does not fit into memory goes through a file without a name, in the folder of the ledger in place
 * of that for all.
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

/** Of all connections of this process; SQLite's own choice where it is empty. */
function useTemporaryFolder(database: DatabaseSync, folder: string): void {
  database.exec(`PRAGMA temp_store_directory = '${folder.replaceAll("'", "''")}'`);
}

const TRY_AGAIN_AFTER_MS = 50;
/** By then a run that writes has made way, or something is wrong that waiting does not mend. */
const MOST_TRIES = 600;

/**
 * Makes a call, and makes it again after a while when the file was busy: what was busy has done nothing.
 *
 * @param wait resolves when so many milliseconds have passed
 */
async function retryWhenBusy<T>(
  call: () => T | Promise<T>,
  wait: (milliseconds: number) => Promise<unknown>,
): Promise<T> {
  for (let tried = 1; ; tried += 1) {
    try {
      // oxlint-disable-next-line no-await-in-loop -- one try after the other
      return await call();
    } catch (error) {
      if (!isBusy(error) || tried === MOST_TRIES) throw error;
      // oxlint-disable-next-line no-await-in-loop -- as above
      await wait(TRY_AGAIN_AFTER_MS);
    }
  }
}

function isBusy(error: unknown): boolean {
  const problem = error instanceof InviteError ? error.problem : null;
  return problem?.code === 'ledger_unavailable' && problem.reason === 'busy';
}
