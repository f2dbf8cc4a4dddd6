import { createHash } from 'node:crypto';

/** Choices by chance that are the same for the same seed, however many were made before. */
export type SeededChoice = {
  /** A whole number from `least` to `most`, both possible. `what` says what it is thrown for. */
  readonly integer: (least: number, most: number, ...what: readonly (string | number)[]) => number;
  readonly pick: <T>(from: readonly [T, ...T[]], ...what: readonly (string | number)[]) => T;
};

export function seededChoice(seed: string): SeededChoice {
  const integer: SeededChoice['integer'] = (least, most, ...what) => {
    const hash = createHash('sha256').update(JSON.stringify([seed, ...what]));
    return least + (hash.digest().readUInt32BE() % (most - least + 1));
  };
  return {
    integer,
    pick: (from, ...what) => from[integer(0, from.length - 1, ...what)] ?? from[0],
  };
}
