import { EVEN_MS, REPEAT_MS, YES_REST_MS } from '../../../src/cli/operator/interpret-key.ts';

/** The times at which a person who reads each question presses its key. */
export type KeyPacer = {
  /** Milliseconds to wait before this key, for a question that was shown by the time `stoodBy`. */
  readonly delayBefore: (key: string, stoodBy: number) => number;
  /** Records that this key is pressed now. */
  readonly pressed: (key: string) => void;
};

/** More than the rounding of timers and the difference between the clocks of two processes. */
const SPARE_MS = 20;
/** The least difference between two intervals; the tool requires less to count them as uneven. */
const UNEVEN_MS = 5 * EVEN_MS;

/** Waits until a key counts, and keeps the intervals uneven. Times are those of `performance.now`. */
export function keyPacer(): KeyPacer {
  let lastAt = Number.NEGATIVE_INFINITY;
  let yeses: readonly number[] = [];
  return {
    delayBefore: (key, stoodBy) => {
      const isYes = key.toLowerCase() === 'y';
      const now = performance.now();
      if (!isYes && lastAt === Number.NEGATIVE_INFINITY) return 0;
      // A key without any effect so far may be read late.
      const restMs = isYes || stoodBy < lastAt ? YES_REST_MS : REPEAT_MS;
      const rest = Math.max(lastAt, stoodBy) + restMs + SPARE_MS;
      const soonest = Math.max(rest, now);
      const [before, last] = yeses;
      if (!isYes || before === undefined || last === undefined) return soonest - now;
      const even = last + (last - before);
      return (Math.abs(soonest - even) < UNEVEN_MS ? even + UNEVEN_MS : soonest) - now;
    },
    pressed: (key) => {
      lastAt = performance.now();
      yeses = key.toLowerCase() === 'y' ? [...yeses.slice(-1), lastAt] : [];
    },
  };
}
