import type { Keyboard, Shell } from '../shell.ts';
import { afterKey, interpretKey, NO_KEYS, type Refusal } from './interpret-key.ts';

type LoneKeyListener = {
  /** A key that counts, as soon as it is read. */
  readonly pressed: (key: string) => void;
  /** A key, or several at once, that does not count. */
  readonly refused: (why: Refusal) => void;
};

export type LoneKeys = {
  /**
   * Listens from now on, in place of the listener before; keys of the past are gone. The question is
   * taken to stand from the moment this resolves.
   */
  readonly listen: (listener: LoneKeyListener) => Promise<void>;
  /** Hands on all that is typed from now on, as it comes: for a line, which is no lone key. */
  readonly listenToAll: (typed: (text: string) => void) => Promise<void>;
  readonly ignore: () => void;
  readonly close: () => void;
};

/**
 * The keys of a keyboard that were meant for the question that stands, as `interpretKey` has it. What is
 * typed while nobody listens is thrown away, and is a key before the next one all the same.
 */
export function loneKeys(keyboard: Keyboard, { monotonicMs, requestStop }: Shell): LoneKeys {
  let standing: { readonly listener: LoneKeyListener; readonly since: number } | null = null;
  let lineListener: ((text: string) => void) | null = null;
  let history = NO_KEYS;

  keyboard.onInput((text) => {
    const read = { text, at: monotonicMs() };
    const before = history;
    history = afterKey(before, read);
    if (text.includes(CTRL_C)) {
      requestStop();
      return;
    }
    if (lineListener !== null) {
      lineListener(text);
      return;
    }
    if (standing === null) return;
    const verdict = interpretKey(before, read, standing.since);
    if (verdict === 'counts') standing.listener.pressed(text);
    else standing.listener.refused(verdict);
  });
  return {
    listen: async (listener) => {
      // Keys that lie unread were typed before this question was drawn.
      await keyboard.drained();
      standing = { listener, since: monotonicMs() };
    },
    listenToAll: async (typed) => {
      await keyboard.drained();
      standing = null;
      lineListener = typed;
    },
    ignore: () => {
      standing = null;
      lineListener = null;
    },
    close: keyboard.close,
  };
}

const CTRL_C = '\u0003';
