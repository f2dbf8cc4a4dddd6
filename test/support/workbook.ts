import {
  writeXlsx,
  type Cell,
  type CellValue,
  type ColumnDef,
  type MergeRange,
  type WriteSheet,
} from 'hucre/xlsx';

type RowDef = NonNullable<WriteSheet['rowDefs']> extends Map<number, infer Row> ? Row : never;

type SheetParts = {
  readonly rows: readonly (readonly CellValue[])[];
  /** Cells by `row,column`, both counted from 0. */
  readonly cells?: { readonly [place: string]: Partial<Cell> };
  /** Row numbers, counted from 1. */
  readonly hiddenRows?: readonly number[];
  readonly isHidden?: boolean;
  readonly columns?: readonly ColumnDef[];
  readonly merges?: readonly MergeRange[];
  /** Row numbers, counted from 1, of rows without any height. */
  readonly flatRows?: readonly number[];
};

/** The bytes of an .xlsx file with these sheets, by name. */
export async function aWorkbook(sheets: {
  readonly [name: string]: SheetParts;
}): Promise<Uint8Array> {
  return writeXlsx({
    sheets: Object.entries(sheets).map(
      ([name, { rows, cells = {}, hiddenRows = [], flatRows = [], ...parts }]): WriteSheet => ({
        name,
        rows: rows.map((row) => [...row]),
        cells: new Map(Object.entries(cells)),
        rowDefs: new Map<number, RowDef>([
          ...hiddenRows.map((row): [number, RowDef] => [row - 1, { hidden: true }]),
          ...flatRows.map((row): [number, RowDef] => [row - 1, { height: 0 }]),
        ]),
        columns: [...(parts.columns ?? [])],
        merges: [...(parts.merges ?? [])],
        hidden: parts.isHidden ?? false,
      }),
    ),
  });
}
