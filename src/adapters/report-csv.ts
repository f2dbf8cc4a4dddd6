import type { Delimiter } from './list-file/delimiter.ts';
import { defused } from './list-file/report-cells.ts';

/** Without it Excel takes UTF-8 for the letters of old Windows. */
const BYTE_ORDER_MARK = '\uFEFF';

/** What could end a cell early, in whatever way the file is read. */
const NEEDS_QUOTES = /[",;\t\r\n]/u;

/** A table as a CSV that is safe in a spreadsheet: no cell is a formula, and phones keep their digits. */
export function reportCsv(
  rows: readonly (readonly string[])[],
  delimiter: Delimiter = ',',
): string {
  const lines = rows.map((cells) => `${cells.map(cellOf).join(delimiter)}\r\n`);
  return `${BYTE_ORDER_MARK}${lines.join('')}`;
}

function cellOf(text: string): string {
  const safe = defused(text);
  return NEEDS_QUOTES.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
