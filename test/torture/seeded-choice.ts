import { createHash } from 'node:crypto';

/** Choices by chance that are the same for the same seed, however many were made before. */
export type Dice = {
  /** A whole number from `least` to `most`, both possible. `what` says what it is thrown for. */
  readonly whole: (least: number, most: number, ...what: readonly (string | number)[]) => number;
  readonly pick: <T>(from: readonly [T, ...T[]], ...what: readonly (string | number)[]) => T;
};

export function diceOf(seed: string): Dice {
  const whole: Dice['whole'] = (least, most, ...what) => {
    const hash = createHash('sha256').update(JSON.stringify([seed, ...what]));
    return least + (hash.digest().readUInt32BE() % (most - least + 1));
  };
  return {
    whole,
    pick: (from, ...what) => from[whole(0, from.length - 1, ...what)] ?? from[0],
  };
}
