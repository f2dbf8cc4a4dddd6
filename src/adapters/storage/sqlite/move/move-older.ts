import type { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';
import { keyedHashWith } from '../../../../domain/delivery/keyed-hash.ts';
import { addPerson, type PeopleCounted } from '../../../../domain/policy/people-counted.ts';
import { reader } from '../../documents.ts';
import { MODES, peopleKey } from '../../layout.ts';
import { keyOf } from '../file-key.ts';
import { FIRST_WITH_ITEMS, LAYOUT_VERSION, versionOf } from '../schema.ts';
import { transaction } from '../transaction.ts';
import { backupOf, beginMove } from './begin-move.ts';
import { CONVERTERS } from './convert-rows.ts';
import type { OlderAttempt } from './older-attempts.ts';
import { MOVED_TABLES, olderTable, OLDER_TABLES, rowsOf } from './older-tables.ts';
import { replaceRules } from './replace-rules.ts';
import { moveTarget, type MoveTarget } from './target.ts';

/** Counts of rows in the older tables. */
export type MoveProgress = { readonly done: number; readonly total: number };

type Options = {
  readonly now?: Date;
  /** The number of rows in a page. */
  readonly pageRows?: number;
};

type WatchedOptions = Options & {
  /** Called after each page. */
  readonly onProgress?: ((progress: MoveProgress) => void) | undefined;
};

/** Limits memory, and the time for which other processes wait for the write lock. */
const PAGE_ROWS = 500;

/** Another process that migrates the same file waits this long for a page. */
const BUSY_MS = 60_000;

/**
 * Migrates a file of an older version, page by page. Each page is one transaction with its
 * progress, so a migration that was cut off continues where it was, and two processes can work on
 * the same one.
 *
 * @param database of an older version, or with a migration that has begun
 * @throws InviteError `ledger_in_use`, `ledger_unavailable`, `ledger_key_missing`,
 *   `ledger_key_wrong`
 */
export function moveOlder(
  database: DatabaseSync,
  file: string,
  { onProgress, ...options }: WatchedOptions = {},
): void {
  for (const progress of pagesMoved(database, file, options)) onProgress?.(progress);
}

/**
 * As `moveOlder`, one page for each step of the generator. A caller that stops leaves the migration
 * unfinished.
 *
 * @returns the path of the backup made before the migration; null if there is none
 */
export function* pagesMoved(
  database: DatabaseSync,
  file: string,
  { now = new Date(), pageRows = PAGE_ROWS }: Options = {},
): Generator<MoveProgress, string | null> {
  database.exec(`PRAGMA busy_timeout = ${BUSY_MS}; PRAGMA secure_delete = ON`);
  const version = versionOf(database);
  let backup: string | null = null;
  if (version < FIRST_WITH_ITEMS) beginMove(database, file, now);
  else if (version < LAYOUT_VERSION) {
    backup = replaceRules(database, file, { now, isMoving: isMoving(database) });
  }
  if (!isMoving(database)) return backup;
  backup = backupBeforeMove(database, file);
  database.exec('PRAGMA foreign_keys = OFF');
  const target = moveTarget(database, keyedHashWith(keyOf(database, file)), reader(file));
  for (;;) {
    const progress = transaction(database, () => movePage(database, target, pageRows));
    if (progress === null) break;
    yield progress;
  }
  // The log may still contain data of the older tables. It stays if another process is reading.
  database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  transaction(database, () => {
    database.exec('DROP TABLE IF EXISTS move_progress; DELETE FROM moving');
  });
  return backup;
}

/** Whether a migration has begun and not finished. */
export function isMoving(database: DatabaseSync): boolean {
  return database.prepare('SELECT 1 FROM moving').get() !== undefined;
}

/** The path of the backup made before the current migration; null if another process has finished it. */
function backupBeforeMove(database: DatabaseSync, file: string): string | null {
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

/** The steps: one for each table's rows, one that counts people, and one that drops each table. */
const COUNTING = MOVED_TABLES.length;
const END = COUNTING + 1 + OLDER_TABLES.length;

/** Moves one page of rows, in a transaction of the caller. Null if nothing is left. */
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
      table === undefined
        ? finishStep(after, database, target)
        : moveRows(table, after, target, room);
    // A step after the rows takes about as long as all rows together, so it ends the page.
    room -= table === undefined ? after.total : next.done - after.done;
    after = next;
  }
  database
    .prepare('UPDATE move_progress SET step = ?, place = ?, claimed = ?, done = ?')
    .run(after.step, after.place, after.claimed, after.done);
  return { done: after.done, total: after.total };
}

