import type { Shell } from '../shell.ts';
import type { AnswerSource } from './answer-source.ts';

/** Keys at a terminal; elsewhere lines, which a rehearsal alone takes. */
export async function answersFrom(shell: Shell): Promise<AnswerSource> {
  if (shell.stdin.isTerminal) {
    const { keyAnswers } = await import('./key-answers.ts');
    return keyAnswers(shell);
  }
  const { lineAnswers } = await import('./line-answers.ts');
  return lineAnswers(shell);
}
