import { londonClock } from '../../policy/send-hours.ts';

const HOUR_MS = 60 * 60 * 1000;

/** A day of the calendar. */
export type Day = { readonly year: number; readonly month: number; readonly day: number };

/** With another offset than 0, the day is already that of the place where the time was written. */
const YEAR_FIRST =
  /^(?<year>\d{4})-(?<month>\d{1,2})-(?<day>\d{1,2})(?:[T ](?<time>[\d:.]+)(?: ?(?:Z|UTC|GMT|[+-]00(?::?00)?|(?<offset>[+-]\d{2}(?::?\d{2})?)))?)?$/u;
/** Day first, as usual in the UK. */
const DAY_FIRST =
  /^(?<day>\d{1,2})[/.-](?<month>\d{1,2})[/.-](?<year>\d{4}|\d{2})(?: (?<time>\d{1,2}:[\d:.]+))?$/u;
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
 * Reads a day as it is written in the UK or by a program; null for anything else. 23:00 in UTC on a day of
 * summer is midnight in the UK, and so the next day.
 */
export function readDay(text: string): Day | null {
  const groups = (YEAR_FIRST.exec(text) ?? DAY_FIRST.exec(text) ?? MONTH_IN_WORDS.exec(text))
    ?.groups;
  if (groups === undefined) return null;
  const { year = '', month = '', day = '' } = groups;
  const date = {
    year: year.length === 2 ? 2000 + Number(year) : Number(year),
    month: /^\d/u.test(month) ? Number(month) : monthOf(month),
    day: Number(day),
  };
  // 31 April would roll over into May, and day 0 into the month before.
  const rolled = new Date(Date.UTC(date.year, date.month - 1, date.day));
  const exists = rolled.getUTCMonth() === date.month - 1 && rolled.getUTCDate() === date.day;
  if (!exists) return null;
  return isMidnightOfNextDay(rolled, groups) ? dayAfter(rolled) : date;
}

/** 23:00, with or without seconds. */
const ELEVEN_AT_NIGHT = /^23:00(?::00(?:\.0+)?)?$/u;

/**
 * Whether a time is midnight in the UK written in UTC. A program that keeps a date as an instant
 * writes 1 September as 23:00 on 31 August, because of British Summer Time. A day has no other
 * reason for a time of 23:00.
 */
function isMidnightOfNextDay(
  day: Date,
  { time = '', offset }: { readonly time?: string; readonly offset?: string },
): boolean {
  if (offset !== undefined || !ELEVEN_AT_NIGHT.test(time)) return false;
  return londonClock(new Date(day.getTime() + 23 * HOUR_MS)).hour === 0;
}

function dayAfter(day: Date): Day {
  const next = new Date(day.getTime() + 24 * HOUR_MS);
  return { year: next.getUTCFullYear(), month: next.getUTCMonth() + 1, day: next.getUTCDate() };
}

/** From 1; 0 for a word that is not a month. */
function monthOf(word: string): number {
  const small = word.toLowerCase();
  return MONTHS.findIndex((month) => month.startsWith(small)) + 1;
}