/** Null if another process has finished the migration. */
function progressIn(database: DatabaseSync, { read }: MoveTarget): Progress | null {
  if (!isMoving(database)) return null;
  return read(PROGRESS, database.prepare('SELECT * FROM move_progress').get());
}

/** Moves at most `limit` rows of one table. */
function moveRows(
  table: (typeof MOVED_TABLES)[number],
  before: Progress,
  target: MoveTarget,
  limit: number,
): Progress {
  const page = `${rowsOf(table)} WHERE rowid > ? ORDER BY rowid LIMIT ?`;
  const rows = target.rows(page, before.place, limit);
  const last = rows.at(-1);
  if (last === undefined) return { ...before, step: before.step + 1, place: 0 };
  let { claimed } = before;
  const context = {
    claimedAt: (row: Pick<OlderAttempt, 'attempt'>) => (claimed = claimTime(row, claimed)),
    since: countedSince(target, before.begun),
  };
  for (const row of rows) CONVERTERS[table](row, target, context);
  return { ...before, place: Number(last['place']), claimed, done: before.done + rows.length };
}

/**
 * The limit by which a time of claim may be moved to keep the order: longer than it takes to claim
 * a list.
 */
const MAX_SHIFT_MS = 60 * 60 * 1000;

/**
 * The time at which an attempt was claimed. Older versions overwrote it in the next step, and kept
 * the order of claims as the order of rows. Messages approved by one yes have the same time, so
 * each gets a millisecond more than the one before it.
 *
 * @param before the result for the message before; empty for the first
 */
function claimTime({ attempt }: Pick<OlderAttempt, 'attempt'>, before: string): string {
  const own = attempt.state === 'approved' ? attempt.changedAt : attempt.approvedAt;
  const isClose = before >= own && Date.parse(before) - Date.parse(own) < MAX_SHIFT_MS;
  return isClose ? new Date(Date.parse(before) + 1).toISOString() : own;
}

/** Does a step after the rows: counts people, or drops one table. */
function finishStep(before: Progress, database: DatabaseSync, target: MoveTarget): Progress {
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

/** The number of pages that one row fills. */
const PAGES_AT_ONCE = 1024;

/**
 * Overwrites the free pages of a file, in a transaction of the caller. Older versions left deleted
 * data in them. The pages are filled, and `secure_delete` clears them when the table is dropped.
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
 * The time from which messages count for the daily limit: a day before the migration began, or a
 * day before the last message if that is earlier, since the clock may have been wrong at either
 * time.
 */
function countedSince({ rows }: MoveTarget, begun: string): string {
  const newest = MODES.flatMap((mode) => rows(NEWEST, mode)[0]?.['newest'] ?? []).map(String);
  const until = [begun, newest.toSorted().at(-1) ?? begun].toSorted()[0] ?? begun;
  return new Date(Date.parse(until) - DAY_MS).toISOString();
}

/** Each person once, with the time of the last message that may have been sent. */
const LAST_CONTACTS = `SELECT mode, max(sending_at) AS last FROM ${olderTable('attempts')}
  WHERE sending_at >= ? AND state NOT IN ('refused', 'unreachable')
  GROUP BY mode, iif(forgotten_at IS NULL, recipient, invitee_key) ORDER BY last`;

/** Writes the count of people who were sent a message in the last day. */
function countPeople(target: MoveTarget, begun: string): void {
  const counted = new Map<string, PeopleCounted>();
  for (const { mode, last } of target.rows(LAST_CONTACTS, countedSince(target, begun))) {
    const people = counted.get(String(mode)) ?? [];
    counted.set(String(mode), addPerson(people, new Date(String(last))));
  }
  for (const mode of MODES) {
    const doc = counted.get(mode);
    if (doc !== undefined) target.put({ ...peopleKey(mode), doc });
  }
}
