import { aborted } from '../../application/aborted.ts';
import type { Shell } from '../shell.ts';
import type { AnswerSource } from './answer-source.ts';

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
