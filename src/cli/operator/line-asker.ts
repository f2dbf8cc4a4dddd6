import { printable } from '../../text/format.ts';
import type { Shell } from '../shell.ts';
import { drawnPrompt } from '../terminal/drawn-prompt.ts';

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
 * Asks for lines of text at a terminal. The keys come from the shell's keyboard, so that Ctrl-C stops
 * the run as it does everywhere else.
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
      const { ask, type } = await drawn(question, shell);
      standing = type;
      try {
        return await ask();
      } finally {
        standing = null;
      }
    },
    close: keyboard.close,
  };
}

type Drawn = {
  /** Draws the question. Resolves to the line, or to null when the question was withdrawn. */
  readonly ask: () => Promise<string | null>;
  readonly type: (text: string) => void;
};

async function drawn(
  { question, isSecret, faultOf }: LineQuestion,
  { stderr, stop }: Shell,
): Promise<Drawn> {
  const { default: wrapAnsi } = await import('wrap-ansi');
  let line = '';
  let answer: string | null = null;
  let hint = '';
  let isOpen = true;

  const prompt = await drawnPrompt(stderr, () => {
    const shown = isSecret ? '*'.repeat(line.length) : printable(line);
    return `${hint === '' ? '' : `${hint}\n`}${question} ${shown}`;
  });
  const end = (): void => {
    isOpen = false;
    prompt.finish();
  };
  const enter = (): void => {
    const text = line.trim();
    const fault = faultOf(text);
    if (fault === null) {
      hint = '';
      answer = text;
      end();
      return;
    }
    hint = wrapAnsi(fault, stderr.columns() ?? Infinity);
    if (isSecret) line = '';
  };
  const withdraw = (): void => {
    if (isOpen) end();
  };
  const ask = async (): Promise<string | null> => {
    const finished = prompt.run();
    if (stop.aborted) withdraw();
    else stop.addEventListener('abort', withdraw, { once: true });
    try {
      await finished;
      return answer;
    } finally {
      stop.removeEventListener('abort', withdraw);
    }
  };
  return {
    ask,
    type: (text) => {
      // Text pasted after the end of a line answers no other question.
      const [typed = '', ...beyond] = text.split(/[\r\n]/u);
      if (!isOpen) return;
      line = Array.from(typed).reduce(afterKey, line);
      if (beyond.length > 0) enter();
      if (isOpen) prompt.redraw();
    },
  };
}

function afterKey(line: string, key: string): string {
  if (BACKSPACES.includes(key)) return Array.from(line).slice(0, -1).join('');
  if (key === CTRL_U) return '';
  return /\p{Cc}/u.test(key) ? line : line + key;
}
