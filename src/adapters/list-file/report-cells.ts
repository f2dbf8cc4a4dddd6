import { headingKey } from './columns/headings.ts';
import type { Delimiter } from './csv/read-csv.ts';

/** The columns a report has behind those of its list. */
export const ADDED_HEADINGS = ['State', 'Reason', 'What to do', 'SID', 'When'] as const;

const ADDED_KEYS = ADDED_HEADINGS.map(headingKey);

/** What a spreadsheet may take for the start of a formula, the wide signs of Asian keyboards too. */
const FORMULA = /^(?:\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|[\t\r\n'])/u;

/**
 * What a spreadsheet reads as a number or a date and writes back as another text: a number that begins
 * with 0, one of more digits than it shows, a power of ten, and two numbers that may be day and month.
 */
const REWRITTEN =
  /^\s*(?:0\d+|\d{12,}|\d+(?:\.\d*)?e[+-]?\d+|\d{1,4}[-/](?:0?[1-9]|1[0-2])|(?:0?[1-9]|1[0-2])[-/]\d{1,4})\s*$/iu;

/**
 * A cell as it is safe in a spreadsheet. An apostrophe is the one mark that makes text of anything and
 * is no formula itself, as `="0770…"` would be: Excel and LibreOffice keep it with the cell when they
 * open and save a CSV, and drop it where a person types the cell anew. A cell that begins with one
 * gets a second, so that exactly what was put on is taken off.
 */
function defused(text: string): string {
  return FORMULA.test(text) || REWRITTEN.test(text) ? `'${text}` : text;
}

/** Takes the rows of a table as they come, the headings first. */
export type ReportUndoing = (cells: readonly string[]) => readonly string[];

/**
 * What turns the rows of a report back into those of its list: the added columns are blank, and the
 * marks are off. Null where the headings are not those of a report.
 */
export function undoingReport(headings: readonly string[]): ReportUndoing | null {
  const keys = headings.map(headingKey);
  // The last of each, since a list may have a column State of its own.
  const added = new Set(ADDED_KEYS.map((key) => keys.lastIndexOf(key)));
  if (added.has(-1)) return null;
  return (cells) =>
    cells.map((text, at) => (added.has(at) ? '' : text.startsWith("'") ? text.slice(1) : text));
}

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
