import { escapeUTF8 } from 'entities/escape';

declare const markup: unique symbol;
/** Markup that is safe to put on a page. Only `html` and `trusted` make it. */
export type Html = { readonly markup: string; readonly [markup]: true };

type Part = Html | string | number | null | readonly Html[];

/**
 * Control characters and bidirectional marks. They are invisible, and in a name they could make the page show
 * another text than is sent.
 */
const INVISIBLE = /[[\p{Cc}--\n]\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069]/gv;

/** A template tag for markup in which every value is escaped. Null is left out. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return trusted(
    strings.reduce((before, string, at) => before + render(parts[at - 1] ?? null) + string),
  );
}

/** Takes a text as markup, unescaped. Only for constants of the program, never for input. */
export function trusted(text: string): Html {
  return { markup: text } as Html;
}

function render(part: Part): string {
  if (part === null) return '';
  if (typeof part === 'number') return String(part);
  if (typeof part === 'string') {
    return escapeUTF8(part.toWellFormed().replace(INVISIBLE, '\uFFFD'));
  }
  return 'markup' in part ? part.markup : part.map(({ markup }) => markup).join('');
}
