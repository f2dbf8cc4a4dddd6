import { NOWHERE, type Finding } from '../../../domain/problem/finding.ts';
import { writtenText } from '../../../domain/record/cell/cell-text.ts';
import {
  COLUMN_FIELDS,
  FULL_NAMES,
  fullNameOf,
  isField,
  isFullName,
  type ColumnField,
  type Field,
} from '../../../domain/record/field.ts';
import type { Cell, RawRecord } from '../../../domain/record/raw-record.ts';
import { type StatusColumn, rowExclusion, statusFindings } from '../columns/exclude-rows.ts';
import { isStatusHeading } from '../columns/headings.ts';
import { leaveOutFilter, type LeftOut } from '../columns/leave-out.ts';
import { certainMatches } from '../columns/map-headings.ts';
import type { ListOptions } from '../list-options.ts';
import { nearestFields } from './nearest-field.ts';
import type { Json, JsonRow } from './read-json.ts';

type Options = Omit<ListOptions, 'sheet'>;
type FieldByName = ReadonlyMap<string, ColumnField>;

type JsonRecords = {
  readonly findings: readonly Finding[];
  readonly statusColumns: readonly StatusColumn[];
  readonly leftOut: readonly LeftOut[];
};

/** Calls `visit` with each object as a record, and returns the findings about their names. */
export function jsonRecords(
  { rows, aside }: Json,
  options: Options,
  visit: (record: RawRecord) => void,
): JsonRecords {
  const names = [...new Set(rows.flatMap(({ values }) => Object.keys(values ?? {})))];
  const fields = fieldsByName(names, options);
  const leaving = leaveOutFilter(names, options);
  const unmatched = names.flatMap((heading, at) =>
    fields.has(heading) ? [] : [{ at, column: null, heading }],
  );
  const hasCell = (name: string): boolean =>
    rows.some(({ values }) => writtenText(values?.[name]).trim() !== '');
  const exclusion = rowExclusion(
    unmatched.filter(({ heading }) => hasCell(heading)),
    options,
  );
  const found: Finding[] = [];
  const used = new Set<string>();
  const absent = new Set<string>();
  const given = new Set(fields.values());
  for (const row of rows) {
    const { cells, findings } = readRow(row, fields, options.set);
    const valueOf = (index: number): unknown => row.values?.[names[index] ?? ''];
    const judgement = leaving.leaves(valueOf)
      ? { leftOut: true }
      : exclusion.judge(row.row, valueOf);
    visit({ row: row.row, cells, shapeProblem: null, ...judgement });
    found.push(...findings);
    for (const [field, cell] of Object.entries(cells)) {
      used.add(field);
      if (cell.value === undefined) absent.add(field);
    }
  }
  const isUsed = (name: string): boolean => {
    const field = fields.get(name);
    if (field === undefined) return isStatusHeading(name);
    return !isFullName(field) || used.has(field);
  };
  const isInEach = (field: ColumnField): boolean => given.has(field) && !absent.has(field);
  const unknown = [...new Set([...aside, ...names.filter((name) => !isUsed(name))])];
  const statusColumns = exclusion.statusColumns();
  const findings = [
    ...(unknown.length === 0 ? [] : [unknownFields(unknown, isInEach)]),
    ...statusFindings(statusColumns),
    ...found,
    ...exclusion.findings(),
  ];
  exclusion.checkIncluded();
  return { findings, statusColumns, leftOut: leaving.leftOut() };
}

/** Only by name: the grammar is for headings that people type, and a program knows the field names. */
function fieldsByName(names: readonly string[], mapping: Options): FieldByName {
  const matches = certainMatches(names, mapping);
  return new Map(
    names.flatMap((name, index) => {
      const match = matches[index] ?? null;
      return match === null ? [] : [[name, match.field] as const];
    }),
  );
}

function readRow(
  { row, values, doubled }: JsonRow,
  fields: FieldByName,
  set: ReadonlySet<Field>,
): { readonly cells: RawRecord['cells']; readonly findings: readonly Finding[] } {
  const namesByField = Map.groupBy([...Object.keys(values ?? {}), ...doubled], (name) =>
    fields.get(name),
  );
  const cells: { -readonly [field in ColumnField]?: Cell } = {};
  const findings: Finding[] = [];
  const isGiven = (field: ColumnField): boolean => namesByField.has(field);
  for (const field of COLUMN_FIELDS) {
    const [name, ...others] = namesByField.get(field) ?? [];
    if (isDuplicateName(field, isGiven)) continue;
    if (name !== undefined && others.length > 0) {
      findings.push(doubledField(row, field, [name, ...others].toSorted()));
    } else if (name !== undefined) {
      cells[field] = { value: values?.[name], column: null, heading: null };
    } else if (isNeeded(field, isGiven) && (values === null || !set.has(field))) {
      cells[field] = { value: undefined, column: null, heading: null };
    }
  }
  return { cells, findings };
}

/** Whether this is a full name beside the first and the last name. */
function isDuplicateName(field: ColumnField, isGiven: (field: ColumnField) => boolean): boolean {
  return isFullName(field) && FULL_NAMES[field].every(isGiven);
}

/** Whether a record needs this field, which it does not where it has the full name. */
function isNeeded(field: ColumnField, isGiven: (field: ColumnField) => boolean): field is Field {
  const full = fullNameOf(field);
  return isField(field) && (full === null || !isGiven(full));
}

function unknownFields(
  names: readonly string[],
  isInEach: (field: ColumnField) => boolean,
): Finding {
  const nearest = nearestFields(names, isInEach);
  const meant = nearest.length === 0 ? {} : { nearest };
  return {
    severity: 'warning',
    row: null,
    ...NOWHERE,
    detail: { code: 'unknown_fields', names, ...meant },
  };
}

function doubledField(row: number, field: ColumnField, names: readonly string[]): Finding {
  return {
    severity: 'error',
    row,
    ...NOWHERE,
    field,
    detail: { code: 'field_doubled', names },
  };
}
