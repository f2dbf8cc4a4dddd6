import type { SQLInputValue } from 'node:sqlite';
import { INDEX_NAMES, PAGE_SIZE, type IndexName, type Write } from '../port/store.ts';

/** A blob, which SQLite orders after every text. */
export const PAST_EVERY_TEXT = new Uint8Array(1);

const COLUMNS = [
  'doc',
  'version',
  'expires_at',
  ...INDEX_NAMES.flatMap((index) => [`${index}_pk`, `${index}_sk`]),
];
const HERE = 'pk = ?1 AND sk = ?2';
const LAST_PARAMETER = `?${COLUMNS.length + 3}`;

export const GET = `SELECT pk, sk, doc, version FROM items WHERE ${HERE}`;
/** The keys are one parameter, a JSON array of pairs. */
export const GET_MANY = `SELECT pk, sk, doc, version FROM json_each(?1) AS wanted
  CROSS JOIN items ON pk = wanted.value ->> 0 AND sk = wanted.value ->> 1`;
// No ON CONFLICT and no INSERT OR: these would also ignore violations of other constraints, or skip
// triggers.
export const INSERT = `INSERT INTO items (pk, sk, ${COLUMNS.join(', ')})
  SELECT ?1, ?2, ${COLUMNS.map((_, at) => `?${at + 3}`).join(', ')}
  WHERE NOT EXISTS (SELECT 1 FROM items WHERE ${HERE})`;
export const UPDATE = `UPDATE items SET ${COLUMNS.map((name, at) => `${name} = ?${at + 3}`).join(', ')}
  WHERE ${HERE}`;
export const UPDATE_VERSION = `${UPDATE} AND version = ${LAST_PARAMETER}`;
export const DELETE = `DELETE FROM items WHERE ${HERE}`;
export const DELETE_VERSION = `${DELETE} AND version = ?3`;

export const LAST_ID = 'SELECT max(id) AS id FROM items';
// Each page reads this many rows, and returns the id of each; `doc` is NULL in rows without the
// text.
export const SCAN = `SELECT id, pk, sk, iif(instr(doc, ?3) > 0, doc, NULL) AS doc, version
  FROM items WHERE id > ?1 AND id <= ?2 ORDER BY id LIMIT ${PAGE_SIZE}`;

/**
 * `equal` selects the remaining rows with the sort key at which the last page ended, `further`
 * those after it.
 */
type NextPage = { readonly equal: string; readonly further: string };
type Queries = { readonly ascending: NextPage; readonly descending: NextPage };

/**
 * Two statements instead of `(sort, id) > (?, ?)`, for which SQLite only seeks to the sort key and
 * reads all rows with an equal one for each page (sqlite.org/rowvalue.html).
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

export const QUERIES: { readonly [index in IndexName | 'main']: Queries } = {
  main: queriesOf('pk', 'sk'),
  list: queriesOf('list_pk', 'list_sk'),
  person: queriesOf('person_pk', 'person_sk'),
  due: queriesOf('due_pk', 'due_sk'),
};

/** The values of an item, in the order of `COLUMNS`. */
export function valuesOf(
  { doc, places = {}, expiresAt }: Exclude<Write, { readonly gone: true }>,
  version: string,
): readonly SQLInputValue[] {
  const placed = INDEX_NAMES.flatMap((index) => places[index] ?? [null, null]);
  return [JSON.stringify(doc), version, expiresAt ?? null, ...placed];
}
