import { printable } from './format.ts';
import type { ColumnField } from '../domain/record/field.ts';

/** What happened, in words, and what the reader can do about it. */
export type Advice = { readonly message: string; readonly fix: string };

/** Advice that may go to a terminal, whatever was in the names, headings and texts it quotes. */
export function printableAdvice({ message, fix }: Advice): Advice {
  return { message: printable(message), fix: printable(fix) };
}

type About<Detail> = {
  readonly detail: Detail;
  /** What the value is called on the screen. */
  readonly label: string;
  readonly field: ColumnField | null;
  /** The heading the problem is about, or the word that stands for one. */
  readonly heading: string;
};

/** Words for each code of a union of problems: one without words does not compile. */
export type Words<Problem extends { readonly code: string }> = {
  readonly [Code in Problem['code']]: (
    about: About<Extract<Problem, { readonly code: Code }>>,
  ) => Advice;
};

/** The same for reasons to stop, which are about no cell. */
export type StopWords<Problem extends { readonly code: string }> = {
  readonly [Code in Problem['code']]: (
    problem: Extract<Problem, { readonly code: Code }>,
  ) => Advice;
};
