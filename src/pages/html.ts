import { escapeUTF8 } from 'entities/escape';

declare const markup: unique symbol;
/** Markup that is safe to put on a page: only `html` makes it, and `trusted` from words of our own. */
export type Html = { readonly markup: string; readonly [markup]: true };

type Part = Html | string | number | null | readonly Html[];

/**
 * Control characters, and the marks that turn the direction of what stands behind them: nobody sees
 * them, and a name with one could show something else than what would be sent.
 */
const UNSEEN = /[[\p{Cc}--\n]\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069]/gv;

/** Markup with values in it, every one of them escaped. Of null nothing is written. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return trusted(
    strings.reduce((before, string, at) => before + written(parts[at - 1] ?? null) + string),
  );
}

/** Text of our own that is markup already. Never for anything that was read or typed. */
export function trusted(text: string): Html {
  return { markup: text } as Html;
}

function written(part: Part): string {
  if (part === null) return '';
  if (typeof part === 'number') return String(part);
  if (typeof part === 'string') {
    return escapeUTF8(part.toWellFormed().replace(UNSEEN, '\uFFFD'));
  }
  return 'markup' in part ? part.markup : part.map((one) => one.markup).join('');
}
