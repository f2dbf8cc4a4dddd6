import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { afterAll } from '@jest/globals';
import type { Input, Keyboard, Output, Shell } from '../../../src/cli/shell.ts';
import { recogniseNodeErrors } from '../node-errors.ts';
import { temporaryFolder } from '../temporary-folder.ts';

recogniseNodeErrors();

/** The parts of the shell that a test sets. By default nothing is a terminal. */
export type Scene = {
  readonly env?: Shell['env'];
  /** The content of standard input. */
  readonly stdin?: string | Uint8Array;
  readonly terminals?: readonly ('stdin' | 'stdout' | 'stderr')[];
  /** The folder of an earlier run. Default: a new path, at which nothing exists. */
  readonly home?: string;
  /** Default 2026-11-23T10:00:00Z. */
  readonly now?: string;
  /** Parts to replace with failing ones. */
  readonly broken?: Partial<Pick<Shell, 'clock' | 'after'> & Pick<Input, 'lines'>>;
};

type FakeOutput = Output & {
  /** Everything written so far. */
  readonly text: () => string;
  /** Resolves when the text written so far matches. */
  readonly shows: (pattern: RegExp) => Promise<void>;
};

export type FakeShell = Shell & {
  readonly stdout: FakeOutput;
  readonly stderr: FakeOutput;
  /** The tool's folder. */
  readonly home: string;
  readonly keys: ScriptedKeyboard;
  readonly timers: ManualTimers;
  /** The arguments of each `runTool`. */
  readonly toolRuns: readonly (readonly string[])[];
};

export function fakeShell(scene: Scene = {}): FakeShell {
  const { terminals = [], now = '2026-11-23T10:00:00Z', stdin = '', broken = {} } = scene;
  const home = scene.home ?? join(aFolder(), 'home');
  // Created on first use; most commands use neither.
  let workingFolder: string | null = null;
  let userFolder: string | null = null;
  const stop = new AbortController();
  const stopNow = new AbortController();
  const keys = scriptedKeyboard();
  const timers = manualTimers();
  const toolRuns: (readonly string[])[] = [];
  const { lines, ...others } = broken;
  return {
    env: { URMSTON_INVITE_HOME: home, ...scene.env },
    get workingFolder() {
      return (workingFolder ??= aFolder());
    },
    get userFolder() {
      return (userFolder ??= aFolder());
    },
    platform: 'linux',
    loginName: () => 'robin',
    stdin: {
      isTerminal: terminals.includes('stdin'),
      bytes: async function* bytes() {
        yield Buffer.from(stdin);
      },
      lines:
        lines ??
        async function* typedLines() {
          const text = Buffer.from(stdin).toString();
          if (text !== '') yield* text.replace(/\n$/u, '').split('\n');
        },
      keyboard: () => keys,
    },
    stdout: fakeOutput(terminals.includes('stdout')),
    stderr: fakeOutput(terminals.includes('stderr')),
    clock: { now: () => new Date(now) },
    monotonicMs: keys.monotonicMs,
    after: timers.after,
    random: () => 1,
    stop: stop.signal,
    stopNow: stopNow.signal,
    runTool: async (argv) => {
      toolRuns.push(argv);
      return 0;
    },
    sampleList: () => join('samples', 'players.csv'),
    toolRuns,
    requestStop: () => (stop.signal.aborted ? stopNow : stop).abort(),
    home,
    keys,
    timers,
    ...others,
  };
}

/** Creates an empty folder, which is removed after the tests of the file. */
export function aFolder(): string {
  const folder = temporaryFolder('urmston-invite-test-');
  folders.push(folder);
  return folder;
}

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

