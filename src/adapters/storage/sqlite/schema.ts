import type { DatabaseSync } from 'node:sqlite';
import { INDEX_NAMES } from '../port/store.ts';
import { MESSAGE_CHECKS, MESSAGE_COLUMNS, MESSAGE_TRIGGERS } from './message-rules.ts';

/**
 * The `user_version` of a file with these tables and rules. The rules of messages are stored in the
 * file, so a change of the table of states needs a new version as well.
 */
export const LAYOUT_VERSION = 12;

/** Earlier versions had a table for each kind of item. Those since then differ in their rules only. */
export const FIRST_WITH_ITEMS = 11;

/** In each index, an item has both a partition and a sort key, or neither. */
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
    -- Declared, so that VACUUM does not change it. A scan is in the order of it.
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

  -- Has a row during the migration of an older version, in which messages are inserted in any state. The row
  -- can only be inserted before the first item.
  CREATE TABLE moving (
    only         INTEGER PRIMARY KEY CHECK (only = 1),
    from_version INTEGER NOT NULL CHECK (from_version BETWEEN 1 AND ${FIRST_WITH_ITEMS - 1})
  ) STRICT;
  CREATE TRIGGER moving_begins_first BEFORE INSERT ON moving WHEN EXISTS (SELECT 1 FROM items)
  BEGIN
    SELECT RAISE(ABORT, 'items are there already');
  END;
${MESSAGE_TRIGGERS}

  -- The run that holds the lock, for its error message. Only the lock itself says whether it still does.
  CREATE TABLE IF NOT EXISTS holder (
    only     INTEGER PRIMARY KEY CHECK (only = 1),
    operator TEXT NOT NULL,
    since    TEXT NOT NULL,
    pid      INTEGER NOT NULL
  ) STRICT;
`;

/**
 * Creates the tables of this version, in a transaction of the caller.
 *
 * @param movingFrom the older version to migrate. Until its row in `moving` is deleted, messages
 *   may be inserted in any state.
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
