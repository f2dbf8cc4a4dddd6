import { stripVTControlCharacters } from 'node:util';
import { afterEach, jest } from '@jest/globals';
import { spawn } from '@lydell/node-pty';
import { EVEN_MS, YES_REST_MS } from '../../../src/cli/operator/interpret-key.ts';
import { watchForLeaks, outputMayHoldNumbers } from '../leak-watch.ts';
import { bareEnv, CLI, type RunOptions } from './built-cli.ts';
import { keyPacer } from './key-pacing.ts';
import { renderScreen } from './screen.ts';

export type Terminal = {
  /** Sends text as input, all at once. */
  readonly type: (text: string) => void;
  /**
   * Presses one key, after the time a person takes to read the screen. Resolves when it is pressed; for y,
   * when the tool has accepted it.
   */
  readonly press: (key: string) => Promise<void>;
  /**
   * Holds a key down, with a keyboard's auto-repeat, and releases it. Resolves to whether the repeats were on
   * time and the tool read each one at once.
   */
  readonly hold: (key: string, how: Holding) => Promise<boolean>;
  /** Suspends the tool while `meanwhile` runs, as on a busy computer. */
  readonly freeze: (meanwhile: () => Promise<void>) => Promise<void>;
  /**
   * Waits for a match after the previous one, and resolves to the text from there to its end. Rejects with the
   * screen if the tool ends, or does not write it within a minute.
   */
  readonly waitFor: (pattern: string | RegExp) => Promise<string>;
  /** The text on the screen, with cursor movements interpreted. */
  readonly screen: () => string;
  /** The whole output, with escape sequences. */
  readonly raw: () => string;
  readonly resize: (columns: number) => void;
  /** Sends a signal to the tool and its shell. */
  readonly signal: (name: NodeJS.Signals) => void;
  /** Kills the tool and its shell at once; resolves when they have ended. */
  readonly cutOff: () => Promise<void>;
  readonly exit: Promise<Ended>;
};

type TerminalOptions = RunOptions & {
  readonly columns?: number;
  /** Default 50. */
  readonly rows?: number;
  /** A command that runs the tool; the tool's command line is appended to it. */
  readonly through?: readonly string[];
};

type Holding = {
  readonly repeats: number;
  /** The delay before the first repeat. Default: `everyMs`. */
  readonly pauseMs?: number;
  /** The interval between repeats. */
  readonly everyMs: number;
  /** Whether to wait first, so that the first press counts. */
  readonly isRead?: boolean;
};

export type Ended = {
  readonly exitCode: number;
  /** The output of `stty -a` after the tool has ended. */
  readonly terminalState: string;
};

/** In characters. A run writes about ten thousand. */
const MOST_OUTPUT = 1_000_000;
const GUARD_MS = 60_000;
/** A repeat later than this does not count: the test was delayed, and its result says nothing. */
const LATE_MS = 100;
/** The same for slow repeats, whose even intervals matter. */
const UNEVEN_MS = EVEN_MS / 3;

/** An accepted y appears at the question; a hint explains one that was not accepted. */
const ANSWER_TO_YES =
  /(?<counted>\) y)|(?<even>Press another key first)|(?<soon>Wait a second|Press one key, once)/iu;

/**
 * A shell around the tool, as at a real terminal. It prints the exit code and the terminal's state last, so
 * that none of the tool's output is lost.
 */
const SHELL = `trap : INT TERM HUP
"$@"
printf '\\n<<exit %s>>\\n' "$?"; stty -a; printf '<<end>>'; read -r _`;
const ENDED = /\n<<exit (?<exitCode>\d+)>>\n(?<terminalState>[^]*)<<end>>/u;

const open = new Set<() => void>();
afterEach(() => {
  for (const close of open) close();
  open.clear();
});

// Each test starts several programs, in parallel with other such tests.
jest.setTimeout(180_000);

