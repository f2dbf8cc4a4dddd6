export type Rate = {
  readonly seconds: number;
  readonly perSecond: number;
  /** How many come at once, on top of the others. */
  readonly burst: number;
};

const BURST_EVERY_MS = 4000;
const FIRST_BURST_MS = 1000;

/**
 * When each request is due, in milliseconds from the start and in order: evenly through each second, and
 * a burst every four seconds.
 */
export function momentsOf({ seconds, perSecond, burst }: Rate): readonly number[] {
  const even = Array.from(
    { length: Math.round(seconds * perSecond) },
    (_, index) => (index * 1000) / perSecond,
  );
  const bursts = Math.max(Math.ceil((seconds * 1000 - FIRST_BURST_MS) / BURST_EVERY_MS), 0);
  const atOnce = Array.from({ length: bursts * burst }, (_, index) => {
    const which = Math.floor(index / burst);
    return FIRST_BURST_MS + which * BURST_EVERY_MS;
  });
  return [...even, ...atOnce].toSorted((one, other) => one - other);
}
