import { parsed, refused, type Parsed } from '../parsed.ts';
import type { Season } from './season.ts';

declare const ageGroup: unique symbol;
/** An age group as it is written to parents: `u11s`. */
export type AgeGroup = string & { readonly [ageGroup]: true };

const AGE_GROUP = String.raw`(?:u|under)[\s\-\u2010-\u2015.']*(?<years>\d{1,2})(?:\s*'?\s*s)?`;
const WRITTEN = new RegExp(`^${AGE_GROUP}$`, 'iu');
const WITHIN = new RegExp(String.raw`(?<![\p{L}\d])${AGE_GROUP}(?![\p{L}\d])`, 'iu');

/** What a spreadsheet makes of `10-11`: a date. */
const DATE =
  /^\d{1,2}[-/. ](?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*(?:[-/. ]\d{2,4})?$|^(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[-/. ]\d{1,4}$|^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}/iu;

const YOUNGEST = 4;
const OLDEST = 23;

function isAgeGroupOfYears(years: number): boolean {
  return years >= YOUNGEST && years <= OLDEST;
}

/**
 * Reads `U11`, `under 11s`, `Under-11's` and `u11s` as one value, written `u11s`. A number alone
 * is none: it may as well be a shirt's, out of a row that slipped.
 */
export function parseAgeGroup(text: string): Parsed<AgeGroup> {
  if (DATE.test(text)) return refused({ code: 'age_group_is_date' });
  const straight = text.replace(/[’‘ʼ´`]/gu, "'");
  const years = Number(WRITTEN.exec(straight)?.groups?.['years']);
  if (!isAgeGroupOfYears(years)) {
    return refused({ code: 'age_group_malformed', extra: extraBeside(straight) });
  }
  return parsed(`u${years}s` as AgeGroup);
}

/** The words beside an age group: `Girls` of `U9 (Girls)`. Another number is another age group. */
function extraBeside(text: string): string | null {
  const found = WITHIN.exec(text);
  if (found === null || !isAgeGroupOfYears(Number(found.groups?.['years']))) return null;
  const rest = text
    .replace(found[0], ' ')
    .replace(/[\s()[\]/,;:-]+/gu, ' ')
    .trim();
  return /\p{L}/u.test(rest) && !/\d/u.test(rest) ? rest : null;
}

type BirthDate = { readonly year: number; readonly month: number; readonly day: number };

/** English age groups are cut on 1 September: who is born on 31 August is a year ahead. */
const FIRST_MONTH = 9;

const YEAR_FIRST = /^(?<year>\d{4})-(?<month>\d{1,2})-(?<day>\d{1,2})(?:[T ][\d:.]+Z?)?$/u;
/** The day first, as the UK writes it. */
const DAY_FIRST =
  /^(?<day>\d{1,2})[/.-](?<month>\d{1,2})[/.-](?<year>\d{4}|\d{2})(?: \d{1,2}:[\d:.]+)?$/u;
const MONTH_IN_WORDS =
  /^(?<day>\d{1,2})(?:st|nd|rd|th)?[ -](?<month>[a-z]{3,9})\.?,?[ -](?<year>\d{4}|\d{2})$/iu;

const MONTHS = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];

/**
 * The age group in which somebody born on this day plays in a season, or null where the text is no
 * date or the age is nobody's in youth football: then it is a slip, or another person's.
 */
export function ageGroupByBirth(text: string, season: Season): AgeGroup | null {
  const born = readBirthDate(text);
  if (born === null) return null;
  const yearOfBirth = born.month >= FIRST_MONTH ? born.year : born.year - 1;
  const years = Number(season.slice(0, 4)) - yearOfBirth;
  return isAgeGroupOfYears(years) ? (`u${years}s` as AgeGroup) : null;
}

function readBirthDate(text: string): BirthDate | null {
  const groups = (YEAR_FIRST.exec(text) ?? DAY_FIRST.exec(text) ?? MONTH_IN_WORDS.exec(text))
    ?.groups;
  if (groups === undefined) return null;
  const { year = '', month = '', day = '' } = groups;
  const date = {
    year: year.length === 2 ? 2000 + Number(year) : Number(year),
    month: /^\d/u.test(month) ? Number(month) : monthOf(month),
    day: Number(day),
  };
  // 31 April would roll over into May, and 0 into the month before.
  const rolled = new Date(Date.UTC(date.year, date.month - 1, date.day));
  const exists = rolled.getUTCMonth() === date.month - 1 && rolled.getUTCDate() === date.day;
  return exists ? date : null;
}

/** From 1; 0 for a word that is no month. */
function monthOf(word: string): number {
  const small = word.toLowerCase();
  return MONTHS.findIndex((month) => month.startsWith(small)) + 1;
}
