import leven from 'leven';
import { COLUMN_FIELDS, type ColumnField } from '../../../domain/record/field.ts';
import { maxEditDistance } from '../../../domain/record/spelling.ts';
import { fieldsToAskAbout, headingKey, matchHeading } from '../columns/headings.ts';

/** A name that is longer is no misspelt field. */
const LONGEST_NAME = 40;
/** Names that a person can look through. */
const MOST_NAMES = 12;

/** The field that each of the first names may stand for. Fields that each record has are passed over. */
export function nearestFields(
  names: readonly string[],
  isInEach: (field: ColumnField) => boolean,
): readonly { readonly name: string; readonly field: ColumnField }[] {
  const open = COLUMN_FIELDS.filter((field) => !isInEach(field));
  return names.slice(0, MOST_NAMES).flatMap((name) => {
    const field = name.length > LONGEST_NAME ? null : nearestTo(name, open);
    return field === null ? [] : [{ name, field }];
  });
}

/** By the headings that are known, then by the spelling. */
function nearestTo(name: string, fields: readonly ColumnField[]): ColumnField | null {
  const match = matchHeading(name);
  // The name of a field is not misspelt.
  if (match !== null && match.how !== 'alias') return null;
  const known = [match?.field, ...fieldsToAskAbout(name)];
  const meant = fields.find((field) => known.includes(field));
  if (meant !== undefined) return meant;
  const key = headingKey(name);
  const [near] = fields
    .map((field) => ({ field, distance: leven(key, headingKey(field)) }))
    .toSorted((a, b) => a.distance - b.distance);
  return near !== undefined && near.distance <= maxEditDistance(key) ? near.field : null;
}
