import type { Shell } from '../shell.ts';
import { aborted } from '../../application/aborted.ts';
import { InviteError } from '../../domain/problem/problem.ts';

/** Where answers come from: a keyboard, or lines on standard input. */
export type AnswerSource = {
  /** One of the keys, or null when there is no answer: withdrawn, or the input is at its end. */
  readonly next: (asked: KeyQuestion, withdrawn: AbortSignal) => Promise<string | null>;
  /** A line as it was typed, or null when there is none: withdrawn, or the input is at its end. */
  readonly nextLine: (question: string, withdrawn: AbortSignal) => Promise<string | null>;
  /** Prints something without disturbing a question that stands there. */
  readonly printAbove: (print: () => void) => void;
  /** Puts the terminal right again. */
  readonly close: () => void;
};

export type KeyQuestion = {
  /** The question as it stands on the screen, on a line of its own. */
  readonly question: string;
  readonly keys: readonly string[];
  /** What is said of a key that answers nothing. */
  readonly otherKey: string;
};

/** Keys at a terminal; elsewhere lines, which a rehearsal alone takes. */
export async function answersFrom(shell: Shell): Promise<AnswerSource> {
  if (shell.stdin.isTerminal) {
    const { keyAnswers } = await import('./key-answers.ts');
    return keyAnswers(shell);
  }
  return lineAnswers(shell);
}

/** Answers as lines from standard input. For rehearsals alone: nothing real is approved by a pipe. */
export function lineAnswers({ stdin, stderr }: Shell): AnswerSource {
  const lines = stdin.lines();
  // A line that was asked for and not taken is the next question's: there is no reading it twice.
  let coming: Promise<IteratorResult<string>> | null = null;
  return {
    next: async ({ question, keys, otherKey }, withdrawn) => {
      for (;;) {
        stderr.write(`\n${question} `);
        coming ??= lines.next();
        // oxlint-disable-next-line no-await-in-loop -- one line after the other
        const line = await Promise.race([coming, aborted(withdrawn)]);
        if (line === null || withdrawn.aborted) {
          stderr.write('\n');
          return null;
        }
        coming = null;
        if (line.done === true) {
          stderr.write('\n');
          return null;
        }
        const answer = line.value.trim().toLowerCase();
        if (keys.includes(answer)) {
          stderr.write(`${answer}\n`);
          return answer;
        }
        stderr.write(`\n${otherKey}`);
      }
    },
    nextLine: async (question, withdrawn) => {
      stderr.write(question);
      const line = await Promise.race([lines.next(), aborted(withdrawn)]);
      const typed = line === null || line.done === true ? null : line.value;
      stderr.write(`${typed ?? ''}\n`);
      return typed;
    },
    printAbove: (print) => print(),
    close: () => void lines.return(undefined),
  };
}

/**
 * What is real is approved by somebody who sees it, and answers where they see it.
 *
 * @throws InviteError `operator_needed`
 */
export function refuseWithoutOperator({ stdin, stderr }: Shell): void {
  if (!stdin.isTerminal) throw new InviteError({ code: 'operator_needed', why: 'no_terminal' });
  if (!stderr.isTerminal) throw new InviteError({ code: 'operator_needed', why: 'no_screen' });
}
