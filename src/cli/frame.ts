import type { Paint } from './paint.ts';
import { printable } from './render.ts';

const BAR = '  │ ';
const MARK = '  ! ';
const WIDEST = 76;

/**
 * A message's text with a bar beside it, wrapped between words where there is a terminal to wrap
 * for. Only the display is wrapped: the text stays what is sent.
 */
export async function framed(text: string, columns: number | null, paint: Paint): Promise<string> {
  const shown = text.split('\n').map(printable).join('\n');
  const wrapped =
    columns === null ? shown : await wrap(shown, Math.min(columns - BAR.length, WIDEST));
  return wrapped
    .split('\n')
    .map((line) => `${paint.dim(BAR)}${line}`.trimEnd())
    .join('\n');
}

/** A remark beside a message, wrapped between words under its own mark. */
export async function remark(text: string, columns: number | null): Promise<string> {
  if (columns === null) return `${MARK}${text}`;
  const lines = await wrap(text, Math.min(columns - MARK.length, WIDEST));
  return `${MARK}${lines.replaceAll('\n', `\n${' '.repeat(MARK.length)}`)}`;
}

async function wrap(text: string, columns: number): Promise<string> {
  const { default: wrapAnsi } = await import('wrap-ansi');
  return wrapAnsi(text, Math.max(columns, 10), { hard: true, trim: false });
}
