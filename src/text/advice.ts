import { printable } from './format.ts';

/** What happened, in words, and what the reader can do about it. */
export type Advice = { readonly message: string; readonly fix: string };

/** Advice that may go to a terminal, whatever was in the names, headings and texts it quotes. */
export function printableAdvice({ message, fix }: Advice): Advice {
  return { message: printable(message), fix: printable(fix) };
}
