import type { StopProblem } from '../../domain/problem/problem.ts';
import type { Finding } from '../../domain/problem/finding.ts';

/** What happened, and what to do about it. */
type Advice = { readonly message: string; readonly fix: string };

/** The words for what is known as a code and its facts; they are the same at a terminal. */
export type Explain = {
  readonly finding: (finding: Finding) => Advice;
  readonly stop: (problem: StopProblem) => Advice;
  readonly refusal: (twilioCode: number, twilioText: string) => Advice;
};
