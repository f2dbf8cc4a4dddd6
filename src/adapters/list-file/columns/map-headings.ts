import type { ListOptionFault } from '../../../domain/problem/list-option-fault.ts';
import { InviteError } from '../../../domain/problem/problem.ts';
import { FULL_NAME_FIELDS, FULL_NAMES, type ColumnField } from '../../../domain/record/field.ts';
import { headingKey, namedField, refusedContent, type HeadingMatch } from './headings.ts';
import type { KeptDecisions } from './leave-out.ts';

/** The heading of each field that the operator mapped with --map. */
export type HeadingMap = { readonly [field in ColumnField]?: string };

/** What a map that was kept with --save-map says about the columns and rows of a list. */
export type MapOfList = KeptDecisions & { readonly fields: HeadingMap };

/** The options of a list that decide which field a heading is matched to. */
export type Mapping = {
  /** What the file is called in problems. */
  readonly name: string;
  readonly map: HeadingMap;
  /** The kept map that parts of `map` come from; null where none was used. */
  readonly keptMap: MapOfList | null;
};

export type FieldMatch = HeadingMatch | { readonly field: ColumnField; readonly how: 'mapped' };

/**
 * The field of each heading that is mapped or is a field's own name, or null. A mapped field gets no other heading, and a mapped heading no
 * other field.
 *
 * @throws InviteError `usage` when a mapped heading is not in the file, is given to two fields, or
 *   holds something else in every export that is known
 */
export function certainMatches(
  headings: readonly string[],
  mapping: Mapping,
): readonly (FieldMatch | null)[] {
  const { map } = mapping;
  const mapped = mappedFields(headings, mapping);
  return headings.map((heading) => {
    const field = mapped.get(headingKey(heading));
    if (field !== undefined) return { field, how: 'mapped' };
    const match = namedField(heading);
    return match === null || map[match.field] !== undefined ? null : match;
  });
}

/**
 * The matches without a name that is there twice. A first and a last name in columns of their own need
 * no splitting, so they win over a full name, unless only the full name was mapped.
 */
export function withoutDuplicateNames(
  matches: readonly (FieldMatch | null)[],
  map: HeadingMap,
): readonly (FieldMatch | null)[] {
  const matched = new Set(matches.map((match) => match?.field));
  const dropped = new Set<ColumnField>();
  for (const full of FULL_NAME_FIELDS) {
    const parts = FULL_NAMES[full];
    if (!matched.has(full)) continue;
    const fullAloneIsMapped =
      map[full] !== undefined && parts.every((part) => map[part] === undefined);
    if (fullAloneIsMapped) for (const part of parts) dropped.add(part);
    else if (parts.every((part) => matched.has(part))) dropped.add(full);
  }
  return matches.map((match) => (match === null || dropped.has(match.field) ? null : match));
}

function mappedFields(
  headings: readonly string[],
  { map, keptMap, name: file }: Mapping,
): ReadonlyMap<string, ColumnField> {
  const inFile = new Set(headings.map(headingKey));
  const fields = new Map<string, ColumnField>();
  for (const [field, heading] of Object.entries(map) as [ColumnField, string][]) {
    const key = headingKey(heading);
    const mapped = {
      field,
      heading,
      keptMap: keptMap?.fields[field] === undefined ? null : keptMap.name,
    };
    if (key === '' || !inFile.has(key)) {
      throw unfit({ code: 'mapped_heading_missing', ...mapped, file, headings });
    }
    const holds = refusedContent(heading);
    if (holds !== null) throw unfit({ code: 'mapped_heading_wrong', ...mapped, holds });
    const other = fields.get(key);
    if (other !== undefined) {
      throw unfit({ code: 'heading_mapped_twice', heading, fields: [other, field] });
    }
    fields.set(key, field);
  }
  return fields;
}

function unfit(fault: ListOptionFault): InviteError {
  return new InviteError({ code: 'usage', fault });
}
