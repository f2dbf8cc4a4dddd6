import { homedir, userInfo } from 'node:os';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Input, Keyboard, Output, Shell } from './shell.ts';

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
    loginName: loginName(),
    stdin: realInput(),
    stdout: realOutput(process.stdout),
    stderr: realOutput(process.stderr),
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

function realOutput(stream: NodeJS.WriteStream): Output {
  // Whoever reads may stop reading: `check … | head` is no fault.
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  return {
    isTerminal: Boolean(stream.isTTY),
    columns: () => (stream.isTTY ? stream.columns : null),
    write: (text) => void stream.write(text),
    stream,
  };
}

function realInput(): Input {
  return {
    isTerminal: Boolean(process.stdin.isTTY),
    bytes: () => process.stdin,
    lines: () => createInterface({ input: process.stdin })[Symbol.asyncIterator](),
    keyboard: realKeyboard,
  };
}

function realKeyboard(): Keyboard {
  const { stdin } = process;
  let listener: (text: string) => void = () => {};
  const hear = (text: string): void => listener(text);
  stdin.setEncoding('utf8').setRawMode(true).on('data', hear);
  return {
    onInput: (heard) => {
      listener = heard;
    },
    // Two turns of the event loop have one reading of the terminal between them for certain.
    drained: async () => {
      await nextTurn();
      await nextTurn();
    },
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
