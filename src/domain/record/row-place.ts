/** More than any spreadsheet has. */
const ROWS_OF_A_SHEET = 2 ** 21;

/** Where a row is: in a list from several sheets, with the number of its sheet, from 1. */
export type RowPlace = { readonly sheet: number | null; readonly row: number };

/**
 * The number of a row in a list whose rows are from several sheets. It is unique in the list, and so that rows stay
 * in order.
 *
 * @param sheet from 1, in the order in which the sheets are read
 * @param row as the spreadsheet numbers it
 */
export function rowOfSheet(sheet: number, row: number): number {
  return sheet * ROWS_OF_A_SHEET + row;
}

/** The place of a row by its number in the list. */
export function placeOfRow(row: number): RowPlace {
  const sheet = Math.floor(row / ROWS_OF_A_SHEET);
  return { sheet: sheet === 0 ? null : sheet, row: row % ROWS_OF_A_SHEET };
}
