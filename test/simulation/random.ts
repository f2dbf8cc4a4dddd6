/** A deterministic random generator: the same seed gives the same sequence. */
export type Random = {
  /** From 0 (inclusive) to 1 (exclusive). */
  readonly fraction: () => number;
  /** An integer from `least` to `most`, both inclusive. */
  readonly integer: (least: number, most: number) => number;
  readonly happens: (probability: number) => boolean;
  readonly pick: <T>(from: readonly [T, ...T[]]) => T;
  /** A string of this many hex digits. */
  readonly hex: (digits: number) => string;
};

/** Chris Doty-Humphrey's sfc32 (https://pracrand.sourceforge.net). */
export function seededRandom(seed: number): Random {
  let [a, b, c, counter] = [0x9e_37_79_b9, seed | 0, Math.floor(seed / 2 ** 32) | 0, 1];
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  };
  // Mixes the state, so that seeds that differ in one bit give unrelated sequences.
  for (let round = 0; round < 16; round += 1) next();
  const fraction = (): number => next() / 2 ** 32;
  const integer: Random['integer'] = (least, most) =>
    least + Math.floor(fraction() * (most - least + 1));
  return {
    fraction,
    integer,
    happens: (probability) => fraction() < probability,
    pick: (from) => from[integer(0, from.length - 1)] ?? from[0],
    hex: (digits) => Array.from({ length: digits }, () => integer(0, 15).toString(16)).join(''),
  };
}
