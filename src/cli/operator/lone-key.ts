import type { Keyboard, Shell } from '../shell.ts';

/**
 * How long the keyboard must be silent before and after a key for it to count, in milliseconds. A
 * key held down repeats 10 to 40 times a second on every common system, so none of its repeats is
 * ever alone; a person who reads a message in between does not notice the wait.
 */
export const QUIET_MS = 150;

type LoneKeyListener = {
  /** One key, pressed once, while this listener was there. */
  readonly pressed: (key: string) => void;
  /** Keys that do not count: held down, pasted or typed ahead. */
  readonly noise: () => void;
};

export type LoneKeys = {
  /** Listens from now on, in place of whoever listened before; keys of the past are gone. */
  readonly listen: (listener: LoneKeyListener) => Promise<void>;
  /** Hands on all that is typed from now on, as it comes: for a line, which is no lone key. */
  readonly listenToAll: (typed: (text: string) => void) => Promise<void>;
  readonly ignore: () => void;
  readonly close: () => void;
};

/**
 * The keys of a keyboard that were meant: each pressed alone, for the question that stood there.
 * Whatever is typed while nobody listens is thrown away.
 */
export function loneKeys(keyboard: Keyboard, { after, requestStop }: Shell): LoneKeys {
  let listener: LoneKeyListener | null = null;
  let lineListener: ((text: string) => void) | null = null;
  let candidate: { readonly key: string; readonly for: LoneKeyListener } | null = null;
  let silence: { readonly cancel: () => void } | null = null;

  const fellSilent = async (): Promise<void> => {
    // On a busy computer the time is up before all that was typed in it has been read.
    const waited = silence;
    await keyboard.drained();
    if (silence !== waited) return;
    silence = null;
    if (candidate !== null && candidate.for === listener) listener.pressed(candidate.key);
    candidate = null;
  };
  keyboard.onInput((text) => {
    if (text.includes(CTRL_C)) {
      requestStop();
      return;
    }
    if (lineListener !== null) {
      lineListener(text);
      return;
    }
    const alone = silence === null && isOneKey(text);
    if (!alone && listener !== null) listener.noise();
    candidate = alone && listener !== null ? { key: text, for: listener } : null;
    silence?.cancel();
    silence = after(QUIET_MS, () => void fellSilent());
  });
  return {
    listen: async (next) => {
      await keyboard.drained();
      candidate = null;
      listener = next;
    },
    listenToAll: async (typed) => {
      await keyboard.drained();
      candidate = null;
      listener = null;
      lineListener = typed;
    },
    ignore: () => {
      listener = null;
      lineListener = null;
    },
    close: () => {
      silence?.cancel();
      keyboard.close();
    },
  };
}

const CTRL_C = '\u0003';

/** One character, or one key that sends a sequence, such as an arrow. */
function isOneKey(text: string): boolean {
  return text.length === 1 || (text.startsWith('\u001B') && !text.slice(1).includes('\u001B'));
}
