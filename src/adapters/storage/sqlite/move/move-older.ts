import type { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';
import { keyedHashWith } from '../../../../domain/delivery/keyed-hash.ts';
import { addPerson, type PeopleCounted } from '../../../../domain/policy/people-counted.ts';
import { reader } from '../../documents.ts';
import { MODES, peopleKey } from '../../layout.ts';
import { keyOf } from '../file-key.ts';
import { LAYOUT_VERSION, versionOf } from '../schema.ts';
import { transaction } from '../transaction.ts';
import { backupOf, beginMove } from './begin-move.ts';
import { MOVED_TABLES, olderTable, OLDER_TABLES, rowsOf } from './older-tables.ts';
import type { OlderAttempt } from './older-attempts.ts';
import { CONVERTERS } from './convert-rows.ts';
import { moveTarget, type MoveTarget } from './target.ts';

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
  const target = moveTarget(database, keyedHashWith(keyOf(database, file)), reader(file));
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
function movePage(
  database: DatabaseSync,
  target: MoveTarget,
  pageRows: number,
): MoveProgress | null {
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
function progressIn(database: DatabaseSync, { read }: MoveTarget): Progress | null {
  if (!isMoving(database)) return null;
  return read(PROGRESS, database.prepare('SELECT * FROM move_progress').get());
}

/** Rows of one table, at most so many. */
function moved(
  table: (typeof MOVED_TABLES)[number],
  before: Progress,
  target: MoveTarget,
  most: number,
): Progress {
  const page = `${rowsOf(table)} WHERE rowid > ? ORDER BY rowid LIMIT ?`;
  const rows = target.rows(page, before.place, most);
  const last = rows.at(-1);
  if (last === undefined) return { ...before, step: before.step + 1, place: 0 };
  let { claimed } = before;
  const context = {
    claimedAt: (row: Pick<OlderAttempt, 'attempt'>) => (claimed = claimTime(row, claimed)),
    since: sinceWhen(target, before.begun),
  };
  for (const row of rows) CONVERTERS[table](row, target, context);
  return { ...before, place: Number(last['place']), claimed, done: before.done + rows.length };
}

/** How far a moment may be put off for the sake of the order: longer than any list takes to be claimed. */
const MOST_MS = 60 * 60 * 1000;

/**
 * When an attempt was claimed. The version before kept that no longer than until the next step, and its
 * order as that of the rows. Many have one yes: each comes a millisecond after the one before it.
 *
 * @param before that of the message before; empty for the first
 */
function claimTime({ attempt }: Pick<OlderAttempt, 'attempt'>, before: string): string {
  const own = attempt.state === 'approved' ? attempt.changedAt : attempt.approvedAt;
  const isClose = before >= own && Date.parse(before) - Date.parse(own) < MOST_MS;
  return isClose ? new Date(Date.parse(before) + 1).toISOString() : own;
}

/** What comes after the rows: people are counted, and the tables go one by one. */
function ended(before: Progress, database: DatabaseSync, target: MoveTarget): Progress {
  const { step } = before;
  const table = OLDER_TABLES[step - COUNTING - 1];
  if (table !== undefined) {
    database.exec(`DROP TABLE IF EXISTS ${olderTable(table)}`);
  } else {
    countPeople(target, before.begun);
    clearFreePages(database);
  }
  return { ...before, step: step + 1 };
}

/** So many pages are filled by one row. */
const PAGES_AT_ONCE = 1024;

/**
 * Writes over the pages of a file that nothing uses, within a transaction of the caller. The versions
 * before left in them what they deleted. With `secure_delete` each page is cleared as it is given back.
 */
function clearFreePages(database: DatabaseSync): void {
  const number = (pragma: string): number =>
    Number(database.prepare(`PRAGMA ${pragma}`).get()?.[pragma]);
  const size = number('page_size');
  database.exec('CREATE TABLE filled (zeros BLOB) STRICT');
  const fill = database.prepare('INSERT INTO filled VALUES (zeroblob(?))');
  for (let left = number('freelist_count'); left > 0; left = number('freelist_count')) {
    fill.run(Math.min(left, PAGES_AT_ONCE) * size);
  }
  database.exec('DROP TABLE filled');
}

const DAY_MS = 24 * 60 * 60 * 1000;

const NEWEST = `SELECT max(sending_at) AS newest FROM ${olderTable('attempts')} WHERE mode = ?`;

/**
 * From when on it matters when somebody was written to: a day before the move began, or before the last
 * message where that is earlier, since either clock may be wrong.
 */
function sinceWhen({ rows }: MoveTarget, begun: string): string {
  const newest = MODES.flatMap((mode) => rows(NEWEST, mode)[0]?.['newest'] ?? []).map(String);
  const until = [begun, newest.toSorted().at(-1) ?? begun].toSorted()[0] ?? begun;
  return new Date(Date.parse(until) - DAY_MS).toISOString();
}

/** Each person once, at the moment when they were last written to. */
const DEPARTED = `SELECT mode, max(sending_at) AS last FROM ${olderTable('attempts')}
  WHERE sending_at >= ? AND state NOT IN ('refused', 'unreachable')
  GROUP BY mode, iif(forgotten_at IS NULL, recipient, invitee_key) ORDER BY last`;

/** Writes down how many people were written to in the last day. */
function countPeople(target: MoveTarget, begun: string): void {
  const counted = new Map<string, PeopleCounted>();
  for (const { mode, last } of target.rows(DEPARTED, sinceWhen(target, begun))) {
    const people = counted.get(String(mode)) ?? [];
    counted.set(String(mode), addPerson(people, new Date(String(last))));
  }
  for (const mode of MODES) {
    const doc = counted.get(mode);
    if (doc !== undefined) target.put({ ...peopleKey(mode), doc });
  }
}
