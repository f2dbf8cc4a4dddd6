import { stripVTControlCharacters } from 'node:util';
import { printable } from '../../text/format.ts';
import type { Output } from '../shell.ts';
import type { Colours } from './colours.ts';

const BAR = '  │ ';
const MARK = '  ! ';
const HANGING = '  ';
const MAX_COLUMNS = 76;
const MIN_COLUMNS = 10;
/** A hanging indent that leaves fewer columns than this is not applied. */
const MIN_HANGING_COLUMNS = 20;

/**
 * A message's text with a bar beside it, wrapped at word boundaries to the width of the terminal. The text
 * that is sent is not wrapped.
 *
 * @param columns the width of the terminal; null for no wrapping
 */
export async function indented(
  text: string,
  columns: number | null,
  colours: Colours,
): Promise<string> {
  const shown = text.split('\n').map(printable).join('\n');
  const wrapped =
    columns === null ? shown : await wrap(shown, Math.min(columns - BAR.length, MAX_COLUMNS));
  return wrapped
    .split('\n')
    .map((line) => `${colours.dim(BAR)}${line}`.trimEnd())
    .join('\n');
}

/** A remark about a message, with a mark before its first line and the others indented below it. */
export async function remark(text: string, columns: number | null): Promise<string> {
  if (columns === null) return `${MARK}${text}`;
  const lines = await wrap(text, Math.min(columns - MARK.length, MAX_COLUMNS));
  return `${MARK}${lines.replaceAll('\n', `\n${' '.repeat(MARK.length)}`)}`;
}

/** A text whose further lines are indented; null columns for no wrapping. Longer words are broken. */
export async function paragraph(text: string, columns: number | null): Promise<readonly string[]> {
  if (columns === null) return [text];
  const { default: wrapAnsi } = await import('wrap-ansi');
  const width = Math.max(columns - HANGING.length, MIN_COLUMNS);
  return wrapAnsi(text, width, { hard: true }).replaceAll('\n', `\n${HANGING}`).split('\n');
}

/**
 * Wraps a text whose first line starts at column `indent`: further lines are indented to that column. Words
 * longer than a line are not broken.
 */
export async function hanging(
  text: string,
  columns: number | null,
  indent: number,
): Promise<string> {
  if (columns === null || columns - indent < MIN_HANGING_COLUMNS) return text;
  const { default: wrapAnsi } = await import('wrap-ansi');
  return wrapAnsi(text, columns - indent).replaceAll('\n', `\n${' '.repeat(indent)}`);
}

/**
 * Wraps every line that is too long; its continuation has the line's own indentation.
 *
 * @param extraIndent how many columns more the continuation is indented
 */
export async function wrapped(
  text: string,
  columns: number | null,
  extraIndent = 0,
): Promise<string> {
  if (columns === null) return text;
  const lines = text.split('\n').map(async (line) => {
    const indent = line.length - line.trimStart().length;
    if (stripVTControlCharacters(line).length <= columns) return line;
    const lineWrapped = await hanging(line.trim(), columns, indent + extraIndent);
    return `${' '.repeat(indent)}${lineWrapped}`;
  });
  return (await Promise.all(lines)).join('\n');
}

/** Writes text, wrapped to the width of the terminal if the output is one. */
export async function writeWrapped(output: Output, text: string, extraIndent = 0): Promise<void> {
  output.write(await wrapped(text, output.columns(), extraIndent));
}

async function wrap(text: string, columns: number): Promise<string> {
  const { default: wrapAnsi } = await import('wrap-ansi');
  return wrapAnsi(text, Math.max(columns, MIN_COLUMNS), { hard: true, trim: false });
}
