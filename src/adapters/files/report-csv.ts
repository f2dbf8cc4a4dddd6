import type { Delimiter } from '../list-file/csv/delimiter.ts';
import { defused } from '../list-file/report-cells.ts';

/** How a CSV begins: with a byte order mark, without which Excel takes UTF-8 for the letters of old Windows. */
export const CSV_START = '\uFEFF';

/** What could end a cell early, in whatever way the file is read. */
const NEEDS_QUOTES = /[",;\t\r\n]/u;

/** A row of a CSV that is safe in a spreadsheet: no cell is a formula, and phones keep their digits. */
export function csvLine(cells: readonly string[], delimiter: Delimiter = ','): string {
  return `${cells.map(cellOf).join(delimiter)}\r\n`;
}

function cellOf(text: string): string {
  const safe = defused(text);
  return NEEDS_QUOTES.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
