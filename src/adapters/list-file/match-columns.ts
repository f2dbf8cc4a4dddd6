import { FIELDS, type Field } from '../../domain/field.ts';
import type { ColumnProblem, Finding } from '../../domain/problem.ts';
import { columnLetter } from './column-letter.ts';
import { fieldsToAskAbout } from './headings.ts';
import { landHeadings, type HeadingMap, type Landing } from './land-headings.ts';

export type ColumnReport = {
  /** A, B, … as the spreadsheet shows it. */
  readonly column: string;
  readonly heading: string;
  readonly field: Field | null;
  readonly how: 'exact' | 'normalised' | 'alias' | 'mapped' | 'ignored';
};

export type HeadingRow = { readonly row: number; readonly headings: readonly string[] };

export type MatchedColumns = {
  readonly columns: readonly ColumnReport[];
  readonly findings: readonly Finding[];
};

/** Which column is which field, and every doubt about it. */
export function matchColumns(
  { row, headings }: HeadingRow,
  options: { readonly name: string; readonly map: HeadingMap; readonly set: ReadonlySet<Field> },
): MatchedColumns {
  const landings = landHeadings(headings, options.map, options.name);
  const columnsOf = (field: Field): readonly number[] =>
    landings.flatMap((landing, index) => (landing?.field === field ? [index] : []));
  const doubled = FIELDS.filter((field) => columnsOf(field).length > 1);

  const finding = (field: Field, detail: ColumnProblem, at: number | null): Finding => ({
    severity: 'error',
    row,
    column: at === null ? null : columnLetter(at),
    heading: at === null ? null : (headings[at] ?? ''),
    field,
    value: null,
    detail,
  });
  const named = (indexes: readonly number[]): readonly string[] =>
    indexes.map((index) => `${columnLetter(index)} (${headings[index] ?? ''})`);

  const findings = FIELDS.flatMap((field): readonly Finding[] => {
    const own = columnsOf(field);
    if (own.length > 1)
      return [finding(field, { code: 'column_doubled', columns: named(own) }, null)];
    if (own.length === 1 || options.set.has(field)) return [];
    const asked = indexesToAskAbout(field, headings, landings);
    if (asked.length === 0) return [finding(field, { code: 'column_missing' }, null)];
    const only = asked.length === 1 ? (asked[0] ?? null) : null;
    return [finding(field, { code: 'column_ambiguous', columns: named(asked) }, only)];
  });
  const columns = headings.map((heading, index): ColumnReport => {
    const landing = landings[index] ?? null;
    const taken = landing !== null && !doubled.includes(landing.field) ? landing : null;
    return {
      column: columnLetter(index),
      heading,
      field: taken?.field ?? null,
      how: taken?.how ?? 'ignored',
    };
  });
  return { columns, findings };
}

/** Columns that could be this field and are not taken for another. */
function indexesToAskAbout(
  field: Field,
  headings: readonly string[],
  landings: readonly (Landing | null)[],
): readonly number[] {
  return headings.flatMap((heading, index) =>
    landings[index] === null && fieldsToAskAbout(heading).includes(field) ? [index] : [],
  );
}
