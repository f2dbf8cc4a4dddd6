import { PassThrough } from 'node:stream';
import { printable } from '../../text/format.ts';
import type { Shell } from '../shell.ts';

type LineQuestion = {
  /** Stands before what is typed; short, so that both fit on a line. */
  readonly question: string;
  /** Whether what is typed is a secret, of which the length alone shows. */
  readonly isSecret: boolean;
  /** Why the text will not do, in words; null where it does. */
  readonly faultOf: (text: string) => string | null;
};

export type LineAsker = {
  /** What was typed, without spaces around it; null when the question was withdrawn. */
  readonly ask: (question: LineQuestion) => Promise<string | null>;
  /** Puts the terminal right again. */
  readonly close: () => void;
};

const CTRL_C = '\u0003';
/** The end of input, as a terminal hands it over: stops, as Ctrl-C does. */
const CTRL_D = '\u0004';
const CTRL_U = '\u0015';
/** What an arrow sends, and the marks around what is pasted: none of it is text. */
// oxlint-disable-next-line no-control-regex -- escape codes are what is looked for
const SEQUENCES = /\u001B(?:\[[\d;?]*[@-~]|O.)?/gu;
const BACKSPACES = '\b\u007F';

/**
 * Asks for lines of text at a terminal. Enquirer draws them; the keys come from the shell's
 * keyboard, so that Ctrl-C stops the run in the one way there is (enquirer's own dies of it on
 * Node from 24.2 on: its issue 483).
 */
export function lineAsker(shell: Shell): LineAsker {
  const keyboard = shell.stdin.keyboard();
  let standing: ((text: string) => void) | null = null;
  keyboard.onInput((text) => {
    if (text.includes(CTRL_C) || text.includes(CTRL_D)) shell.requestStop();
    else standing?.(text.replace(SEQUENCES, ''));
  });
  return {
    ask: async (question) => {
      // What was typed while no question stood there answers none.
      await keyboard.drained();
      const { answer, type, start } = await drawn(question, shell);
      standing = type;
      start();
      try {
        return await answer;
      } finally {
        standing = null;
      }
    },
    close: keyboard.close,
  };
}

type Drawn = {
  readonly answer: Promise<string | null>;
  readonly type: (text: string) => void;
  readonly start: () => void;
};

async function drawn(
  { question, isSecret, faultOf }: LineQuestion,
  { stderr, stop }: Shell,
): Promise<Drawn> {
  const { default: enquirer } = await import('enquirer');
  const { default: wrapAnsi } = await import('wrap-ansi');
  const input = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => input });
  const answered = Promise.withResolvers<string | null>();
  let line = '';
  let hint = '';
  let open = true;

  const prompt = new enquirer.Prompt({
    stdin: input as unknown as NodeJS.ReadStream,
    stdout: stderr.stream(),
  } as unknown as ConstructorParameters<typeof enquirer.Prompt>[0]) as unknown as DrawnLine;
  prompt.render = () => {
    const shown = isSecret ? '*'.repeat(line.length) : printable(line);
    prompt.clear();
    prompt.write(`${hint === '' ? '' : `${hint}\n`}${question} ${shown}`);
  };
  const end = (finish: () => Promise<void>, answer: string | null): void => {
    open = false;
    hint = '';
    void finish().then(() => answered.resolve(answer));
  };
  const enter = (): void => {
    const text = line.trim();
    const fault = faultOf(text);
    if (fault === null) {
      end(prompt.submit.bind(prompt), text);
      return;
    }
    hint = wrapAnsi(fault, stderr.columns() ?? Infinity);
    if (isSecret) line = '';
  };
  const withdraw = (): void => {
    if (open) end(prompt.close.bind(prompt), null);
  };
  return {
    start: () => {
      // `run` settles by an event that is not needed here: the answer is taken from the line itself.
      void prompt.run().catch(() => {});
      if (stop.aborted) withdraw();
      else stop.addEventListener('abort', withdraw, { once: true });
    },
    answer: answered.promise.finally(() => stop.removeEventListener('abort', withdraw)),
    type: (text) => {
      // What is pasted behind the end of a line answers no other question.
      const [typed = '', ...beyond] = text.split(/[\r\n]/u);
      if (!open) return;
      line = Array.from(typed).reduce(afterKey, line);
      if (beyond.length > 0) enter();
      if (open) prompt.render();
    },
  };
}

function afterKey(line: string, key: string): string {
  if (BACKSPACES.includes(key)) return Array.from(line).slice(0, -1).join('');
  if (key === CTRL_U) return '';
  return /\p{Cc}/u.test(key) ? line : line + key;
}

/** What of enquirer's base prompt is used here; its own types leave most of it out. */
type DrawnLine = {
  render: () => void;
  readonly clear: () => void;
  readonly write: (text: string) => void;
  readonly submit: () => Promise<void>;
  readonly close: () => Promise<void>;
  readonly run: () => Promise<unknown>;
};
