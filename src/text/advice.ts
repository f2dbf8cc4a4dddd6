import type { ColumnField } from '../domain/record/field.ts';
import { printable } from './format.ts';

/** What happened, and what the reader can do about it. */
export type Advice = { readonly message: string; readonly fix: string };

/** What `doctor` found, and what to do about it; null if it is as it should be. */
export type SetUpAdvice = { readonly message: string; readonly fix: string | null };

export const good = (message: string): SetUpAdvice => ({ message, fix: null });

/** Advice that is safe to print, even if the names, headings and texts it quotes are not. */
export function printableAdvice({ message, fix }: Advice): Advice {
  return { message: printable(message), fix: printable(fix) };
}

type FindingContext<Detail> = {
  readonly detail: Detail;
  /** The name of the field in texts. */
  readonly label: string;
  readonly field: ColumnField | null;
  /** The heading of the column, or `Heading` if it is unknown. */
  readonly heading: string;
  /** The value as it was read. */
  readonly value: string | null;
};

/** A text for each code of a union of findings. A code without one is a type error. */
export type FindingTexts<Problem extends { readonly code: string }> = {
  readonly [Code in Problem['code']]: (
    context: FindingContext<Extract<Problem, { readonly code: Code }>>,
  ) => Advice;
};

/** A text for each code of a union of problems that end a run. */
export type ProblemTexts<Problem extends { readonly code: string }> = {
  readonly [Code in Problem['code']]: (
    problem: Extract<Problem, { readonly code: Code }>,
  ) => Advice;
};

/** A text for each code of a union of findings of `doctor`. */
export type SetUpTexts<Detail extends { readonly code: string }> = {
  readonly [Code in Detail['code']]: (detail: Detail & { readonly code: Code }) => SetUpAdvice;
};
