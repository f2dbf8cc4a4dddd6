import { headingKey } from './columns/headings.ts';
import type { Delimiter } from './csv/delimiter.ts';

/** The columns that a report has after those of its list. */
export const ADDED_HEADINGS = ['State', 'Reason', 'What to do', 'SID', 'When'] as const;

/** The columns on replies that follow them. Reports of older versions have none. */
export const REPLY_HEADINGS = ['Last reply', 'Answer'] as const;

const REPLY_KEYS = REPLY_HEADINGS.map(headingKey);
const ADDED_KEYS = ADDED_HEADINGS.map(headingKey);

/** What a spreadsheet may read as the start of a formula, in full width too. */
const FORMULA = /^(?:\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|[\t\r\n'])/u;

/**
 * What a spreadsheet reads as a number or a date and writes back as other text: a number that begins
 * with 0, one with more digits than it shows, a power of ten, and two numbers that could be a day and
 * a month.
 */
const REWRITTEN =
  /^\s*(?:0\d+|\d{12,}|\d+(?:\.\d*)?e[+-]?\d+|\d{1,4}[-/](?:0?[1-9]|1[0-2])|(?:0?[1-9]|1[0-2])[-/]\d{1,4})\s*$/iu;

/**
 * A cell that is safe in a spreadsheet: an apostrophe before it makes it text. Excel and LibreOffice
 * keep the apostrophe when they open and save a CSV, and drop it where a person types the cell again.
 * (`="0770…"` would be a formula itself.) A cell that begins with an apostrophe gets a second one, so
 * that removing one restores it.
 */
function escapedCell(text: string): string {
  return FORMULA.test(text) || REWRITTEN.test(text) ? `'${text}` : text;
}

/** Turns a row of a report, or its headings, back into those of its list. */
export type ReportUndo = (cells: readonly string[]) => readonly string[];

/**
 * How to turn a report back into its list: the added columns become blank and the apostrophes are
 * removed. Null where the headings are not those of a report.
 */
export function reportUndo(headings: readonly string[]): ReportUndo | null {
  const keys = headings.map(headingKey);
  // The last one of each, since a list may have a column State of its own.
  const added = new Set(ADDED_KEYS.map((key) => keys.lastIndexOf(key)));
  if (added.has(-1)) return null;
  // A list may have columns of these names, too: they are the report's only in their place.
  const next = Math.max(...added) + 1;
  for (const [index, key] of REPLY_KEYS.entries()) {
    if (keys[next + index] === key) added.add(next + index);
  }
  return (cells) =>
    cells.map((text, at) => (added.has(at) ? '' : text.startsWith("'") ? text.slice(1) : text));
}

/** A CSV begins with a byte order mark, without which Excel reads UTF-8 as Windows-1252. */
export const CSV_START = '\uFEFF';

/** What could end a cell early, whichever delimiter the file is read with. */
const NEEDS_QUOTES = /[",;\t\r\n]/u;

/** A row of a CSV in which no cell is a formula to a spreadsheet and phone numbers keep their digits. */
export function csvLine(cells: readonly string[], delimiter: Delimiter = ','): string {
  return `${cells.map(cellOf).join(delimiter)}\r\n`;
}

function cellOf(text: string): string {
  const safe = escapedCell(text);
  return NEEDS_QUOTES.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
