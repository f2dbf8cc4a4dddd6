import type { Delimiter } from './delimiter.ts';

/*
 * `="07700900123"` is how exports keep a leading 0 in Excel, which shows the text alone. Most of them
 * write it without the quotes that a CSV needs around it.
 */

const TEXT_FORMULA = /^="([^"]*)"$/u;

/** The bytes of `="`, without which there is no such cell. */
const START = Buffer.from('="');
const WIDE_START = Buffer.from('=\0"');

/** Whether a file may have cells of this form. */
export function mayHoldTextFormulas(bytes: Uint8Array): boolean {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return buffer.includes(START) || buffer.includes(WIDE_START);
}

/** The text that Excel shows for a cell. */
export function shownText(cell: string): string {
  return TEXT_FORMULA.exec(cell)?.[1] ?? cell;
}

/**
 * The text of a CSV with each such cell in quotes. Inside a quoted cell every quote is doubled, and
 * the one at its end has a delimiter or a line end behind it, so that only a cell of its own is found.
 */
export function withQuotedFormulas(text: string, delimiter: Delimiter): string {
  const ends = `${RegExp.escape(delimiter)}\r\n`;
  const bare = new RegExp(`(?<=^|[${ends}])="([^"${ends}]+)"(?=[${ends}]|$)`, 'gu');
  return text.replace(bare, '"=""$1"""');
}
