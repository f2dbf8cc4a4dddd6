import type { Field } from '../../domain/field.ts';
import { InviteError } from '../../domain/problem.ts';
import { headingKey, matchHeading, type HeadingMatch } from './headings.ts';

/** What the operator said with --map: this heading is that field. */
export type HeadingMap = { readonly [field in Field]?: string };

export type Landing = HeadingMatch | { readonly field: Field; readonly how: 'mapped' };

/**
 * The field each heading lands on, or null. What the operator mapped wins: no other heading lands on
 * a mapped field, and a mapped heading lands on no other.
 *
 * @throws InviteError `usage` when a mapped heading is not in the file or is given to two fields
 */
export function landHeadings(
  headings: readonly string[],
  map: HeadingMap,
  file: string,
): readonly (Landing | null)[] {
  const mapped = mappedFields(headings, map, file);
  return headings.map((heading) => {
    const field = mapped.get(headingKey(heading));
    if (field !== undefined) return { field, how: 'mapped' };
    const match = matchHeading(heading);
    return match === null || map[match.field] !== undefined ? null : match;
  });
}

function mappedFields(
  headings: readonly string[],
  map: HeadingMap,
  file: string,
): ReadonlyMap<string, Field> {
  const inFile = new Set(headings.map(headingKey));
  const fields = new Map<string, Field>();
  for (const [field, heading] of Object.entries(map) as [Field, string][]) {
    const key = headingKey(heading);
    if (key === '' || !inFile.has(key)) {
      throw new InviteError({
        code: 'usage',
        message: `--map ${field}="${heading}": ${file} has no such heading.`,
        fix: `Its headings are: ${headings.filter((name) => name !== '').join(', ')}.`,
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
