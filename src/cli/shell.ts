import type { Clock } from '../application/ports/ports.ts';

/** A stream a command writes to. Each is judged on its own: one may be a terminal and the other a file. */
export type Output = {
  readonly isTerminal: boolean;
  /** Characters in a line; null where there is no terminal. */
  readonly columns: () => number | null;
  readonly write: (text: string) => void;
  /** Resolves when there is room for more, or when nothing is written any more. */
  readonly ready: () => Promise<void>;
  /** The stream itself, for the libraries that draw on it. */
  readonly stream: () => NodeJS.WriteStream;
};

/** The keys of a terminal, from the moment it is opened. */
export type Keyboard = {
  /** Each piece of input as it comes: one key, or all that was pasted or typed at once. */
  readonly onInput: (listener: (text: string) => void) => void;
  /** Resolves when everything typed until now has been handed to the listener. */
  readonly drained: () => Promise<void>;
  /** Puts the terminal right again. */
  readonly close: () => void;
};

export type Input = {
  readonly isTerminal: boolean;
  readonly bytes: () => AsyncIterable<Uint8Array>;
  readonly lines: () => AsyncGenerator<string>;
  readonly keyboard: () => Keyboard;
};

/** Everything a command may touch. */
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
  /** Milliseconds since a fixed moment; setting the computer's clock does not change them. */
  readonly monotonicMs: () => number;
  /** Calls back after so many milliseconds, unless cancelled before. */
  readonly after: (milliseconds: number, call: () => void) => { readonly cancel: () => void };
  /** Chance, from 0 to 1. */
  readonly random: () => number;
  /** Fires when the operator wants to stop: Ctrl-C, or the system's request to end. */
  readonly stop: AbortSignal;
  /** Fires at the second request: do not even wait for Twilio's answer. */
  readonly stopNow: AbortSignal;
  /** What Ctrl-C does where the terminal hands it over as a key. */
  readonly requestStop: () => void;
};
