import { PassThrough } from 'node:stream';
import type { Output } from '../shell.ts';
import type { KeyQuestion } from './answer-source.ts';
import type { Refusal } from './interpret-key.ts';
import type { LoneKeys } from './lone-key.ts';

/** What is said of a key that does not count. */
const REFUSALS: { readonly [why in Refusal]: string } = {
  repeated: 'Keys held down or typed ahead do not count. Press one key, once.',
  too_soon: 'That key came too soon to count. Wait a second, then press it again.',
  too_even: 'That looks like a key held down. Press another key first (space), then y.',
};

/** The end of input, as a terminal hands it over: stops, as q does. */
const CTRL_D = '\u0004';

export type Asked = {
  /** The key that was pressed, or null when the question was withdrawn. */
  readonly answer: Promise<string | null>;
  /** Prints something above the question, which stays where it is: last. */
  readonly printAbove: (print: () => void) => void;
};

/**
 * Asks one question at a terminal; enquirer draws it, keeps it in place and puts the cursor right.
 * It reads no keys itself: it is handed those that count, one at a time.
 */
export async function ask(
  { question, keys, otherKey }: KeyQuestion,
  loneKeys: LoneKeys,
  output: Output,
  withdrawn: AbortSignal,
): Promise<Asked> {
  const { default: enquirer } = await import('enquirer');
  const input = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => input });
  const answered = Promise.withResolvers<string | null>();
  let hint = '';
  let chosen = '';
  let open = true;
  let gone = false;

  const prompt = new enquirer.Prompt({
    stdin: input as unknown as NodeJS.ReadStream,
    stdout: output.stream(),
  } as unknown as ConstructorParameters<typeof enquirer.Prompt>[0]) as unknown as DrawnPrompt;
  prompt.render = () => {
    prompt.clear();
    // A question that nobody can answer any more is not left standing.
    if (!gone) prompt.write(`${hint === '' ? '' : `${hint}\n`}${question} ${chosen}`);
  };
  const hintAt = (text: string): void => {
    if (!open || hint === text) return;
    hint = text;
    prompt.render();
  };
  prompt.keypress = async (character) => {
    const key = character?.toLowerCase() ?? '';
    if (!keys.includes(key)) {
      hintAt(otherKey);
      return;
    }
    open = false;
    loneKeys.ignore();
    hint = '';
    chosen = key;
    await prompt.submit();
    answered.resolve(key);
  };
  const withdraw = (): void => {
    if (!open) return;
    open = false;
    gone = true;
    loneKeys.ignore();
    prompt.render();
    void prompt.close().then(() => answered.resolve(null));
  };
  await loneKeys.listen({
    pressed: (key) => {
      if (key === CTRL_D) input.write('q');
      // Enquirer's own reader would act on control keys: stop the process, or close the input.
      else if (/^[!-~]$/u.test(key)) input.write(key);
      else hintAt(otherKey);
    },
    // Where y is no answer, there is no use in pressing it again.
    refused: (why) => hintAt(why === 'repeated' || keys.includes('y') ? REFUSALS[why] : otherKey),
  });
  // `run` settles by an event that is not needed here: the answer is taken from the key itself.
  void prompt.run().catch(() => {});
  if (withdrawn.aborted) withdraw();
  else withdrawn.addEventListener('abort', withdraw, { once: true });
  return {
    answer: answered.promise.finally(() => withdrawn.removeEventListener('abort', withdraw)),
    printAbove: (print) => {
      if (open) prompt.clear();
      print();
      if (open) prompt.render();
    },
  };
}

/** What of enquirer's base prompt is used here; its own types leave most of it out. */
type DrawnPrompt = {
  render: () => void;
  keypress: (character: string | undefined) => Promise<void>;
  readonly clear: () => void;
  readonly write: (text: string) => void;
  readonly submit: () => Promise<void>;
  readonly close: () => Promise<void>;
  readonly run: () => Promise<unknown>;
};
