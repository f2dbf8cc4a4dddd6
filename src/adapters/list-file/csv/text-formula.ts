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
 * The text of a CSV with each such cell in quotes, in pieces of whole lines. Inside a quoted cell
 * every quote is doubled, and the one at its end has a delimiter or a line end behind it, so that only
 * a cell of its own is found.
 */
export function* withQuotedFormulas(
  pieces: Iterable<string>,
  delimiter: Delimiter,
): Generator<string> {
  const ends = `${RegExp.escape(delimiter)}\r\n`;
  const bare = new RegExp(`(?<=^|[${ends}])="([^"${ends}]+)"(?=[${ends}]|$)`, 'gu');
  let line = '';
  for (const piece of pieces) {
    const end = Math.max(piece.lastIndexOf('\n'), piece.lastIndexOf('\r')) + 1;
    if (end > 0) yield (line + piece.slice(0, end)).replace(bare, QUOTED);
    line = end > 0 ? piece.slice(end) : line + piece;
  }
  yield line.replace(bare, QUOTED);
}

const QUOTED = '"=""$1"""';
