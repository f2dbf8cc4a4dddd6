import { writeXlsx, type Cell, type CellValue, type WriteSheet } from 'hucre/xlsx';

type SheetParts = {
  readonly rows: readonly (readonly CellValue[])[];
  /** Cells by `row,column`, both counted from 0. */
  readonly cells?: { readonly [place: string]: Partial<Cell> };
  /** Row numbers, counted from 1. */
  readonly hiddenRows?: readonly number[];
  readonly isHidden?: boolean;
};

/** The bytes of an .xlsx file with these sheets, by name. */
export async function aWorkbook(sheets: {
  readonly [name: string]: SheetParts;
}): Promise<Uint8Array> {
  return writeXlsx({
    sheets: Object.entries(sheets).map(
      ([name, { rows, cells = {}, hiddenRows = [], isHidden = false }]): WriteSheet => ({
        name,
        rows: rows.map((row) => [...row]),
        cells: new Map(Object.entries(cells)),
        rowDefs: new Map(hiddenRows.map((row) => [row - 1, { hidden: true }])),
        hidden: isHidden,
      }),
    ),
  });
}
