import type { Shell } from '../shell.ts';
import { ask, type Asked } from './ask.ts';
import type { AnswerSource } from './cli-operator.ts';
import { loneKeys } from './lone-key.ts';

/** Answers as keys at a terminal, which is taken over until it is closed. */
export function keyAnswers(shell: Shell): AnswerSource {
  const keys = loneKeys(shell.stdin.keyboard(), shell);
  let standing: Asked | null = null;
  return {
    next: async (question, withdrawn) => {
      shell.stderr.write('\n');
      standing = await ask(question, keys, shell.stderr, withdrawn);
      try {
        return await standing.answer;
      } finally {
        standing = null;
      }
    },
    printAbove: (print) => (standing === null ? print() : standing.printAbove(print)),
    close: keys.close,
  };
}
