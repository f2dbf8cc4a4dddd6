import type { Output } from '../shell.ts';
import { drawnPrompt } from '../terminal/drawn-prompt.ts';
import type { KeyQuestion } from './answer-source.ts';
import { CTRL_D, type Refusal } from './interpret-key.ts';
import type { LoneKeys } from './lone-key.ts';

/** The hint after a key that does not count. */
const REFUSALS: { readonly [why in Refusal]: string } = {
  repeated: 'Keys held down or typed ahead do not count. Press one key, once.',
  too_soon: 'That key came too soon to count. Wait a second, then press it again.',
  too_even: 'That looks like a key held down. Press another key first (space), then y.',
};

/** An open question. */
export type Asked = {
  /** The key or the line that answers it, or null if the question was withdrawn. */
  readonly answer: Promise<string | null>;
  /** Runs `print`, and draws the question again below what it prints. */
  readonly printAbove: (print: () => void) => void;
};

/** Asks a question at a terminal, where it stays below what is printed meanwhile. Ctrl-D counts as `q`. */
export async function ask(
  { question, keys, otherKey }: KeyQuestion,
  loneKeys: LoneKeys,
  output: Output,
  withdrawn: AbortSignal,
): Promise<Asked> {
  let hint = '';
  let answer: string | null = null;
  let isOpen = true;
  let isWithdrawn = false;

  const prompt = await drawnPrompt(output, () =>
    isWithdrawn ? '' : `${hint === '' ? '' : `${hint}\n`}${question} ${answer ?? ''}`,
  );
  const hintAt = (text: string): void => {
    if (!isOpen || hint === text) return;
    hint = text;
    prompt.redraw();
  };
  const end = (): void => {
    isOpen = false;
    loneKeys.ignore();
    hint = '';
    prompt.finish();
  };
  const withdraw = (): void => {
    if (!isOpen) return;
    isWithdrawn = true;
    end();
  };
  await loneKeys.listen({
    pressed: (pressed) => {
      const key = pressed === CTRL_D ? 'q' : pressed.toLowerCase();
      if (!keys.includes(key)) {
        hintAt(otherKey);
        return;
      }
      answer = key;
      end();
    },
    // If y is no answer, the hint does not ask to press it again.
    refused: (why) => hintAt(why === 'repeated' || keys.includes('y') ? REFUSALS[why] : otherKey),
  });
  const finished = prompt.run();
  if (withdrawn.aborted) withdraw();
  else withdrawn.addEventListener('abort', withdraw, { once: true });
  return {
    answer: finished
      .then(() => answer)
      .finally(() => withdrawn.removeEventListener('abort', withdraw)),
    printAbove: (print) => (isOpen ? prompt.printAbove(print) : print()),
  };
}
