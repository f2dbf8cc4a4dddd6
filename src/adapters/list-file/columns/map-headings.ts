import { FULL_NAME_FIELDS, FULL_NAMES, type ColumnField } from '../../../domain/record/field.ts';
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
    if (key === '' || !inFile.has(key)) {
      throw new InviteError({
        code: 'usage',
        message: `${givenBy(field, heading, keptMap)}: ${file} has no such heading.`,
        fix: `Its headings are: ${headings.filter((name) => name !== '').join(', ')}.${wayOut(field, keptMap)}`,
      });
    }
    const never = neverTaken(heading);
    if (never !== null) {
      throw new InviteError({
        code: 'usage',
        message: `${givenBy(field, heading, keptMap)}: a column of this name is never taken, since it holds ${never.holds}.`,
        fix: 'If it is right all the same, give the column another heading in the list.',
      });
    }
    const other = fields.get(key);
    if (other !== undefined) {
      throw new InviteError({
        code: 'usage',
        message: `--map gives the heading "${heading}" to both ${other} and ${field}.`,
        fix: 'Map each heading to one field.',
      });
    }
    fields.set(key, field);
  }
  return fields;
}

/** As the operator would find it on the line that was typed. */
function givenBy(field: ColumnField, heading: string, kept: KeptMap | null): string {
  const mapped = `${field}="${heading}"`;
  return kept?.fields[field] === undefined
    ? `--map ${mapped}`
    : `--use-map ${kept.name}, which holds ${mapped}`;
}

function wayOut(field: ColumnField, kept: KeptMap | null): string {
  return kept?.fields[field] === undefined
    ? ''
    : ` Add --map ${field}="Heading" to take one of them this time, and --save-map ${kept.name} to keep it.`;
}
