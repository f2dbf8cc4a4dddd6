import { stripVTControlCharacters } from 'node:util';
import { afterEach, jest } from '@jest/globals';
import { spawn } from '@lydell/node-pty';
import { EVEN_MS, YES_REST_MS } from '../../../src/cli/operator/interpret-key.ts';
import { bareEnv, CLI, type RunOptions } from './built-cli.ts';
import { aHand } from './key-pacing.ts';
import { watchForLeaks, outputMayHoldNumbers } from '../leak-watch.ts';
import { drawn } from './screen.ts';

export type Terminal = {
  /** Puts text on the keyboard now, all of it at once. */
  readonly type: (text: string) => void;
  /**
   * Presses one key as a person does who has read what stands there now: when it counts. Resolves when
   * it is pressed; of a y, when it is seen to have counted.
   */
  readonly press: (key: string) => Promise<void>;
  /**
   * Holds a key down, as a keyboard repeats it, and lets go. Resolves to whether the repeats came in
   * time, and the tool was not busy with something else when they did.
   */
  readonly hold: (key: string, how: Holding) => Promise<boolean>;
  /** Lets the tool stand still for a while, as on a computer that is busy with something else. */
  readonly freeze: (meanwhile: () => Promise<void>) => Promise<void>;
  /**
   * Resolves to what stands between the last match and the end of this one, as soon as it is there.
   * Never finds the same text twice. Rejects with the whole screen when the tool ends or says
   * nothing of the kind for 15 seconds.
   */
  readonly waitFor: (pattern: string | RegExp) => Promise<string>;
  /** What a person sees, cursor movements carried out. */
  readonly screen: () => string;
  /** All that came, escape codes and all. */
  readonly raw: () => string;
  readonly resize: (columns: number) => void;
  /** Sends the tool and the shell it runs in a signal, as `kill` would. */
  readonly signal: (name: NodeJS.Signals) => void;
  /** Ends everything in it at once, as a power cut would; resolves when it is gone. */
  readonly cutOff: () => Promise<void>;
  readonly exit: Promise<Ended>;
};

type TerminalOptions = RunOptions & {
  readonly columns?: number;
  /** A command that runs the tool in other circumstances: the tool's own command line follows it. */
  readonly through?: readonly string[];
};

type Holding = {
  readonly repeats: number;
  /** How long a keyboard waits before it repeats a key; as long as between two repeats, if not given. */
  readonly pauseMs?: number;
  /** The time from one repeat to the next. */
  readonly everyMs: number;
  /** Whether the question is read first, so that the first press counts. */
  readonly isRead?: boolean;
};

export type Ended = {
  readonly exitCode: number;
  /** What `stty -a` says of the terminal that the tool leaves behind. */
  readonly terminalState: string;
};

/** Characters; a run here writes some ten thousand. */
const MOST_OUTPUT = 1_000_000;
const GUARD_MS = 60_000;
/** A repeat later than this is no repeat: this test was held up, and nothing follows from it. */
const LATE_MS = 100;
/** Where it matters that repeats are even, this much of what the tool allows is left to the tool. */
const UNEVEN_MS = EVEN_MS / 3;

/** The question shows a y that counted, and a hint tells of one that did not. */
const ANSWER_TO_YES =
  /(?<counted>\) y)|(?<even>Press another key first)|(?<soon>Wait a second|Press one key, once)/iu;

/**
 * A shell around the tool, as at a real terminal: it tells the exit code and the state of the
 * terminal after everything else, so that no last line is lost when the tool ends.
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

// A test here starts whole programs, several of them, beside other tests that do the same.
jest.setTimeout(180_000);

/** Runs the built tool under a pseudo-terminal. It is closed after the test. */
export function openTerminal(
  args: readonly string[],
  { env, cwd, columns = 80, through = [] }: TerminalOptions,
): Terminal {
  // A pseudo-terminal that nobody gives a size has none, and says so: 0.
  const shell = columns === 0 ? `stty rows 0 cols 0\n${SHELL}` : SHELL;
  const command = ['-c', shell, 'sh', ...through, process.execPath, CLI, ...args];
  const pty = spawn('/bin/sh', command, {
    cols: columns === 0 ? 80 : columns,
    rows: 50,
    cwd,
    env: { ...bareEnv(), TERM: 'xterm-256color', ...env },
  });
  const kill = (): void => {
    try {
      // Also one that does not listen: nothing may outlive the test.
      process.kill(-pty.pid, 'SIGKILL');
    } catch {
      // It is gone already.
    }
  };
  let raw = '';
  let seen = 0;
  const hand = aHand();
  let typedAt = Number.NEGATIVE_INFINITY;
  let outputAt = Number.NEGATIVE_INFINITY;
  /** From the last key to the first output after it. */
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
  const screen = (): string => drawn(raw.split('\n<<exit ')[0] ?? '', width);
  const type = (text: string): void => {
    hand.presses(text);
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
    await passed(hand.restBefore(key, outputAt));
    const before = raw.length;
    type(key);
    if (key.toLowerCase() !== 'y') return;
    const said = await until('answer to a y', () => {
      const match = ANSWER_TO_YES.exec(plainText(raw.slice(before)));
      return match === null ? null : (match.groups ?? {});
    });
    if (said['counted'] !== undefined) return;
    // Only where it is told that it did not count is it pressed again.
    if (said['even'] !== undefined) await press(' ');
    await press(key);
  };

  let ended: Promise<Ended> | null = null;
  return {
    type,
    press,
    hold: async (key, { repeats, everyMs, pauseMs = everyMs, isRead = false }) => {
      if (isRead) await passed(hand.restBefore(key, outputAt));
      const lateMs = everyMs < YES_REST_MS ? LATE_MS : UNEVEN_MS;
      let withDeadline = true;
      type(key);
      const start = typedAt + pauseMs - everyMs;
      for (let repeat = 1; repeat <= repeats; repeat += 1) {
        const due = start + repeat * everyMs;
        // oxlint-disable-next-line no-await-in-loop -- one key after the other
        await passed(due - performance.now());
        // What came of the key before, if anything, came as soon as it was read.
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
      pty.resize(newColumns, 50);
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

/** Output without escape codes and carriage returns; a code that has only half arrived is left out. */
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
