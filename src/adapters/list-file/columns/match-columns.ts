import { readHeadingRow, type RowReading } from '../../../domain/list/headings/read-heading-row.ts';
import { readHeading } from '../../../domain/list/headings/read-heading.ts';
import type { ColumnProblem, Finding } from '../../../domain/problem/finding.ts';
import {
  COLUMN_FIELDS,
  FIELDS,
  FULL_NAMES,
  fullNameOf,
  isFullName,
  isRequired,
  type ColumnField,
  type Field,
} from '../../../domain/record/field.ts';
import {
  certainMatches,
  withoutDuplicateNames,
  type FieldMatch,
  type Mapping,
} from './map-headings.ts';
import { openColumns, rankColumns, type RankedColumns } from './rank-columns.ts';

export type ColumnReport = {
  /** The letter that a spreadsheet shows: A, B, … */
  readonly column: string;
  readonly heading: string;
  readonly field: ColumnField | null;
  readonly how: 'exact' | 'normalised' | 'alias' | 'mapped' | 'ignored';
};

export type HeadingRow = {
  readonly row: number;
  readonly headings: readonly string[];
  /** The first rows below it. */
  readonly sample: readonly (readonly string[])[];
};

/** A field without a certain column, and the columns, counted from 0, whose headings suggest it. */
type CandidateColumns = { readonly field: ColumnField; readonly indexes: readonly number[] };

export type MatchedColumns = {
  readonly columns: readonly ColumnReport[];
  /** The fields that have no certain column, in the order of their findings. */
  readonly doubts: readonly RankedColumns[];
  readonly findings: readonly Finding[];
};

const LETTERS = 26;

/** The letter a spreadsheet shows above a column, counted from 0: A to Z, then AA. */
export function columnLetter(index: number): string {
  const last = String.fromCharCode(65 + (index % LETTERS));
  return index < LETTERS ? last : columnLetter(Math.floor(index / LETTERS) - 1) + last;
}

type Matches = readonly (FieldMatch | null)[];

/** Matches columns to fields, with a finding for each field whose column is missing or uncertain. */
export function matchColumns(
  { row, headings, sample }: HeadingRow,
  options: Mapping & { readonly set: ReadonlySet<Field> },
): MatchedColumns {
  const certain = certainMatches(headings, options);
  const readings = readHeadingRow(
    headings.map((heading, at) => ({
      heading,
      field: certain[at]?.field ?? null,
      cells: sample.map((cells) => cells[at] ?? ''),
    })),
  );
  const read = readings.map(({ take }, at): FieldMatch | null => {
    const named = certain[at] ?? null;
    if (named !== null || take === null || options.map[take] !== undefined) return named;
    return { field: take, how: 'alias' };
  });
  const matches = withoutDuplicateNames(read, options.map);
  const columnsOf = columnsByField(matches);
  const duplicated = COLUMN_FIELDS.filter((field) => columnsOf(field).length > 1);
  const absent = FIELDS.filter((field) => {
    const full = fullNameOf(field);
    const hasColumn = columnsOf(field).length > 0 || (full !== null && columnsOf(full).length > 0);
    return !hasColumn && !options.set.has(field);
  });
  const candidates = candidateColumns(absent, readings, matches);

  const finding = (field: ColumnField, detail: ColumnProblem, at: number | null): Finding => ({
    severity: isNeeded(field, absent) || detail.code === 'column_doubled' ? 'error' : 'warning',
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
    if (duplicated.includes(field)) {
      return [finding(field, { code: 'column_doubled', columns: named(columnsOf(field)) }, null)];
    }
    const doubt = candidates.find((one) => one.field === field);
    if (doubt !== undefined) {
      const only = doubt.indexes.length === 1 ? (doubt.indexes[0] ?? null) : null;
      return [finding(field, { code: 'column_ambiguous', columns: named(doubt.indexes) }, only)];
    }
    const isMissing =
      absent.some((one) => one === field && isRequired(one)) &&
      !candidates.some((one) => one.field === fullNameOf(field));
    return isMissing ? [finding(field, { code: 'column_missing' }, null)] : [];
  });
  const emergencies = columnsOf('parent_tel')
    .filter((at) => readHeading(headings[at] ?? '').isForEmergencies)
    .map((at): Finding => {
      const found = finding('parent_tel', { code: 'emergency_number' }, at);
      return { ...found, severity: 'warning' };
    });
  const suggested = (field: ColumnField): readonly number[] =>
    duplicated.includes(field)
      ? columnsOf(field)
      : (candidates.find((one) => one.field === field)?.indexes ?? []);
  const doubtsOf = (about: readonly Finding[]): readonly RankedColumns[] => {
    if (about.length === 0) return [];
    const open = openColumns(
      columns.flatMap(({ heading, field }, index) => {
        const cells = sample.map((row) => row[index] ?? '');
        return field === null ? [{ index, heading, reading: readings[index], cells }] : [];
      }),
    );
    return about.flatMap(({ field }) =>
      field === null ? [] : [rankColumns(field, suggested(field), open)],
    );
  };
  const columns = headings.map((heading, index): ColumnReport => {
    const match = matches[index] ?? null;
    const used = match !== null && !duplicated.includes(match.field) ? match : null;
    return {
      column: columnLetter(index),
      heading,
      field: used?.field ?? null,
      how: used?.how ?? 'ignored',
    };
  });
  return { columns, doubts: doubtsOf(findings), findings: [...findings, ...emergencies] };
}

/** Whether rows are refused without a column for this field, or for both parts of this full name. */
function isNeeded(field: ColumnField, absent: readonly Field[]): boolean {
  const parts: readonly ColumnField[] = isFullName(field) ? FULL_NAMES[field] : [field];
  return absent.some((one) => isRequired(one) && parts.includes(one));
}

function columnsByField(matches: Matches): (field: ColumnField) => readonly number[] {
  return (field) => matches.flatMap((match, index) => (match?.field === field ? [index] : []));
}

/** For each absent field the columns that could be it, or else those that could be its full name. */
function candidateColumns(
  absent: readonly Field[],
  readings: readonly RowReading[],
  matches: Matches,
): readonly CandidateColumns[] {
  const candidates = new Map<ColumnField, readonly number[]>();
  for (const field of absent) {
    for (const one of [field, fullNameOf(field)]) {
      if (one === null) continue;
      const indexes = candidateIndexes(one, readings, matches);
      if (indexes.length === 0) continue;
      candidates.set(one, indexes);
      break;
    }
  }
  return COLUMN_FIELDS.flatMap((field) => {
    const indexes = candidates.get(field);
    return indexes === undefined ? [] : [{ field, indexes }];
  });
}

/** The columns that could be this field and are not matched to another, those of somebody named first. */
function candidateIndexes(
  field: ColumnField,
  readings: readonly RowReading[],
  matches: Matches,
): readonly number[] {
  const isNamed = (index: number): boolean => readings[index]?.owner !== 'unnamed';
  return readings
    .flatMap(({ ask }, index) => (matches[index] === null && ask.includes(field) ? [index] : []))
    .toSorted((one, other) => Number(isNamed(other)) - Number(isNamed(one)));
}
