import { exclusionColumn } from '../../../domain/list/exclusion/column.ts';
import { COLUMN_FIELDS, isColumnField, type ColumnField } from '../../../domain/record/field.ts';
import { parseSeason } from '../../../domain/record/values/season.ts';
import { HEADING_ALIASES, UNUSED_HEADINGS, type RefusedHeading } from './heading-aliases.ts';

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

const FIELD_BY_KEY = new Map(COLUMN_FIELDS.map((field) => [headingKey(field), field]));
const FIELD_BY_ALIAS = new Map(
  COLUMN_FIELDS.flatMap((field) =>
    HEADING_ALIASES[field].alias.map((alias) => [headingKey(alias), field] as const),
  ),
);
const NEVER_BY_KEY = new Map(
  COLUMN_FIELDS.flatMap((field) =>
    HEADING_ALIASES[field].never.map((never) => [headingKey(never.heading), never] as const),
  ),
);
const FIELDS_BY_ASK = fieldsByAsk();
const UNUSED_KEYS = new Set(UNUSED_HEADINGS.map(headingKey));

/** The field that a heading certainly stands for; null where there is none. */
export function matchHeading(heading: string): HeadingMatch | null {
  const visible = visibleHeading(heading);
  if (isColumnField(visible)) return { field: visible, how: 'exact' };
  const key = headingKey(heading);
  const named = FIELD_BY_KEY.get(key);
  if (named !== undefined) return { field: named, how: 'normalised' };
  const alias = FIELD_BY_ALIAS.get(key);
  return alias === undefined ? null : { field: alias, how: 'alias' };
}

/** The fields that a heading could stand for, between which a person has to choose. */
export function fieldsToAskAbout(heading: string): readonly ColumnField[] {
  return FIELDS_BY_ASK.get(headingKey(heading)) ?? [];
}

/** The entry of a heading that is refused for every field; null for any other heading. */
export function refusedHeading(heading: string): RefusedHeading | null {
  return NEVER_BY_KEY.get(headingKey(heading)) ?? null;
}

/** Whether a column with this heading says who has left or who consents to messages. */
export function isStatusHeading(heading: string): boolean {
  return exclusionColumn(visibleHeading(heading)) !== null;
}

/** Whether this text can only be a heading, even one that is refused. */
export function isKnownHeading(heading: string): boolean {
  const key = headingKey(heading);
  return (
    matchHeading(heading) !== null ||
    isStatusAndNoCell(visibleHeading(heading)) ||
    [FIELDS_BY_ASK, NEVER_BY_KEY, UNUSED_KEYS].some((known) => known.has(key))
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

function fieldsByAsk(): ReadonlyMap<string, readonly ColumnField[]> {
  const found = new Map<string, ColumnField[]>();
  for (const field of COLUMN_FIELDS) {
    for (const heading of HEADING_ALIASES[field].ask) {
      const key = headingKey(heading);
      found.set(key, [...(found.get(key) ?? []), field]);
    }
  }
  return found;
}
