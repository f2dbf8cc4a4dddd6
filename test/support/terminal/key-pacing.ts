import { EVEN_MS, REPEAT_MS, YES_REST_MS } from '../../../src/cli/operator/interpret-key.ts';

/** The pace of somebody who reads a question and then presses one key. */
export type Hand = {
  /** How long to wait before this key, in milliseconds, at a question that stood by the time given. */
  readonly restBefore: (key: string, stoodBy: number) => number;
  /** This key is pressed now. */
  readonly presses: (key: string) => void;
};

/** Timers round down, and clocks of two processes differ by less. */
const SPARE_MS = 20;
/** So much do two gaps of a hand differ here, where the tool takes less for uneven. */
const UNEVEN_MS = 5 * EVEN_MS;

/** Presses no sooner than a key counts, and never evenly; all times are those of `performance.now`. */
export function aHand(): Hand {
  let lastAt = Number.NEGATIVE_INFINITY;
  let yeses: readonly number[] = [];
  return {
    restBefore: (key, stoodBy) => {
      const isYes = key.toLowerCase() === 'y';
      const now = performance.now();
      if (!isYes && lastAt === Number.NEGATIVE_INFINITY) return 0;
      // A key that nothing came of may have been read late.
      const restMs = isYes || stoodBy < lastAt ? YES_REST_MS : REPEAT_MS;
      const rest = Math.max(lastAt, stoodBy) + restMs + SPARE_MS;
      const soonest = Math.max(rest, now);
      const [before, last] = yeses;
      if (!isYes || before === undefined || last === undefined) return soonest - now;
      const even = last + (last - before);
      return (Math.abs(soonest - even) < UNEVEN_MS ? even + UNEVEN_MS : soonest) - now;
    },
    presses: (key) => {
      lastAt = performance.now();
      yeses = key.toLowerCase() === 'y' ? [...yeses.slice(-1), lastAt] : [];
    },
  };
}
