import type { Random } from './random.ts';

/** A scheduled callback. */
type Due = {
  readonly cancel: () => void;
};

/** Virtual time: it advances when nothing else can run. */
export type Scheduler = {
  /** In milliseconds since 1970. */
  readonly now: () => number;
  /** The number of callbacks run so far. */
  readonly steps: () => number;
  /** Schedules a callback. Callbacks due at the same time run in random order. */
  readonly after: (milliseconds: number, happen: () => void) => Due;
  /** Runs callbacks one after the other until none is left. */
  readonly run: () => Promise<void>;
};

type Entry = {
  readonly at: number;
  /** A random tie-breaker. */
  readonly order: number;
  readonly happen: () => void;
  isCancelled: boolean;
};

/** More than any simulation that ends needs. */
const MOST_STEPS = 200_000;

/**
 * A scheduler whose order depends on the seed alone. All microtasks that a callback queues finish before
 * the next callback runs: Node runs a `process.nextTick` callback that was queued within a microtask once
 * the microtask queue is empty.
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
          if (steps === MOST_STEPS) return reject(new Error('The simulation does not end.'));
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
