import { FIELDS, type Field } from '../../domain/field.ts';
import { NOWHERE, type Finding } from '../../domain/problem.ts';
import type { Cell, RawRecord } from '../../domain/record.ts';
import { landHeadings, type HeadingMap } from './land-headings.ts';
import type { Json, JsonRow } from './read-json.ts';

type Options = {
  readonly name: string;
  readonly map: HeadingMap;
  readonly set: ReadonlySet<Field>;
};
type FieldByName = ReadonlyMap<string, Field>;

/** Objects as records, with what was found about their names. */
export function jsonRecords(
  { rows, aside }: Json,
  options: Options,
): { readonly records: readonly RawRecord[]; readonly findings: readonly Finding[] } {
  const names = [...new Set(rows.flatMap(({ values }) => Object.keys(values ?? {})))];
  const fields = fieldsByName(names, options);
  const unknown = [...new Set([...aside, ...names.filter((name) => !fields.has(name))])];
  const records: RawRecord[] = [];
  const findings: Finding[] = unknown.length === 0 ? [] : [unknownFields(unknown)];
  for (const row of rows) {
    const read = readRow(row, fields, options.set);
    records.push({ row: row.row, cells: read.cells, shapeProblem: null, leftOut: false });
    findings.push(...read.findings);
  }
  return { records, findings };
}

/** Aliases are for headings people type; a program that posts JSON knows the names. */
function fieldsByName(names: readonly string[], { map, name: file }: Options): FieldByName {
  const landings = landHeadings(names, map, file);
  return new Map(
    names.flatMap((name, index) => {
      const landing = landings[index] ?? null;
      return landing === null || landing.how === 'alias' ? [] : [[name, landing.field] as const];
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
  const cells: { -readonly [field in Field]?: Cell } = {};
  const findings: Finding[] = [];
  for (const field of FIELDS) {
    const [name, ...others] = namesByField.get(field) ?? [];
    if (name !== undefined && others.length > 0) {
      findings.push(doubledField(row, field, [name, ...others].toSorted()));
    } else if (name !== undefined || values === null || !set.has(field)) {
      const value = name === undefined ? undefined : values?.[name];
      cells[field] = { value, column: null, heading: null };
    }
  }
  return { cells, findings };
}

function unknownFields(names: readonly string[]): Finding {
  return {
    severity: 'warning',
    row: null,
    ...NOWHERE,
    detail: { code: 'unknown_fields', names },
  };
}

function doubledField(row: number, field: Field, names: readonly string[]): Finding {
  return {
    severity: 'error',
    row,
    ...NOWHERE,
    field,
    detail: { code: 'field_doubled', names },
  };
}
