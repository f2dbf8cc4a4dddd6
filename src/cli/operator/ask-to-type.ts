import { PassThrough } from 'node:stream';
import { clearScreenDown, createInterface, cursorTo } from 'node:readline';
import type { Output } from '../shell.ts';
import type { Asked } from './ask.ts';
import type { LoneKeys } from './lone-key.ts';

/** What an arrow sends, and the marks around what is pasted: its rest would be taken for letters. */
// oxlint-disable-next-line no-control-regex -- escape codes are what is looked for
const SEQUENCES = /\u001B(?:\[[\d;?]*[@-~]|O.)?/gu;
/** All but Enter and the key that takes a letter back: readline has its own uses for them. */
const CONTROL_KEYS = /[\p{Cc}--[\r\n\b\x7F]]/gv;
const CTRL_D = '\u0004';

/**
 * Asks for a line to be typed and ended with Enter; readline draws it. Like a key, nothing counts that
 * was typed before the question stood there. The answer is null at the end of input, too.
 *
 * @param question one line, behind which the answer is typed
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
    else input.write(text.replace(SEQUENCES, '').replace(CONTROL_KEYS, ''));
  });
  const end = (answer: string | null): void => {
    if (!open) return;
    open = false;
    loneKeys.ignore();
    // Where Enter did not, the next line still begins on a line of its own.
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
