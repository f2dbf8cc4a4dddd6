import { FULL_NAME_FIELDS, FULL_NAMES, type ColumnField } from '../../../domain/record/field.ts';
import type { ListOptionFault } from '../../../domain/problem/list-option-fault.ts';
import { InviteError } from '../../../domain/problem/problem.ts';
import { headingKey, matchHeading, neverTaken, type HeadingMatch } from './headings.ts';

/** What the operator said with --map: this heading is that field. */
export type HeadingMap = { readonly [field in ColumnField]?: string };

/** A mapping of headings that was given once and is kept for next time. */
export type KeptMap = { readonly name: string; readonly fields: HeadingMap };

/** What of a list's options says where its headings land. */
export type Mapping = {
  /** What the file is called in problems. */
  readonly name: string;
  readonly map: HeadingMap;
  /** What of `map` was kept and not given this time; null where nothing was. */
  readonly keptMap: KeptMap | null;
};

export type Landing = HeadingMatch | { readonly field: ColumnField; readonly how: 'mapped' };

/**
 * The field each heading lands on, or null. What the operator mapped wins: no other heading lands on
 * a mapped field, and a mapped heading lands on no other.
 *
 * @throws InviteError `usage` when a mapped heading is not in the file, is given to two fields, or is
 *   one that is never taken
 */
export function landHeadings(
  headings: readonly string[],
  mapping: Mapping,
): readonly (Landing | null)[] {
  const { map } = mapping;
  const mapped = mappedFields(headings, mapping);
  return headings.map((heading) => {
    const field = mapped.get(headingKey(heading));
    if (field !== undefined) return { field, how: 'mapped' };
    const match = matchHeading(heading);
    return match === null || map[match.field] !== undefined ? null : match;
  });
}

/**
 * The landings without those that say a name twice. First and last name in columns of their own need
 * no guess, so they win over a full name, unless it is the full name alone that was mapped.
 */
export function withoutSecondNames(
  landings: readonly (Landing | null)[],
  map: HeadingMap,
): readonly (Landing | null)[] {
  const landed = new Set(landings.map((landing) => landing?.field));
  const dropped = new Set<ColumnField>();
  for (const full of FULL_NAME_FIELDS) {
    const parts = FULL_NAMES[full];
    if (!landed.has(full)) continue;
    const fullAloneIsMapped =
      map[full] !== undefined && parts.every((part) => map[part] === undefined);
    if (fullAloneIsMapped) for (const part of parts) dropped.add(part);
    else if (parts.every((part) => landed.has(part))) dropped.add(full);
  }
  return landings.map((landing) =>
    landing === null || dropped.has(landing.field) ? null : landing,
  );
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
    const never = neverTaken(heading);
    if (never !== null)
      throw unfit({ code: 'mapped_heading_wrong', ...mapped, holds: never.holds });
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
