import { parsed, refused, type Parsed } from '../parsed.ts';

declare const season: unique symbol;
/** A season as it is written to parents: `2026-27`. */
export type Season = string & { readonly [season]: true };

const WRITTEN = /^(?<first>20\d{2}|\d{2})\s*[-/\u2010-\u2015]\s*(?<second>\d{4}|\d{2})$/u;

/**
 * Parses `2026-27`, `2026/27`, `2026-2027` and `26/27` into `2026-27`. The two years must be
 * consecutive.
 */
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
 * Whether a season has ended. English grassroots seasons end on 31 May: 2025-26 is over from 1 June
 * 2026, which begins at 23:00 UTC on 31 May because of British Summer Time.
 */
export function isOver(value: Season, now: Date): boolean {
  return now.getTime() >= Date.UTC(Number(value.slice(0, 4)) + 1, 4, 31, 23);
}

/**
 * Whether a season starts more than a year from now, which is probably a typing error. Seasons
 * start on 1 September, which begins at 23:00 UTC on 31 August.
 */
export function isFar(value: Season, now: Date): boolean {
  return now.getTime() < Date.UTC(Number(value.slice(0, 4)) - 1, 7, 31, 23);
}

function fullYear(digits: string): number {
  return digits.length === 4 ? Number(digits) : 2000 + Number(digits);
}

/** Whether a day such as `2027-06-30` has come, by the date in UTC. */
export function isPastDay(day: string, now: Date): boolean {
  return day <= now.toISOString().slice(0, day.length);
}
