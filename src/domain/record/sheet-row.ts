/** A row of a teams' sheet. */
export type SheetRow = {
  /** The name of the sheet's file. */
  readonly file: string;
  readonly row: number;
};

/** The row of a cell, without what else is known of the sheet. */
export function sheetRowOf({ file, row }: SheetRow): SheetRow {
  return { file, row };
}
