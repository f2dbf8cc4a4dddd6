import { homedir, userInfo } from 'node:os';
import { isatty } from 'node:tty';
import type { Input, Keyboard, Output, Shell } from './shell.ts';

/** What a terminal that nobody gave a size is taken to have. */
const UNSIZED_COLUMNS = 80;

/** A shell that knows whether what was written to it went through. */
type RealShell = Shell & {
  /**
   * The system's code for what kept standard output from being written, once all is written that can be.
   * Null where nothing did, or where it was the reader that stopped reading.
   */
  readonly outputFault: () => Promise<string | null>;
};

/** The shell of this process: the only place where the tool meets the real one. */
export function realShell(): RealShell {
  const stop = new AbortController();
  const stopNow = new AbortController();
  const requestStop = (): void => (stop.signal.aborted ? stopNow : stop).abort();
  // A closed window is told of twice, by a signal and by an output that fails, and by nobody's hand:
  // it never cuts off the answer to a message on its way.
  const windowClosed = (): void => stop.abort();
  // Until a command asks for them, signals do to the process what they do to any other.
  const listen = once(() => {
    process.on('SIGINT', requestStop).on('SIGTERM', requestStop).on('SIGHUP', windowClosed);
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
    requestStop,
  };
}

/** A stream is made when it is first used: each costs more than all else that `--version` does. */
function realOutput(
  descriptor: number,
  open: () => NodeJS.WriteStream,
  failed: () => void,
): Output & { readonly fault: () => Promise<string | null> } {
  let opened: NodeJS.WriteStream | null = null;
  let fault: string | null = null;
  const stream = (): NodeJS.WriteStream => {
    if (opened !== null) return opened;
    opened = open();
    // Whoever reads may stop reading: `check … | head` is no fault. A closed window or a full disk
    // ends the run as Ctrl-C does: what is on its way is still written into the ledger.
    opened.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') return;
      fault ??= error.code ?? 'unknown';
      failed();
    });
    return opened;
  };
  const isTerminal = isatty(descriptor);
  return {
    isTerminal,
    columns: () => (isTerminal ? stream().columns || UNSIZED_COLUMNS : null),
    write: (text) => void stream().write(text),
    ready: async () => await roomIn(stream()),
    stream,
    fault: async () => {
      // Behind everything else; a stream that has failed calls back as well, with its error.
      if (opened !== null) await new Promise<void>((done) => opened?.write('', () => done()));
      return fault;
    },
  };
}

/** A stream that has failed never has room again: then there is nothing to wait for. */
async function roomIn(stream: NodeJS.WriteStream): Promise<void> {
  // A long text must not keep Ctrl-C from being heard.
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
    // A user without an entry in the system's table, as containers have.
    return 'unknown';
  }
}
