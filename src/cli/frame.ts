import type { Paint } from './paint.ts';
import { printable } from './render.ts';

const BAR = '  │ ';
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

async function wrap(text: string, columns: number): Promise<string> {
  const { default: wrapAnsi } = await import('wrap-ansi');
  return wrapAnsi(text, Math.max(columns, 20), { hard: true, trim: false });
}
