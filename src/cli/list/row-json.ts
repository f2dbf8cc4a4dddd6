import { placeOfRow } from '../../domain/record/row-place.ts';

/**
 * The place of a row as `--json` prints it: with the sheet only where several are read.
 *
 * @param sheets the names of the sheets, in the order in which they are read; none where they are not known
 */
export function rowJson(row: number | null, sheets: readonly string[] = []): object {
  if (row === null) return { row };
  const place = placeOfRow(row);
  if (place.sheet === null) return { row };
  const name = sheets[place.sheet - 1];
  return name === undefined
    ? { sheet_number: place.sheet, row: place.row }
    : { sheet: name, row: place.row };
}
