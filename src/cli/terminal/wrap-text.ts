import { stripVTControlCharacters } from 'node:util';
import type { Colours } from './colours.ts';
import { printable } from '../../text/format.ts';
import type { Output } from '../shell.ts';

const BAR = '  │ ';
const MARK = '  ! ';
const WIDEST = 76;

/**
 * A message's text with a bar beside it, wrapped between words where there is a terminal to wrap
 * for. Only the display is wrapped: the text stays what is sent.
 */
export async function indented(
  text: string,
  columns: number | null,
  colours: Colours,
): Promise<string> {
  const shown = text.split('\n').map(printable).join('\n');
  const wrapped =
    columns === null ? shown : await wrap(shown, Math.min(columns - BAR.length, WIDEST));
  return wrapped
    .split('\n')
    .map((line) => `${colours.dim(BAR)}${line}`.trimEnd())
    .join('\n');
}

/** A remark beside a message, wrapped between words under its own mark. */
export async function remark(text: string, columns: number | null): Promise<string> {
  if (columns === null) return `${MARK}${text}`;
  const lines = await wrap(text, Math.min(columns - MARK.length, WIDEST));
  return `${MARK}${lines.replaceAll('\n', `\n${' '.repeat(MARK.length)}`)}`;
}

/** A text that goes on under its own beginning, which stands this far in; no word is broken. */
export async function hanging(
  text: string,
  columns: number | null,
  indent: number,
): Promise<string> {
  if (columns === null || columns - indent < NARROWEST) return text;
  const { default: wrapAnsi } = await import('wrap-ansi');
  return wrapAnsi(text, columns - indent).replaceAll('\n', `\n${' '.repeat(indent)}`);
}

/**
 * Lines of a page or a message: whichever is too long goes on under its own beginning, between words.
 *
 * @param further how much further in it goes on
 */
export async function wrapped(text: string, columns: number | null, further = 0): Promise<string> {
  if (columns === null) return text;
  const lines = text.split('\n').map(async (line) => {
    const indent = line.length - line.trimStart().length;
    if (stripVTControlCharacters(line).length <= columns) return line;
    const room = await hanging(line.trim(), columns, indent + further);
    return `${' '.repeat(indent)}${room}`;
  });
  return (await Promise.all(lines)).join('\n');
}

/** Writes text as a terminal shows it whole, and as it is where there is none. */
export async function writeWrapped(output: Output, text: string, further = 0): Promise<void> {
  output.write(await wrapped(text, output.columns(), further));
}

const NARROWEST = 20;

async function wrap(text: string, columns: number): Promise<string> {
  const { default: wrapAnsi } = await import('wrap-ansi');
  return wrapAnsi(text, Math.max(columns, 10), { hard: true, trim: false });
}
