import type { DatabaseSync } from 'node:sqlite';
import { INDEX_NAMES } from '../port/store.ts';
import { MESSAGE_CHECKS, MESSAGE_COLUMNS, MESSAGE_TRIGGERS } from './message-rules.ts';

/**
 * `user_version` of a file with these tables. Those before had a table for each kind of thing. The rules of
 * messages are in the file: a change to the table of states takes a new version, as one of the tables does.
 */
export const LAYOUT_VERSION = 11;

/** A place that is there has a partition and a sort key. */
const PLACES = INDEX_NAMES.map(
  (index) => `
    ${index}_pk TEXT,
    ${index}_sk TEXT CHECK ((${index}_sk IS NULL) = (${index}_pk IS NULL)),`,
).join('');

const INDEXES = INDEX_NAMES.map(
  (index) => `
  CREATE INDEX items_by_${index} ON items (${index}_pk, ${index}_sk) WHERE ${index}_pk IS NOT NULL;`,
).join('');

const SCHEMA = `
  CREATE TABLE items (
    -- Declared, so that it stays the same as long as the item is there. A scan goes by it.
    id         INTEGER PRIMARY KEY,
    pk         TEXT NOT NULL,
    sk         TEXT NOT NULL,
    doc        TEXT NOT NULL CHECK (json_valid(doc)),
    version    TEXT NOT NULL CHECK (version <> ''),
    expires_at INTEGER,${PLACES}${MESSAGE_COLUMNS},
    UNIQUE (pk, sk),${MESSAGE_CHECKS}
  ) STRICT;
${INDEXES}

  CREATE TRIGGER item_keeps_its_key BEFORE UPDATE OF id, pk, sk ON items
  WHEN NEW.id <> OLD.id OR NEW.pk <> OLD.pk OR NEW.sk <> OLD.sk
  BEGIN
    SELECT RAISE(ABORT, 'an item keeps its key');
  END;

  -- Has its row while the tables of an older version are moved: then a message comes in any state. It
  -- begins before the first item, so that nothing can be let in that way later.
  CREATE TABLE moving (
    only         INTEGER PRIMARY KEY CHECK (only = 1),
    from_version INTEGER NOT NULL CHECK (from_version BETWEEN 1 AND ${LAYOUT_VERSION - 1})
  ) STRICT;
  CREATE TRIGGER moving_begins_first BEFORE INSERT ON moving WHEN EXISTS (SELECT 1 FROM items)
  BEGIN
    SELECT RAISE(ABORT, 'items are there already');
  END;
${MESSAGE_TRIGGERS}

  -- Which run holds the ledger. Whether it still does is told by a lock, never by this row.
  CREATE TABLE IF NOT EXISTS holder (
    only     INTEGER PRIMARY KEY CHECK (only = 1),
    operator TEXT NOT NULL,
    since    TEXT NOT NULL,
    pid      INTEGER NOT NULL
  ) STRICT;
`;

/**
 * Makes the tables of this version beside whatever is there, within a transaction of the caller.
 *
 * @param movingFrom the version whose tables are to be moved: until its row in `moving` is deleted, a
 *   message may come in any state
 */
export function createSchema(database: DatabaseSync, movingFrom?: number): void {
  database.exec(SCHEMA);
  if (movingFrom !== undefined) {
    database.prepare('INSERT INTO moving (only, from_version) VALUES (1, ?)').run(movingFrom);
  }
  database.exec(`PRAGMA user_version = ${LAYOUT_VERSION}`);
}

export function versionOf(database: DatabaseSync): number {
  return Number(database.prepare('PRAGMA user_version').get()?.['user_version']);
}