export type ScriptedKeyboard = Keyboard & {
  /**
   * Sends one chunk of input: a key, or a pasted text. It arrives `afterMs` milliseconds after the one before;
   * by default after the time a person takes to read a question.
   */
  readonly type: (text: string, afterMs?: number) => void;
  /** Buffers input, which arrives when the keyboard is drained. */
  readonly typeUnread: (text: string) => void;
  /** Whether the keyboard has a listener and is not closed. */
  readonly isOpen: () => boolean;
  readonly isClosed: () => boolean;
  /** A clock that advances with each key only. */
  readonly monotonicMs: () => number;
};

/** Alternating intervals between keys: long enough to read a question, and uneven. */
const BY_HAND_MS = { short: 1500, long: 1800 } as const;

/** A keyboard whose input the test supplies. */
function scriptedKeyboard(): ScriptedKeyboard {
  let listener: ((text: string) => void) | null = null;
  let unread = '';
  let closed = false;
  let elapsed = 0;
  let presses = 0;
  return {
    onInput: (onInput) => {
      listener = onInput;
    },
    drained: async () => {
      if (unread !== '') listener?.(unread);
      unread = '';
    },
    close: () => {
      closed = true;
    },
    type: (text, afterMs) => {
      presses += 1;
      elapsed += afterMs ?? BY_HAND_MS[presses % 2 === 0 ? 'short' : 'long'];
      listener?.(text);
    },
    typeUnread: (text) => {
      unread = text;
    },
    isOpen: () => listener !== null && !closed,
    isClosed: () => closed,
    monotonicMs: () => elapsed,
  };
}

export type ManualTimers = Pick<Shell, 'after'> & {
  /** Fires all pending timers; resolves when their immediate consequences have run. */
  readonly elapse: () => Promise<void>;
  /** The durations of the pending timers, in milliseconds. */
  readonly waits: () => readonly number[];
  /** Resolves as soon as a timer of this duration is pending. */
  readonly hasWait: (milliseconds: number) => Promise<void>;
};

/** Timers that fire when the test says so. */
export function manualTimers(): ManualTimers {
  let waiting: { readonly milliseconds: number; readonly call: () => void }[] = [];
  let watchers: { readonly milliseconds: number; readonly seen: () => void }[] = [];
  return {
    after: (milliseconds, call) => {
      const timer = { milliseconds, call };
      waiting.push(timer);
      for (const watcher of watchers) if (watcher.milliseconds === milliseconds) watcher.seen();
      watchers = watchers.filter((watcher) => watcher.milliseconds !== milliseconds);
      return { cancel: () => void (waiting = waiting.filter((other) => other !== timer)) };
    },
    elapse: async () => {
      const due = waiting;
      waiting = [];
      for (const { call } of due) call();
      await setImmediate();
    },
    waits: () => waiting.map(({ milliseconds }) => milliseconds),
    hasWait: async (milliseconds) => {
      if (waiting.some((timer) => timer.milliseconds === milliseconds)) return;
      await new Promise<void>((seen) => watchers.push({ milliseconds, seen }));
    },
  };
}

function fakeOutput(isTerminal: boolean): FakeOutput {
  let text = '';
  let watchers: { readonly pattern: RegExp; readonly seen: () => void }[] = [];
  const write = (more: string): void => {
    text += more;
    for (const { seen } of watchers.filter(({ pattern }) => pattern.test(text))) seen();
    watchers = watchers.filter(({ pattern }) => !pattern.test(text));
  };
  const drawn = new Writable({
    write: (chunk, _encoding, done) => {
      write(String(chunk));
      done();
    },
  });
  const stream = Object.assign(drawn, { isTTY: isTerminal, columns: 80, rows: 24 });
  return {
    isTerminal,
    columns: () => (isTerminal ? 80 : null),
    rows: () => (isTerminal ? 24 : null),
    write,
    ready: async () => {},
    stream: () => stream as unknown as NodeJS.WriteStream,
    text: () => text,
    shows: async (pattern) =>
      await new Promise((seen) => {
        if (pattern.test(text)) seen();
        else watchers.push({ pattern, seen });
      }),
  };
}
