import type { ColumnField } from '../../domain/field.ts';
import type { Cell, RawRecord } from '../../domain/record.ts';
import type { LeavingOut } from './leave-out.ts';
import type { ColumnReport } from './match-columns.ts';
import type { CsvRow } from './read-csv.ts';

type Cells = { -readonly [field in ColumnField]?: Cell };

/** Rows as records, by the columns that were taken. */
export function csvRecords(
  rows: readonly CsvRow[],
  columns: readonly ColumnReport[],
  leaving: LeavingOut,
): readonly RawRecord[] {
  const headings = columns.length;
  const taken = columns.flatMap(({ field, column, heading }, index) =>
    field === null ? [] : [{ field, column, heading, index }],
  );
  return rows.map(({ row, cells: values }) => {
    const cells: Cells = {};
    for (const { field, column, heading, index } of taken) {
      cells[field] = { value: values[index] ?? '', column, heading };
    }
    const isTooLong = values.slice(headings).some((value) => value.trim() !== '');
    return {
      row,
      cells,
      leftOut: leaving.leaves((column) => values[column]),
      shapeProblem: isTooLong ? { code: 'row_too_long', cells: values.length, headings } : null,
    };
  });
}
