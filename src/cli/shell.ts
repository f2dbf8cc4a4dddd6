import type { Clock } from '../application/ports/clock.ts';

/** A stream that a command writes to. One may be a terminal while the other is a file. */
export type Output = {
  readonly isTerminal: boolean;
  /** Columns of the terminal; null if the stream is none. */
  readonly columns: () => number | null;
  /** Rows of the terminal; null if the stream is none, or its size is not known. */
  readonly rows: () => number | null;
  readonly write: (text: string) => void;
  /** Resolves when the stream can take more, or has failed or closed. */
  readonly ready: () => Promise<void>;
  /** The stream itself, for libraries that draw on it. */
  readonly stream: () => NodeJS.WriteStream;
};

/** A terminal's keyboard in raw mode. */
export type Keyboard = {
  /** Sets the listener. It gets each chunk as it is read: one key, or everything pasted or typed since. */
  readonly onInput: (listener: (text: string) => void) => void;
  /** Resolves when the listener has got everything typed so far. */
  readonly drained: () => Promise<void>;
  /** Restores the terminal's mode. */
  readonly close: () => void;
};

export type Input = {
  readonly isTerminal: boolean;
  readonly bytes: () => AsyncIterable<Uint8Array>;
  readonly lines: () => AsyncGenerator<string>;
  readonly keyboard: () => Keyboard;
};

/** Everything outside the program that a command may use. */
export type Shell = {
  readonly env: { readonly [name: string]: string | undefined };
  readonly workingFolder: string;
  readonly userFolder: string;
  readonly platform: string;
  readonly loginName: () => string;
  readonly stdin: Input;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly clock: Clock;
  /** Milliseconds of a monotonic clock. */
  readonly monotonicMs: () => number;
  /** Calls back after so many milliseconds, unless cancelled first. */
  readonly after: (milliseconds: number, callback: () => void) => { readonly cancel: () => void };
  /** A random number from 0 (inclusive) to 1 (exclusive). */
  readonly random: () => number;
  /** Aborted by the first request to stop: Ctrl-C, SIGTERM or SIGHUP. */
  readonly stop: AbortSignal;
  /** Aborted by the second request: do not wait for Twilio's response either. */
  readonly stopNow: AbortSignal;
  /** Runs the tool with these arguments in a process of its own at the same terminal. Resolves to its exit code. */
  readonly runTool: (argv: readonly string[]) => Promise<number>;
  /** The path of the list with invented families that comes with the tool; null if it is missing. */
  readonly sampleList: () => string | null;
  /** Requests a stop, for a terminal in raw mode, where Ctrl-C is a key and no signal. */
  readonly requestStop: () => void;
};
