import {
  COLUMN_FIELDS,
  FIELDS,
  fullNameOf,
  type ColumnField,
  type Field,
} from '../../../domain/record/field.ts';
import type { ColumnProblem, Finding } from '../../../domain/problem/finding.ts';
import { fieldsToAskAbout } from './headings.ts';
import { landHeadings, withoutSecondNames, type Landing, type Mapping } from './map-headings.ts';

export type ColumnReport = {
  /** A, B, … as the spreadsheet shows it. */
  readonly column: string;
  readonly heading: string;
  readonly field: ColumnField | null;
  readonly how: 'exact' | 'normalised' | 'alias' | 'mapped' | 'ignored';
};

export type HeadingRow = { readonly row: number; readonly headings: readonly string[] };

/** A field no column is surely for, and the columns, counted from 0, that may be it. */
export type AskedColumns = { readonly field: ColumnField; readonly indexes: readonly number[] };

export type MatchedColumns = {
  readonly columns: readonly ColumnReport[];
  readonly asked: readonly AskedColumns[];
  readonly findings: readonly Finding[];
};

type Landings = readonly (Landing | null)[];

/** Which column is which field, and every doubt about it. */
export function matchColumns(
  { row, headings }: HeadingRow,
  options: Mapping & { readonly set: ReadonlySet<Field> },
): MatchedColumns {
  const landings = withoutSecondNames(landHeadings(headings, options), options.map);
  const columnsOf = columnsByField(landings);
  const doubled = COLUMN_FIELDS.filter((field) => columnsOf(field).length > 1);
  const absent = FIELDS.filter((field) => {
    const full = fullNameOf(field);
    const hasColumn = columnsOf(field).length > 0 || (full !== null && columnsOf(full).length > 0);
    return !hasColumn && !options.set.has(field);
  });
  const asked = askedColumns(absent, headings, landings);

  const finding = (field: ColumnField, detail: ColumnProblem, at: number | null): Finding => ({
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

  const findings = COLUMN_FIELDS.flatMap((field): readonly Finding[] => {
    if (doubled.includes(field)) {
      return [finding(field, { code: 'column_doubled', columns: named(columnsOf(field)) }, null)];
    }
    const doubt = asked.find((one) => one.field === field);
    if (doubt !== undefined) {
      const only = doubt.indexes.length === 1 ? (doubt.indexes[0] ?? null) : null;
      return [finding(field, { code: 'column_ambiguous', columns: named(doubt.indexes) }, only)];
    }
    const isMissing =
      absent.some((one) => one === field) && !asked.some((one) => one.field === fullNameOf(field));
    return isMissing ? [finding(field, { code: 'column_missing' }, null)] : [];
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
  return { columns, asked, findings };
}

function columnsByField(landings: Landings): (field: ColumnField) => readonly number[] {
  return (field) => landings.flatMap((landing, index) => (landing?.field === field ? [index] : []));
}

/** For each absent field the columns that could be it; where there are none, those of its full name. */
function askedColumns(
  absent: readonly Field[],
  headings: readonly string[],
  landings: Landings,
): readonly AskedColumns[] {
  const asked = new Map<ColumnField, readonly number[]>();
  for (const field of absent) {
    for (const one of [field, fullNameOf(field)]) {
      if (one === null) continue;
      const indexes = indexesToAskAbout(one, headings, landings);
      if (indexes.length === 0) continue;
      asked.set(one, indexes);
      break;
    }
  }
  return COLUMN_FIELDS.flatMap((field) => {
    const indexes = asked.get(field);
    return indexes === undefined ? [] : [{ field, indexes }];
  });
}

/** Columns that could be this field and are not taken for another. */
function indexesToAskAbout(
  field: ColumnField,
  headings: readonly string[],
  landings: Landings,
): readonly number[] {
  return headings.flatMap((heading, index) =>
    landings[index] === null && fieldsToAskAbout(heading).includes(field) ? [index] : [],
  );
}

const LETTERS = 26;

/** The letter a spreadsheet shows above a column, counted from 0: A to Z, then AA. */
export function columnLetter(index: number): string {
  const last = String.fromCharCode(65 + (index % LETTERS));
  return index < LETTERS ? last : columnLetter(Math.floor(index / LETTERS) - 1) + last;
}
