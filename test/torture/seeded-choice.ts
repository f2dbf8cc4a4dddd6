import { createHash } from 'node:crypto';

/** Random choices that depend on the seed and their purpose, not on the choices made before. */
export type SeededChoice = {
  /** An integer from `least` to `most`, both inclusive. `what` identifies its purpose. */
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
