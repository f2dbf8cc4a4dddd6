import type { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';
import { sealWith } from '../../../../domain/delivery/seal.ts';
import { reader } from '../../documents.ts';
import { keyOf } from '../file-key.ts';
import { LAYOUT_VERSION, versionOf } from '../schema.ts';
import { transaction } from '../transaction.ts';
import { beginMove } from './begin.ts';
import { backupOf } from './back-up.ts';
import { clearFreePages } from './clear-free-pages.ts';
import { claimTime } from './message-items.ts';
import { MOVED_TABLES, older, OLDER_TABLES, rowsOf } from './older-tables.ts';
import { countPeople, sinceWhen } from './people.ts';
import { STEPS } from './steps.ts';
import { targetIn, type Target } from './target.ts';

/** How many rows of the older tables were moved, of how many. */
export type MoveProgress = { readonly done: number; readonly total: number };

type Options = {
  readonly now?: Date;
  /** How many rows a page has. */
  readonly pageRows?: number;
};

type WatchedOptions = Options & {
  /** Called after each page. */
  readonly onProgress?: ((progress: MoveProgress) => void) | undefined;
};

/** So many rows are moved at once: few enough for little memory and for others who wait. */
const PAGE_ROWS = 500;

/** A move is worth another process's while to wait for. */
const BUSY_MS = 60_000;

/**
 * Moves what the tables of an older version hold into those of this one, page by page. Each page is one
 * transaction, so that a move that was cut off goes on where it was, and two processes may share one.
 *
 * @param database of an older version, or with a move that was begun
 * @throws InviteError `ledger_in_use`, `ledger_unavailable`, `ledger_key_missing`, `ledger_key_wrong`
 */
export function moveOlder(
  database: DatabaseSync,
  file: string,
  { onProgress, ...options }: WatchedOptions = {},
): void {
  for (const progress of pagesMoved(database, file, options)) onProgress?.(progress);
}

/** The same for a caller that does something else between two pages. Whoever stops here leaves it cut off. */
export function* pagesMoved(
  database: DatabaseSync,
  file: string,
  { now = new Date(), pageRows = PAGE_ROWS }: Options = {},
): Generator<MoveProgress> {
  database.exec(`PRAGMA busy_timeout = ${BUSY_MS}; PRAGMA secure_delete = ON`);
  if (versionOf(database) < LAYOUT_VERSION) beginMove(database, file, now);
  if (!isMoving(database)) return;
  database.exec('PRAGMA foreign_keys = OFF');
  const target = targetIn(database, sealWith(keyOf(database, file)), reader(file));
  for (;;) {
    const progress = transaction(database, () => movePage(database, target, pageRows));
    if (progress === null) break;
    yield progress;
  }
  // The log may still hold what the older tables held. Another process that reads keeps it a little longer.
  database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  transaction(database, () => {
    database.exec('DROP TABLE IF EXISTS move_progress; DELETE FROM moving');
  });
}

/** Whether a move was begun and not ended. */
export function isMoving(database: DatabaseSync): boolean {
  return database.prepare('SELECT 1 FROM moving').get() !== undefined;
}

/** The copy that was made before the move that goes on; null where none goes on. */
export function copyBeforeMove(database: DatabaseSync, file: string): string | null {
  const begun = database.prepare('SELECT from_version FROM moving').get();
  return begun === undefined ? null : backupOf(file, Number(begun['from_version']));
}

const PROGRESS = z.object({
  begun: z.string(),
  step: z.int(),
  place: z.int(),
  claimed: z.string(),
  done: z.int(),
  total: z.int(),
});
type Progress = z.infer<typeof PROGRESS>;

/** After the tables' rows: what needs all of them, and then each table goes. */
const COUNTING = MOVED_TABLES.length;
const END = COUNTING + 1 + OLDER_TABLES.length;

/** Moves so many rows, within a transaction; null where nothing is left. */
function movePage(database: DatabaseSync, target: Target, pageRows: number): MoveProgress | null {
  const before = progressIn(database, target);
  if (before === null || before.step === END) return null;
  let after = before;
  for (let room = pageRows; room > 0 && after.step < END;) {
    const table = MOVED_TABLES[after.step];
    const next =
      table === undefined ? ended(after, database, target) : moved(table, after, target, room);
    // What concerns all rows takes as long as all of them.
    room -= table === undefined ? after.total : next.done - after.done;
    after = next;
  }
  database
    .prepare('UPDATE move_progress SET step = ?, place = ?, claimed = ?, done = ?')
    .run(after.step, after.place, after.claimed, after.done);
  return { done: after.done, total: after.total };
}

/** Null where another process has ended the move. */
function progressIn(database: DatabaseSync, { read }: Target): Progress | null {
  if (!isMoving(database)) return null;
  return read(PROGRESS, database.prepare('SELECT * FROM move_progress').get());
}

/** Rows of one table, at most so many. */
function moved(
  table: (typeof MOVED_TABLES)[number],
  before: Progress,
  target: Target,
  most: number,
): Progress {
  const page = `${rowsOf(table)} WHERE rowid > ? ORDER BY rowid LIMIT ?`;
  const rows = target.rows(page, before.place, most);
  const last = rows.at(-1);
  if (last === undefined) return { ...before, step: before.step + 1, place: 0 };
  let { claimed } = before;
  const course = {
    claimedAt: (row: Parameters<typeof claimTime>[0]) => (claimed = claimTime(row, claimed)),
    since: sinceWhen(target, before.begun),
  };
  for (const row of rows) STEPS[table](row, target, course);
  return { ...before, place: Number(last['place']), claimed, done: before.done + rows.length };
}

/** What comes after the rows: people are counted, and the tables go one by one. */
function ended(before: Progress, database: DatabaseSync, target: Target): Progress {
  const { step } = before;
  const table = OLDER_TABLES[step - COUNTING - 1];
  if (table !== undefined) {
    database.exec(`DROP TABLE IF EXISTS ${older(table)}`);
  } else {
    countPeople(target, before.begun);
    clearFreePages(database);
  }
  return { ...before, step: step + 1 };
}