/** Runs the built tool under a pseudo-terminal. It is closed after the test. */
export function openTerminal(
  args: readonly string[],
  { env, cwd, columns = 80, rows = 50, through = [] }: TerminalOptions,
): Terminal {
  // A pseudo-terminal whose size was never set reports 0.
  const shell = columns === 0 ? `stty rows 0 cols 0\n${SHELL}` : SHELL;
  const command = ['-c', shell, 'sh', ...through, process.execPath, CLI, ...args];
  const pty = spawn('/bin/sh', command, {
    cols: columns === 0 ? 80 : columns,
    rows,
    cwd,
    env: { ...bareEnv(), TERM: 'xterm-256color', ...env },
  });
  const kill = (): void => {
    try {
      // SIGKILL, since nothing may outlive the test.
      process.kill(-pty.pid, 'SIGKILL');
    } catch {
      // It has ended already.
    }
  };
  let raw = '';
  let seen = 0;
  const pacer = keyPacer();
  let typedAt = Number.NEGATIVE_INFINITY;
  let outputAt = Number.NEGATIVE_INFINITY;
  /** Milliseconds from the last key to the first output after it. */
  let reactionMs: number | null = null;
  let width = columns === 0 ? 80 : columns;
  watchForLeaks({
    env,
    outputs: () => raw,
    mayHoldNumbers: outputMayHoldNumbers(args, true),
    home: env['URMSTON_INVITE_HOME'],
    folder: cwd,
  });
  const onOutput = new Set<() => void>();
  const plain = (): string => plainText(raw);
  const screen = (): string => renderScreen(raw.split('\n<<exit ')[0] ?? '', width);
  const type = (text: string): void => {
    pacer.pressed(text);
    typedAt = performance.now();
    reactionMs = null;
    pty.write(text);
  };
  pty.onData((data) => {
    outputAt = performance.now();
    reactionMs ??= outputAt - typedAt;
    if (raw.length > MOST_OUTPUT) kill();
    else raw += data;
    for (const look of onOutput) look();
  });
  open.add(kill);
  const gone = new Promise<void>((resolve) => void pty.onExit(() => resolve()));

  const until = async <T>(what: string, found: () => T | null): Promise<T> =>
    await new Promise((resolve, reject) => {
      const settle = (end: () => void): void => {
        clearTimeout(guard);
        onOutput.delete(look);
        end();
      };
      const fail = (why: string): void =>
        settle(() => reject(new Error(`${why} ${what}. The screen:\n${screen()}`)));
      const look = (): void => {
        const value = found();
        if (value !== null) settle(() => resolve(value));
        else if (raw.length > MOST_OUTPUT) fail('It writes without end, and there is no');
        else if (ENDED.test(plain())) fail('The tool ended before there was');
      };
      const guard = setTimeout(() => fail(`After ${GUARD_MS} ms there is no`), GUARD_MS);
      onOutput.add(look);
      look();
    });

  const press = async (key: string): Promise<void> => {
    await passed(pacer.delayBefore(key, outputAt));
    const before = raw.length;
    type(key);
    if (key.toLowerCase() !== 'y') return;
    const said = await until('answer to a y', () => {
      const match = ANSWER_TO_YES.exec(plainText(raw.slice(before)));
      return match === null ? null : (match.groups ?? {});
    });
    if (said['counted'] !== undefined) return;
    // Pressed again only if a hint says that it was not accepted.
    if (said['even'] !== undefined) await press(' ');
    await press(key);
  };

  let ended: Promise<Ended> | null = null;
  return {
    type,
    press,
    hold: async (key, { repeats, everyMs, pauseMs = everyMs, isRead = false }) => {
      if (isRead) await passed(pacer.delayBefore(key, outputAt));
      const lateMs = everyMs < YES_REST_MS ? LATE_MS : UNEVEN_MS;
      let withDeadline = true;
      type(key);
      const start = typedAt + pauseMs - everyMs;
      for (let repeat = 1; repeat <= repeats; repeat += 1) {
        const due = start + repeat * everyMs;
        // oxlint-disable-next-line no-await-in-loop -- one key after the other
        await passed(due - performance.now());
        // A late reaction to the key before shows that the tool was busy.
        withDeadline &&= reactionMs === null || reactionMs < lateMs;
        type(key);
        withDeadline &&= typedAt - due < lateMs;
      }
      return withDeadline;
    },
    freeze: async (meanwhile) => {
      process.kill(-pty.pid, 'SIGSTOP');
      await meanwhile();
      process.kill(-pty.pid, 'SIGCONT');
    },
    waitFor: async (pattern) =>
      await until(String(pattern), () => {
        const rest = plain().slice(seen);
        const end = endOf(pattern, rest);
        if (end === null) return null;
        seen += end;
        return rest.slice(0, end);
      }),
    screen,
    raw: () => raw.split('\n<<exit ')[0] ?? '',
    resize: (newColumns) => {
      width = newColumns;
      pty.resize(newColumns, rows);
    },
    signal: (name) => void process.kill(-pty.pid, name),
    cutOff: async () => {
      kill();
      await gone;
    },
    get exit() {
      ended ??= until('end', () => {
        const { exitCode, terminalState } = ENDED.exec(plain())?.groups ?? {};
        return exitCode === undefined || terminalState === undefined
          ? null
          : { exitCode: Number(exitCode), terminalState };
      });
      return ended;
    },
  };
}

/** Output without escape sequences and carriage returns, nor an incomplete sequence at its end. */
function plainText(raw: string): string {
  // oxlint-disable-next-line no-control-regex -- escape codes are what is looked for
  const whole = raw.replace(/\u001B(?:\[[\d;?]*)?$/u, '');
  return stripVTControlCharacters(whole).replaceAll('\r', '');
}

function endOf(pattern: string | RegExp, text: string): number | null {
  if (typeof pattern === 'string') {
    const at = text.indexOf(pattern);
    return at === -1 ? null : at + pattern.length;
  }
  const match = pattern.exec(text);
  return match === null ? null : match.index + match[0].length;
}

async function passed(milliseconds: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, Math.max(milliseconds, 0)));
}
