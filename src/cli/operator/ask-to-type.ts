import { clearScreenDown, createInterface, cursorTo } from 'node:readline';
import { PassThrough } from 'node:stream';
import type { Output } from '../shell.ts';
import type { Asked } from './ask.ts';
import { CTRL_D, ESCAPE_SEQUENCES } from './interpret-key.ts';
import type { LoneKeys } from './lone-key.ts';

/** All control characters except Enter and Backspace. Readline would interpret them. */
const CONTROL_KEYS = /[\p{Cc}--[\r\n\b\x7F]]/gv;

/**
 * Asks for a line of text, drawn by readline. What was typed before the question was shown is ignored. The
 * answer is null if the question was withdrawn or the input has ended.
 *
 * @param question one line, after which the answer is typed
 */
export async function askToType(
  question: string,
  loneKeys: LoneKeys,
  output: Output,
  withdrawn: AbortSignal,
): Promise<Asked> {
  const input = new PassThrough();
  const screen = output.stream();
  const answered = Promise.withResolvers<string | null>();
  let open = true;
  const line = createInterface({ input, output: screen, terminal: true, historySize: 0 });
  await loneKeys.listenToAll((text) => {
    if (text === CTRL_D) line.close();
    else input.write(text.replace(ESCAPE_SEQUENCES, '').replace(CONTROL_KEYS, ''));
  });
  const end = (answer: string | null): void => {
    if (!open) return;
    open = false;
    loneKeys.ignore();
    // After Enter the cursor is on a new line already.
    if (answer === null) output.write('\n');
    else line.close();
    answered.resolve(answer);
  };
  const withdraw = (): void => line.close();
  line.on('line', end).on('close', () => end(null));
  line.setPrompt(question);
  line.prompt();
  if (withdrawn.aborted) withdraw();
  else withdrawn.addEventListener('abort', withdraw, { once: true });
  return {
    answer: answered.promise.finally(() => withdrawn.removeEventListener('abort', withdraw)),
    printAbove: (print) => {
      if (open) {
        cursorTo(screen, 0);
        clearScreenDown(screen);
      }
      print();
      if (open) line.prompt(true);
    },
  };
}
