import { aborted } from '../../application/aborted.ts';
import type { Shell } from '../shell.ts';
import type { AnswerSource } from './cli-operator.ts';

/** Answers as lines from standard input. For rehearsals alone: nothing real is approved by a pipe. */
export function lineAnswers({ stdin, stderr }: Shell): AnswerSource {
  const lines = stdin.lines();
  return {
    next: async ({ question, keys, otherKey }, withdrawn) => {
      for (;;) {
        stderr.write(`\n${question} `);
        // oxlint-disable-next-line no-await-in-loop -- one line after the other
        const line = await Promise.race([lines.next(), aborted(withdrawn)]);
        if (line === null || line.done === true) {
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
