import { printable } from '../../text/format.ts';
import type { Shell } from '../shell.ts';
import { drawnPrompt } from '../terminal/drawn-prompt.ts';
import { CTRL_C, CTRL_D, ESCAPE_SEQUENCES } from './interpret-key.ts';

type LineQuestion = {
  /** Drawn before what is typed; short, so that both fit on a line. */
  readonly question: string;
  /** Whether to draw an asterisk for each character. */
  readonly isSecret: boolean;
  /** Why the text is not accepted, to be shown; null if it is. */
  readonly faultOf: (text: string) => string | null;
};

export type LineAsker = {
  /** Resolves to the line without surrounding spaces, or to null if the question was withdrawn. */
  readonly ask: (question: LineQuestion) => Promise<string | null>;
  /** Restores the terminal's mode. */
  readonly close: () => void;
};

const CTRL_U = '\u0015';
const BACKSPACES = '\b\u007F';

/**
 * Asks for lines of text at a terminal. The keys come from the shell's keyboard, so that Ctrl-C and Ctrl-D
 * stop the run as they do elsewhere.
 */
export function lineAsker(shell: Shell): LineAsker {
  const keyboard = shell.stdin.keyboard();
  let onTyped: ((text: string) => void) | null = null;
  keyboard.onInput((text) => {
    if (text.includes(CTRL_C) || text.includes(CTRL_D)) shell.requestStop();
    else onTyped?.(text.replace(ESCAPE_SEQUENCES, ''));
  });
  return {
    ask: async (question) => {
      // Text typed while no question was open answers none.
      await keyboard.drained();
      const { ask, type } = await drawn(question, shell);
      onTyped = type;
      try {
        return await ask();
      } finally {
        onTyped = null;
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
