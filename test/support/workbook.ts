import { writeXlsx, type Cell, type CellValue, type WriteSheet } from 'hucre/xlsx';

type SheetParts = {
  readonly rows: readonly (readonly CellValue[])[];
  /** By `row,column`, both from 0. */
  readonly cells?: { readonly [place: string]: Partial<Cell> };
  /** Rows as a spreadsheet counts them. */
  readonly hiddenRows?: readonly number[];
  readonly isHidden?: boolean;
};

/** A real .xlsx, its sheets by name. */
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
