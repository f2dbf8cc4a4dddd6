import type { Shell } from '../shell.ts';
import { askToType } from './ask-to-type.ts';
import { ask, type Asked } from './ask.ts';
import type { AnswerSource } from './answer-source.ts';
import { loneKeys } from './lone-key.ts';

/** Answers as keys at a terminal, which is taken over until it is closed. */
export function keyAnswers(shell: Shell): AnswerSource {
  const keys = loneKeys(shell.stdin.keyboard(), shell);
  let standing: Asked | null = null;
  const answerTo = async (asked: Asked): Promise<string | null> => {
    standing = asked;
    try {
      return await asked.answer;
    } finally {
      standing = null;
    }
  };
  return {
    next: async (question, withdrawn) => {
      shell.stderr.write('\n');
      return await answerTo(await ask(question, keys, shell.stderr, withdrawn));
    },
    nextLine: async (question, withdrawn) =>
      await answerTo(await askToType(question, keys, shell.stderr, withdrawn)),
    printAbove: (print) => (standing === null ? print() : standing.printAbove(print)),
    close: keys.close,
  };
}
