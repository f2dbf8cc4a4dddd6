import type { Shell } from '../shell.ts';
import type { AnswerSource } from './answer-source.ts';
import { askToType } from './ask-to-type.ts';
import { ask, type Asked } from './ask.ts';
import { loneKeys } from './lone-key.ts';

/** Reads answers as keys at a terminal, which is in raw mode until `close` is called. */
export function keyAnswers(shell: Shell): AnswerSource {
  const keys = loneKeys(shell.stdin.keyboard(), shell);
  let open: Asked | null = null;
  const answerTo = async (asked: Asked): Promise<string | null> => {
    open = asked;
    try {
      return await asked.answer;
    } finally {
      open = null;
    }
  };
  return {
    next: async (question, withdrawn) => {
      shell.stderr.write('\n');
      return await answerTo(await ask(question, keys, shell.stderr, withdrawn));
    },
    nextLine: async (question, withdrawn) =>
      await answerTo(await askToType(question, keys, shell.stderr, withdrawn)),
    printAbove: (print) => (open === null ? print() : open.printAbove(print)),
    close: keys.close,
  };
}
