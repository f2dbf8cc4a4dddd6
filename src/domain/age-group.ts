import { parsed, refused, type Parsed } from './parsed.ts';

declare const ageGroup: unique symbol;
/** An age group as it is written to parents: `u11s`. */
export type AgeGroup = string & { readonly [ageGroup]: true };

const WRITTEN = /^(?:u|under)[\s\-\u2010-\u2015.']*(?<years>\d{1,2})(?:\s*'?\s*s)?$/iu;

/** What a spreadsheet makes of `10-11`: a date. */
const DATE =
  /^\d{1,2}[-/. ](?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*(?:[-/. ]\d{2,4})?$|^(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[-/. ]\d{1,4}$|^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}/iu;

const YOUNGEST = 4;
const OLDEST = 23;

/** Reads `U11`, `under 11s`, `Under-11's` and `u11s` as one value, written `u11s`. */
export function parseAgeGroup(text: string): Parsed<AgeGroup> {
  if (DATE.test(text)) return refused({ code: 'age_group_is_date' });
  const years = Number(WRITTEN.exec(text.replaceAll('’', "'"))?.groups?.['years']);
  if (!(years >= YOUNGEST && years <= OLDEST))
    return refused({ code: 'age_group_malformed', extra: null });
  return parsed(`u${years}s` as AgeGroup);
}
