import type { DatabaseSync } from 'node:sqlite';

/*
 * The tables of version 10 are renamed when the migration begins. A process of an older version
 * that still has the file open then fails, instead of writing rows that would not be migrated.
 */

/** The tables whose rows are migrated, in this order. */
export const MOVED_TABLES = [
  'attempts',
  'reply_attempts',
  'opt_outs',
  'replies',
  'known_players',
  'answers',
  'test_findings',
  'early_callbacks',
] as const;
export type MovedTable = (typeof MOVED_TABLES)[number];

/** All tables. Events and candidates are migrated with their attempts. */
export const OLDER_TABLES = ['events', 'candidates', ...MOVED_TABLES] as const;

/** The name of a table during the migration. */
export function olderTable(table: (typeof OLDER_TABLES)[number]): string {
  return `older_${table}`;
}

/** Additional columns for each table: those with a new name, and those that it lacks. */
const ADDED_COLUMNS: { readonly [table in MovedTable]?: string } = {
  attempts: `message_key AS key, approved_by AS operator,
    (SELECT json_object('sid', sid, 'at', at, 'doubt', doubt) FROM ${olderTable('candidates')}
     WHERE attempt_id = ${olderTable('attempts')}.id) AS candidate`,
  reply_attempts: `digest AS key, approved_by AS operator, '' AS invitee_key, 'answer' AS purpose,
    '' AS season, '' AS content_sid, '{}' AS content_variables, recipient AS parent, '' AS team,
    iif(forgotten_at IS NULL, 'Your reply', '') AS player, '' AS source_file, 0 AS source_row`,
  opt_outs: 'phone AS whom',
  test_findings: `message_sid AS sid, found_by AS operator, found_at AS at,
    iif(is_right, 'true', 'false') AS is_right`,
  early_callbacks: 'attempt_id AS ref',
};

/** A SELECT of a table's rows, with the rowid as `place`. */
export function rowsOf(table: MovedTable): string {
  const added = ADDED_COLUMNS[table];
  return `SELECT rowid AS place, *${added === undefined ? '' : `, ${added}`} FROM ${olderTable(table)}`;
}

/** The progress of a migration, which is written in the same transaction as the rows. */
const PROGRESS = `
  CREATE TABLE move_progress (
    only  INTEGER PRIMARY KEY CHECK (only = 1),
    begun TEXT NOT NULL,
    -- The current step, and the last row of its table that was moved.
    step  INTEGER NOT NULL DEFAULT 0,
    place INTEGER NOT NULL DEFAULT 0,
    -- The time of the last message's claim.
    claimed TEXT NOT NULL DEFAULT '',
    done  INTEGER NOT NULL DEFAULT 0,
    total INTEGER NOT NULL
  ) STRICT;`;

/** Renames the tables and records the start, in a transaction of the caller. */
export function renameTables(database: DatabaseSync, begun: Date): void {
  for (const table of OLDER_TABLES) {
    database.exec(`ALTER TABLE ${table} RENAME TO ${olderTable(table)}`);
  }
  database.exec(`
    CREATE INDEX older_opt_outs_by_phone ON ${olderTable('opt_outs')} (mode, phone_hash);
    CREATE INDEX older_reply_attempts_by_digest ON ${olderTable('reply_attempts')} (mode, digest);
    ${PROGRESS}`);
  const total = MOVED_TABLES.map((table) => `(SELECT count(*) FROM ${olderTable(table)})`).join(
    ' + ',
  );
  database
    .prepare(`INSERT INTO move_progress (only, begun, total) VALUES (1, ?, ${total})`)
    .run(begun.toISOString());
}
