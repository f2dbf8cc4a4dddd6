import { existsSync, realpathSync } from 'node:fs';
import { homedir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { isatty } from 'node:tty';
import type { Input, Keyboard, Output, Shell } from './shell.ts';

/** The width assumed for a terminal that reports none. */
const UNSIZED_COLUMNS = 80;

const SAMPLE_LIST = join('samples', 'players.csv');

type RealShell = Shell & {
  /**
   * Waits until standard output is flushed. Resolves to the system's error code if writing failed, else to
   * null. A reader that closed the pipe (EPIPE) is not an error.
   */
  readonly outputFault: () => Promise<string | null>;
};

/** The shell of this process. Nothing else in `src/cli` uses `process` or its streams. */
export function realShell(): RealShell {
  const stop = new AbortController();
  const stopNow = new AbortController();
  let isPassive = false;
  const requestStop = (): void => {
    if (!isPassive) (stop.signal.aborted ? stopNow : stop).abort();
  };
  // A closed window causes SIGHUP and a write error, neither of which the operator asked for: together they
  // count as one request to stop, and never cancel the request for a message that is being sent.
  const windowClosed = (): void => stop.abort();
  // Until a command reads `stop` or `stopNow`, signals keep their default effect.
  const listen = once(() => {
    process.on('SIGINT', requestStop).on('SIGTERM', requestStop).on('SIGHUP', windowClosed);
    // Ctrl-Break on Windows, which has no SIGTERM. It is never sent elsewhere.
    process.on('SIGBREAK', requestStop);
  });
  const stdout = realOutput(1, () => process.stdout, windowClosed);
  return {
    outputFault: stdout.fault,
    env: process.env,
    workingFolder: process.cwd(),
    userFolder: homedir(),
    platform: process.platform,
    loginName,
    stdin: realInput(),
    stdout,
    stderr: realOutput(2, () => process.stderr, windowClosed),
    clock: { now: () => new Date() },
    monotonicMs: () => performance.now(),
    after: (milliseconds, call) => {
      const timer = setTimeout(call, milliseconds);
      return { cancel: () => clearTimeout(timer) };
    },
    random: Math.random,
    get stop() {
      listen();
      return stop.signal;
    },
    get stopNow() {
      listen();
      return stopNow.signal;
    },
    runTool: async (argv) => {
      // Ctrl-C is for the command that runs; this process goes on when it has ended.
      isPassive = true;
      try {
        const { runChild } = await import('./child-process.ts');
        return await runChild(process.execPath, [...entryFile(), ...argv]);
      } finally {
        isPassive = false;
      }
    },
    sampleList,
    requestStop,
  };
}

/** The file that Node runs. Empty where the tool is one executable, which Node gives as the file, too. */
function entryFile(): readonly string[] {
  const [, entry = ''] = process.argv;
  return entry === process.execPath ? [] : [entry];
}

function sampleList(): string | null {
  const [entry = process.execPath] = entryFile();
  const folder = dirname(realpathSync(entry));
  // Beside `dist/`, or beside the executable.
  const files = [join(folder, '..', SAMPLE_LIST), join(folder, SAMPLE_LIST)];
  return files.find((file) => existsSync(file)) ?? null;
}

/** Opens the stream on first use: opening one takes longer than the rest of `--version`. */
function realOutput(
  descriptor: number,
  open: () => NodeJS.WriteStream,
  onFailure: () => void,
): Output & { readonly fault: () => Promise<string | null> } {
  let opened: NodeJS.WriteStream | null = null;
  let fault: string | null = null;
  const stream = (): NodeJS.WriteStream => {
    if (opened !== null) return opened;
    opened = open();
    // A reader may stop reading, as in `check … | head`. A closed window or a full disk ends the run
    // as Ctrl-C does: the outcome of a message that is being sent is still written to the ledger.
    opened.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') return;
      fault ??= error.code ?? 'unknown';
      onFailure();
    });
    return opened;
  };
  const isTerminal = isatty(descriptor);
  return {
    isTerminal,
    columns: () => (isTerminal ? stream().columns || UNSIZED_COLUMNS : null),
    rows: () => (isTerminal ? stream().rows || null : null),
    write: (text) => void stream().write(text),
    ready: async () => await untilWritable(stream()),
    stream,
    fault: async () => {
      // Called back after all earlier writes; a stream that has failed calls back too, with its error.
      if (opened !== null) await new Promise<void>((done) => opened?.write('', () => done()));
      return fault;
    },
  };
}

/** Resolves when the stream can take more, or has failed or closed. */
async function untilWritable(stream: NodeJS.WriteStream): Promise<void> {
  // Lets the event loop run between the pieces of a long text, so that Ctrl-C is noticed.
  if (!stream.writableNeedDrain) {
    await new Promise<void>((done) => void setImmediate(done));
    return;
  }
  await new Promise<void>((done) => {
    const end = (): void => {
      stream.off('drain', end).off('close', end).off('error', end);
      done();
    };
    stream.on('drain', end).on('close', end).on('error', end);
  });
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
  const onData = (text: string): void => listener?.(text);
  // A keyboard that was closed has paused the stream, which a listener alone does not start again.
  stdin.setEncoding('utf8').setRawMode(true).on('data', onData).resume();
  return {
    onInput: (newListener) => {
      listener = newListener;
    },
    // The terminal is read at least once between two turns of the event loop.
    drained: async () => await new Promise((done) => setImmediate(() => setImmediate(done))),
    close: () => void stdin.off('data', onData).setRawMode(false).pause(),
  };
}

function once(work: () => void): () => void {
  let isDone = false;
  return () => {
    if (!isDone) work();
    isDone = true;
  };
}

function loginName(): string {
  try {
    return userInfo().username;
  } catch {
    // The user has no entry in the system's user database, as in some containers.
    return 'unknown';
  }
}
