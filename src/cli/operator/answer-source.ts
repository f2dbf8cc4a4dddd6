import { aborted } from '../../application/ports/clock.ts';
import { InviteError } from '../../domain/problem/problem.ts';
import type { Shell } from '../shell.ts';
import type { Colours } from '../terminal/colours.ts';

/** Reads the operator's answers, from a keyboard or from lines on standard input. */
export type AnswerSource = {
  /** Asks for one of the keys. Null if the question was withdrawn or the input has ended. */
  readonly next: (asked: KeyQuestion, withdrawn: AbortSignal) => Promise<string | null>;
  /** Asks for a line of text. Null if the question was withdrawn or the input has ended. */
  readonly nextLine: (question: string, withdrawn: AbortSignal) => Promise<string | null>;
  /** Runs `print`, and draws an open question again below what it prints. */
  readonly printAbove: (print: () => void) => void;
  /** Restores the terminal's mode. */
  readonly close: () => void;
};

export type KeyQuestion = {
  /** The text of the question, one line. */
  readonly question: string;
  /** The keys that answer it, in lower case. */
  readonly keys: readonly string[];
  /** The hint after any other key. */
  readonly otherKey: string;
};

/** A question with the keys `y` and `n`. */
export function yesNoQuestion(question: string, { bold, odd }: Colours): KeyQuestion {
  return { question: bold(question), keys: ['y', 'n'], otherKey: odd('Press y or n.') };
}

/** Keys if standard input is a terminal, else lines, which only a rehearsal accepts. */
export async function answersFrom(shell: Shell): Promise<AnswerSource> {
  if (shell.stdin.isTerminal) {
    const { keyAnswers } = await import('./key-answers.ts');
    return keyAnswers(shell);
  }
  return lineAnswers(shell);
}

/** Reads answers as lines from standard input. For rehearsals only: a pipe cannot approve a real message. */
export function lineAnswers({ stdin, stderr }: Shell): AnswerSource {
  const lines = stdin.lines();
  // A line requested by a question that was withdrawn belongs to the next question.
  let pending: Promise<IteratorResult<string>> | null = null;
  const readLine = async (withdrawn: AbortSignal): Promise<string | null> => {
    pending ??= lines.next();
    const line = await Promise.race([pending, aborted(withdrawn)]);
    if (line === null || withdrawn.aborted) return null;
    pending = null;
    return line.done === true ? null : line.value;
  };
  return {
    next: async ({ question, keys, otherKey }, withdrawn) => {
      for (;;) {
        stderr.write(`\n${question} `);
        // oxlint-disable-next-line no-await-in-loop -- one line after the other
        const line = await readLine(withdrawn);
        if (line === null) {
          stderr.write('\n');
          return null;
        }
        const answer = line.trim().toLowerCase();
        if (keys.includes(answer)) {
          stderr.write(`${answer}\n`);
          return answer;
        }
        stderr.write(`\n${otherKey}`);
      }
    },
    nextLine: async (question, withdrawn) => {
      stderr.write(question);
      const line = await readLine(withdrawn);
      stderr.write(`${line ?? ''}\n`);
      return line;
    },
    printAbove: (print) => print(),
    close: () => void lines.return(undefined),
  };
}

/**
 * Refuses a run that sends real messages unless both standard input and standard error are terminals: the
 * operator must see each message where they answer.
 *
 * @throws InviteError `operator_needed`
 */
export function refuseWithoutOperator({ stdin, stderr }: Shell): void {
  if (!stdin.isTerminal) throw new InviteError({ code: 'operator_needed', why: 'no_terminal' });
  if (!stderr.isTerminal) throw new InviteError({ code: 'operator_needed', why: 'no_screen' });
}
