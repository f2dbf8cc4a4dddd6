import { parsed, refused, type Parsed } from '../parsed.ts';
import { readDay } from './day.ts';
import type { Season } from './season.ts';

declare const ageGroup: unique symbol;
/** An age group as it is written to parents: `u11s`. */
export type AgeGroup = string & { readonly [ageGroup]: true };

const AGE_GROUP = String.raw`(?:u|under)[\s\-\u2010-\u2015.']*(?<years>\d{1,2})(?:\s*'?\s*s)?`;
const WRITTEN = new RegExp(`^${AGE_GROUP}$`, 'iu');
const WITHIN = new RegExp(String.raw`(?<![\p{L}\d])${AGE_GROUP}(?![\p{L}\d])`, 'iu');

const EACH_WITHIN = new RegExp(WITHIN, 'giu');

/** A date. Spreadsheets turn `10-11` into one. */
const DATE =
  /^\d{1,2}[-/. ](?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*(?:[-/. ]\d{2,4})?$|^(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[-/. ]\d{1,4}$|^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}/iu;

const OF_ADULTS =
  /^(?:(?:open|all)[\s-]?age|seniors?|adults?|veterans?|vets?|(?:wo)?men(?:'?s)?|ladies|(?:over|o)[\s-]?\d\d'?s?)(?:[\s']*(?:s|team|football|squad|side))?$/iu;

const YOUNGEST = 4;
const OLDEST = 23;

function isAgeGroupOfYears(years: number): boolean {
  return years >= YOUNGEST && years <= OLDEST;
}

/**
 * Parses `U11`, `under 11s`, `Under-11's` and `u11s` into `u11s`. A number alone is refused: it may
 * come from another column, such as a shirt number.
 */
export function parseAgeGroup(text: string): Parsed<AgeGroup> {
  if (DATE.test(text)) return refused({ code: 'age_group_is_date' });
  const straight = withStraightApostrophes(text);
  const years = Number(WRITTEN.exec(straight)?.groups?.['years']);
  if (!isAgeGroupOfYears(years)) {
    return refused({ code: 'age_group_malformed', extra: extraBeside(straight) });
  }
  return parsed(`u${years}s` as AgeGroup);
}

/**
 * The words beside an age group: `Girls` in `U9 (Girls)`. Null if there is another number, which
 * may be a second age group.
 */
function extraBeside(text: string): string | null {
  const found = WITHIN.exec(text);
  if (found === null || !isAgeGroupOfYears(Number(found.groups?.['years']))) return null;
  const rest = text
    .replace(found[0], ' ')
    .replace(/[\s()[\]/,;:-]+/gu, ' ')
    .trim();
  return /\p{L}/u.test(rest) && !/\d/u.test(rest) ? rest : null;
}

/** Whether a text that is no age group of youth football names one of adults, such as `Seniors`. */
export function isGroupOfAdults(text: string): boolean {
  return OF_ADULTS.test(withStraightApostrophes(text.trim()));
}

/** The upper limit of age of a group, in years. */
export function yearsOf(group: AgeGroup): number {
  return Number(/\d+/u.exec(group)?.[0]);
}

/** An age group within a text, and where it is. */
type AgeGroupWithin = {
  readonly ageGroup: AgeGroup;
  readonly start: number;
  readonly end: number;
};

/** The age groups within a text: u11s in `Panthers U11s`. */
export function ageGroupsIn(text: string): readonly AgeGroupWithin[] {
  return [...withStraightApostrophes(text).matchAll(EACH_WITHIN)].flatMap(
    ({ 0: written, index }) => {
      const read = parseAgeGroup(written);
      return read.ok ? [{ ageGroup: read.value, start: index, end: index + written.length }] : [];
    },
  );
}

/** The text has the same length as before. */
function withStraightApostrophes(text: string): string {
  return text.replace(/[’‘ʼ´`]/gu, "'");
}

/**
 * English age groups run from 1 September: a child born on 31 August is in the group one year
 * older.
 */
const FIRST_MONTH = 9;

/**
 * The age group of a child born on this day, in a season. Null if the text is not a date, or if the
 * age is outside youth football: then the date is a typing error, or not the child's.
 */
export function ageGroupByBirth(text: string, season: Season): AgeGroup | null {
  const born = readDay(text);
  if (born === null) return null;
  const yearOfBirth = born.month >= FIRST_MONTH ? born.year : born.year - 1;
  const years = Number(season.slice(0, 4)) - yearOfBirth;
  return isAgeGroupOfYears(years) ? (`u${years}s` as AgeGroup) : null;
}
