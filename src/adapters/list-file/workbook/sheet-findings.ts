import type { ColumnDef, MergeRange } from 'hucre/xlsx';
import type { ColumnProblem } from '../../../domain/problem/finding.ts';
import { fieldsToAskAbout, matchHeading } from '../columns/headings.ts';
import { columnLetter } from '../columns/match-columns.ts';
import type { TableRow } from '../csv/read-csv.ts';

/** What Excel shows otherwise than the file holds it. Rows and columns are counted from 0. */
export type SheetLook = {
  readonly name: string;
  readonly columns: readonly Pick<ColumnDef, 'hidden' | 'width'>[];
  readonly merges: readonly MergeRange[];
  /** The places, as `row,column`, of formulas without a stored value. */
  readonly unsaved: readonly string[];
};

/** Merges may overlap in a hostile file, so that the work is counted. */
const MOST_FILLED = 200_000;

type Filled = { readonly rows: readonly TableRow[]; readonly problems: readonly ColumnProblem[] };

/**
 * Fills merged cells of a column: Excel shows their value once for all their rows, and the file holds
 * it in the first. Blank rows stay blank.
 */
export function fillMerged(rows: readonly TableRow[], { name, merges }: SheetLook): Filled {
  const inColumn = merges.filter((one) => one.startCol === one.endCol && one.endRow > one.startRow);
  if (inColumn.length === 0) return { rows, problems: [] };
  const byRow = new Map(rows.map((row) => [row.row, [...row.cells]]));
  let left = MOST_FILLED;
  let filled = 0;
  for (const { startRow, endRow, startCol } of inColumn) {
    const value = byRow.get(startRow + 1)?.[startCol] ?? '';
    if (value.trim() === '') continue;
    for (let index = startRow + 1; index <= endRow && left > 0; index += 1, left -= 1) {
      const cells = byRow.get(index + 1);
      if (cells === undefined || (cells[startCol] ?? '').trim() !== '') continue;
      cells[startCol] = value;
      filled += 1;
    }
  }
  const places = inColumn.map(
    ({ startRow, endRow, startCol }) =>
      `${columnLetter(startCol)}${startRow + 1}:${columnLetter(startCol)}${endRow + 1}`,
  );
  const problem = { code: 'merged_cells', sheet: name, places, cells: filled } as const;
  return {
    rows: rows.map(({ row }) => ({ row, cells: byRow.get(row) ?? [] })),
    problems: filled === 0 ? [] : [problem],
  };
}

/** Columns that are used though Excel hides them, and cells that only look filled there. */
export function hiddenFromView(
  rows: readonly TableRow[],
  { name, columns, unsaved }: SheetLook,
): readonly ColumnProblem[] {
  const hidden = columns.flatMap((column, index) => {
    if (column.hidden !== true && column.width !== 0) return [];
    const heading = rows
      .slice(0, MOST_ABOVE)
      .map(({ cells }) => cells[index] ?? '')
      .find(isUsed);
    return heading === undefined ? [] : [`${columnLetter(index)} (${heading})`];
  });
  const first = unsaved[0]?.split(',').map(Number);
  return [
    ...(hidden.length === 0
      ? []
      : [{ code: 'hidden_columns', sheet: name, columns: hidden } as const]),
    ...(first === undefined
      ? []
      : [
          {
            code: 'formulas_without_value',
            sheet: name,
            cells: unsaved.length,
            first: `${columnLetter(first[1] ?? 0)}${(first[0] ?? 0) + 1}`,
          } as const,
        ]),
  ];
}

/** The headings are among the first rows. */
const MOST_ABOVE = 21;

function isUsed(heading: string): boolean {
  return matchHeading(heading) !== null || fieldsToAskAbout(heading).length > 0;
}
