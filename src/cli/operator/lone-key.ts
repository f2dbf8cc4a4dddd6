import type { Keyboard, Shell } from '../shell.ts';
import { afterKey, CTRL_C, interpretKey, NO_KEYS, type Refusal } from './interpret-key.ts';

type LoneKeyListener = {
  /** Called with a key that counts. */
  readonly pressed: (key: string) => void;
  /** Called for a key that does not count, or several at once. */
  readonly refused: (why: Refusal) => void;
};

export type LoneKeys = {
  /**
   * Replaces the listener; keys typed before are discarded. The question counts as shown from the moment
   * this resolves.
   */
  readonly listen: (listener: LoneKeyListener) => Promise<void>;
  /** Passes on everything that is typed, for a question that is answered with a line. */
  readonly listenToAll: (typed: (text: string) => void) => Promise<void>;
  readonly ignore: () => void;
  readonly close: () => void;
};

/**
 * Passes on the keys that answer the open question, as `interpretKey` decides. Keys typed while there is no
 * listener are discarded, but count as the keys before the next one.
 */
export function loneKeys(keyboard: Keyboard, { monotonicMs, requestStop }: Shell): LoneKeys {
  let open: { readonly listener: LoneKeyListener; readonly shownAt: number } | null = null;
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
    if (open === null) return;
    const verdict = interpretKey(before, read, open.shownAt);
    if (verdict === 'counts') open.listener.pressed(text);
    else open.listener.refused(verdict);
  });
  return {
    listen: async (listener) => {
      // Unread keys were typed before this question was drawn.
      await keyboard.drained();
      open = { listener, shownAt: monotonicMs() };
    },
    listenToAll: async (typed) => {
      await keyboard.drained();
      open = null;
      lineListener = typed;
    },
    ignore: () => {
      open = null;
      lineListener = null;
    },
    close: keyboard.close,
  };
}
