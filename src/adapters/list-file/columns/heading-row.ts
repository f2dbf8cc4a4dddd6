import { InviteError } from '../../../domain/problem/problem.ts';
import { parseSeason } from '../../../domain/record/values/season.ts';
import { headingKey, isKnownHeading, visibleHeading } from './headings.ts';
import type { HeadingMap } from './map-headings.ts';
import type { HeadingRow } from './match-columns.ts';
import type { TableRow } from '../table-row.ts';

const PHONE_LIKE = /^[+\d][\d\s().\-/]{8,}$/u;

/**
 * The first row as headings. Empty ones at the end are dropped, so that a cell below them counts as
 * one too many: Excel pads the heading row when a comma has pushed some other row to the right.
 *
 * @throws InviteError `no_headings` when it holds a family, or nothing that is a heading
 */
export function headingRow(first: TableRow, map: HeadingMap, file: string): HeadingRow {
  const all = first.cells.map(visibleHeading);
  const headings = all.slice(0, all.findLastIndex((heading) => heading !== '') + 1);
  const mapped = new Set(Object.values(map).map(headingKey));
  const isHeading = (text: string): boolean => isKnownHeading(text) || mapped.has(headingKey(text));
  if (headings.some(isData) || !headings.some(isHeading)) {
    throw new InviteError({ code: 'no_headings', file });
  }
  return { row: first.row, headings };
}

function isData(text: string): boolean {
  return PHONE_LIKE.test(text) || parseSeason(text).ok;
}
