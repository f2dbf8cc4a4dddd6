import { homedir, userInfo } from 'node:os';
import { isatty } from 'node:tty';
import type { Input, Keyboard, Output, Shell } from './shell.ts';

/** What a terminal that nobody gave a size is taken to have. */
const UNSIZED_COLUMNS = 80;

/** The shell of this process: the only place where the tool meets the real one. */
export function realShell(): Shell {
  const stop = new AbortController();
  const stopNow = new AbortController();
  const requestStop = (): void => (stop.signal.aborted ? stopNow : stop).abort();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, requestStop);
  return {
    env: process.env,
    workingFolder: process.cwd(),
    userFolder: homedir(),
    platform: process.platform,
    loginName,
    stdin: realInput(),
    stdout: realOutput(1, () => process.stdout, requestStop),
    stderr: realOutput(2, () => process.stderr, requestStop),
    clock: { now: () => new Date() },
    after: (milliseconds, call) => {
      const timer = setTimeout(call, milliseconds);
      return { cancel: () => clearTimeout(timer) };
    },
    stop: stop.signal,
    stopNow: stopNow.signal,
    requestStop,
  };
}

/** A stream is made when it is first used: each costs more than all else that `--version` does. */
function realOutput(
  descriptor: number,
  open: () => NodeJS.WriteStream,
  requestStop: () => void,
): Output {
  let opened: NodeJS.WriteStream | null = null;
  const stream = (): NodeJS.WriteStream => {
    if (opened !== null) return opened;
    opened = open();
    // Whoever reads may stop reading: `check … | head` is no fault. A closed window or a full disk
    // ends the run as Ctrl-C does: what is on its way is still written into the ledger.
    opened.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') requestStop();
    });
    return opened;
  };
  const isTerminal = isatty(descriptor);
  return {
    isTerminal,
    columns: () => (isTerminal ? stream().columns || UNSIZED_COLUMNS : null),
    write: (text) => void stream().write(text),
    stream,
  };
}

function realInput(): Input {
  return {
    isTerminal: isatty(0),
    bytes: () => process.stdin,
    lines: realLines,
    keyboard: realKeyboard,
  };
}

async function* realLines(): AsyncGenerator<string> {
  const { createInterface } = await import('node:readline');
  yield* createInterface({ input: process.stdin });
}

function realKeyboard(): Keyboard {
  const { stdin } = process;
  let listener: ((text: string) => void) | null = null;
  const hear = (text: string): void => listener?.(text);
  stdin.setEncoding('utf8').setRawMode(true).on('data', hear);
  return {
    onInput: (heard) => {
      listener = heard;
    },
    // Two turns of the event loop have one reading of the terminal between them for certain.
    drained: async () => await new Promise((done) => setImmediate(() => setImmediate(done))),
    close: () => void stdin.off('data', hear).setRawMode(false).pause(),
  };
}

function loginName(): string {
  try {
    return userInfo().username;
  } catch {
    // A user without an entry in the system's table, as containers have.
    return 'unknown';
  }
}
