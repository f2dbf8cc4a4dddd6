import type { DatabaseSync } from 'node:sqlite';

/** So many pages are filled by one row. */
const PAGES_AT_ONCE = 1024;

/**
 * Writes over the pages of a file that nothing uses, within a transaction of the caller. The versions
 * before left in them what they deleted. With `secure_delete` each page is cleared as it is given back.
 */
export function clearFreePages(database: DatabaseSync): void {
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
