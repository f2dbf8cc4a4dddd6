import { parsed, refused, type Parsed } from '../parsed.ts';

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

export function isAgeGroupOfYears(years: number): boolean {
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
