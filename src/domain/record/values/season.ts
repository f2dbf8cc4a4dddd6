import { parsed, refused, type Parsed } from '../parsed.ts';

declare const season: unique symbol;
/** A season as it is written to parents: `2026-27`. */
export type Season = string & { readonly [season]: true };

const WRITTEN = /^(?<first>20\d{2}|\d{2})\s*[-/\u2010-\u2015]\s*(?<second>\d{4}|\d{2})$/u;

/** Reads `2026-27`, `2026/27`, `2026-2027` and `26/27` as one value: two years that follow each other. */
export function parseSeason(text: string): Parsed<Season> {
  const groups = WRITTEN.exec(text)?.groups;
  if (groups?.['first'] === undefined || groups['second'] === undefined) {
    return refused({ code: 'season_malformed' });
  }
  const first = fullYear(groups['first']);
  if ((first + 1) % 100 !== Number(groups['second']) % 100)
    return refused({ code: 'season_malformed' });
  if (groups['second'].length === 4 && Number(groups['second']) !== first + 1) {
    return refused({ code: 'season_malformed' });
  }
  return parsed(`${first}-${String((first + 1) % 100).padStart(2, '0')}` as Season);
}

/**
 * Whether a new invite for this season would come too late: English grassroots seasons end with
 * May, so 2025-26 is over from 1 June 2026, which in British Summer Time begins at 23:00 UTC.
 */
export function isOver(value: Season, now: Date): boolean {
  return now.getTime() >= Date.UTC(Number(value.slice(0, 4)) + 1, 4, 31, 23);
}

/**
 * Whether a season starts more than a year from now, which is likelier a slip of the year than a
 * plan. It is taken to start on 1 September, in British Summer Time still 31 August by UTC.
 */
export function isFar(value: Season, now: Date): boolean {
  return now.getTime() < Date.UTC(Number(value.slice(0, 4)) - 1, 7, 31, 23);
}

function fullYear(digits: string): number {
  return digits.length === 4 ? Number(digits) : 2000 + Number(digits);
}
