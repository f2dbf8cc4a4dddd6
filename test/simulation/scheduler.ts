import type { Random } from './random.ts';

/** Something that is going to happen. */
type Due = {
  readonly cancel: () => void;
};

/** Time that passes as soon as everybody waits for it. */
export type Scheduler = {
  /** In milliseconds since 1970. */
  readonly now: () => number;
  /** How many things have happened. */
  readonly steps: () => number;
  /** Does something so many milliseconds from now; of what is due at one moment, chance decides which is first. */
  readonly after: (milliseconds: number, happen: () => void) => Due;
  /** Lets everything happen, one thing after the other, until nothing is due any more. */
  readonly run: () => Promise<void>;
};

type Entry = {
  readonly at: number;
  /** By chance. */
  readonly order: number;
  readonly happen: () => void;
  isCancelled: boolean;
};

/** More than any run has that comes to an end. */
const MOST_STEPS = 200_000;

/**
 * A scheduler in which nothing but the seed decides what happens next. What follows from one thing, through
 * however many promises, is over before the next one happens: Node runs a callback of `nextTick` that was
 * asked for within a microtask once no microtask is left.
 */
export function schedulerOf(random: Random, start: Date): Scheduler {
  const heap: Entry[] = [];
  let now = start.getTime();
  let steps = 0;

  const next = (): Entry | null => {
    for (let entry = taken(heap); entry !== null; entry = taken(heap)) {
      if (!entry.isCancelled) return entry;
    }
    return null;
  };

  return {
    now: () => now,
    steps: () => steps,
    after: (milliseconds, happen) => {
      const at = now + Math.max(0, Math.ceil(milliseconds));
      const entry: Entry = { at, order: random.fraction(), happen, isCancelled: false };
      put(heap, entry);
      return {
        cancel: () => {
          entry.isCancelled = true;
        },
      };
    },
    run: async () =>
      await new Promise((resolve, reject) => {
        const step = (): void => {
          const entry = next();
          if (entry === null) return resolve();
          if (steps === MOST_STEPS) return reject(new Error('The simulation comes to no end.'));
          steps += 1;
          now = entry.at;
          try {
            entry.happen();
          } catch (error) {
            return reject(error instanceof Error ? error : new Error(String(error)));
          }
          queueMicrotask(() => process.nextTick(step));
        };
        step();
      }),
  };
}

function isBefore(one: Entry, other: Entry): boolean {
  return one.at < other.at || (one.at === other.at && one.order < other.order);
}

/* A binary heap: the parent of the entry at `n` is at `(n - 1) / 2`. */

function put(heap: Entry[], entry: Entry): void {
  let place = heap.length;
  for (;;) {
    const above = (place - 1) >> 1;
    const parent = place === 0 ? undefined : heap[above];
    if (parent === undefined || isBefore(parent, entry)) break;
    heap[place] = parent;
    place = above;
  }
  heap[place] = entry;
}

function taken(heap: Entry[]): Entry | null {
  const [first] = heap;
  const last = heap.pop();
  if (first === undefined || last === undefined) return null;
  if (heap.length === 0) return first;
  let place = 0;
  for (;;) {
    const left = 2 * place + 1;
    const [one, other] = [heap[left], heap[left + 1]];
    const isRight = one !== undefined && other !== undefined && isBefore(other, one);
    const below = isRight ? other : one;
    if (below === undefined || isBefore(last, below)) break;
    heap[place] = below;
    place = isRight ? left + 1 : left;
  }
  heap[place] = last;
  return first;
}
