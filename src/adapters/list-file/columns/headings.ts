import { exclusionColumn } from '../../../domain/list/exclusion/column.ts';
import { readHeading } from '../../../domain/list/headings/read-heading.ts';
import type { Holds } from '../../../domain/list/headings/unused-heading.ts';
import { COLUMN_FIELDS, isColumnField, type ColumnField } from '../../../domain/record/field.ts';
import { parseSeason } from '../../../domain/record/values/season.ts';
import { sha256 } from '../../../domain/sha256.ts';

export type HeadingMatch = {
  readonly field: ColumnField;
  readonly how: 'exact' | 'normalised' | 'alias';
};

/** Invisible characters, such as a second byte order mark before the first heading. */
const HIDDEN_MARKS = /[\u00AD\u200B-\u200F\u2060\uFEFF]/gu;

/** Includes the dashes and the apostrophe that Word and phones substitute for the typed ones. */
const NOT_COMPARED = /[\s_\-./()[\]:'*#?\u2010-\u2015\u2019]/gu;

/** A heading without invisible characters, as it is shown to people. */
export function visibleHeading(heading: string): string {
  return heading.replace(HIDDEN_MARKS, '').trim();
}

/** The form in which headings are compared. */
export function headingKey(heading: string): string {
  return visibleHeading(heading)
    .normalize('NFKC')
    .toLowerCase()
    .replace(NOT_COMPARED, '')
    .replaceAll('&', 'and')
    .replace(/(?:optional|required)$/u, '');
}

/** The same for lists with the same headings, in any order. */
export function headingsDigest(headings: readonly string[]): string {
  const keys = headings.map(headingKey).filter((key) => key !== '');
  return sha256(['headings of a list', ...keys.toSorted()]);
}

const FIELD_BY_KEY = new Map(COLUMN_FIELDS.map((field) => [headingKey(field), field]));
/** The field whose own name the heading is; null where it is no field's. */
export function namedField(heading: string): HeadingMatch | null {
  const visible = visibleHeading(heading);
  if (isColumnField(visible)) return { field: visible, how: 'exact' };
  const named = FIELD_BY_KEY.get(headingKey(heading));
  return named === undefined ? null : { field: named, how: 'normalised' };
}

/** The field that a heading stands for by itself; null where there is none. */
export function matchHeading(heading: string): HeadingMatch | null {
  const named = namedField(heading);
  if (named !== null) return named;
  const { take } = readHeading(visibleHeading(heading));
  return take === null ? null : { field: take, how: 'alias' };
}

/** The fields that a heading could stand for, between which a person has to choose. */
export function fieldsToAskAbout(heading: string): readonly ColumnField[] {
  return readHeading(visibleHeading(heading)).ask;
}

/** What a heading that looks right for a field holds instead, so that it is refused even with `--map`. */
export function refusedContent(heading: string): Holds | null {
  const { holds, owner, isSurelyHeading } = readHeading(visibleHeading(heading));
  if (!isSurelyHeading) return null;
  if (holds === 'second_phone') return owner === 'unnamed' ? holds : null;
  return holds === 'parent_birth_date' || holds === 'school_year' ? holds : null;
}

/** Whether a column with this heading says who has left or who consents to messages. */
export function isStatusHeading(heading: string): boolean {
  return namedField(heading) === null && exclusionColumn(visibleHeading(heading)) !== null;
}

/** Whether a column with this heading is about a second parent. */
export function isOfSecondParent(heading: string): boolean {
  const { holds } = readHeading(visibleHeading(heading));
  return holds === 'second_parent_name' || holds === 'second_parent_phone';
}

/** Whether this text can only be a heading, even one that is refused. */
export function isKnownHeading(heading: string): boolean {
  const visible = visibleHeading(heading);
  return (
    namedField(heading) !== null ||
    isStatusAndNoCell(visible) ||
    readHeading(visible).isSurelyHeading
  );
}

const PHONE_LIKE = /^[+\d][\d\s().\-/]{8,}$/u;

/** Whether this text could be a phone number. A date is among them. */
export function isPhoneLike(text: string): boolean {
  return PHONE_LIKE.test(text);
}

/** Whether this text can only be a cell: a phone number or a season. */
export function isData(text: string): boolean {
  return isPhoneLike(text) || parseSeason(text).ok;
}

/** "Member Status" is never a cell; "Archived" and "Opted out" may be. */
function isStatusAndNoCell(heading: string): boolean {
  const column = exclusionColumn(heading);
  const isNoun = column === 'consent' || column === 'opt_out' || column === 'status';
  return isNoun && !PARTICIPLE.test(heading);
}

const PARTICIPLE = /ed(?:[\s_-]?(?:in|out))?\W*$/iu;
