import type { Clock, Wait } from '../../../src/application/ports/clock.ts';

export type VirtualTime = {
  readonly clock: Clock;
  /** Advances the clock at once. */
  readonly wait: Wait;
  /** The durations of all waits, in milliseconds. */
  readonly waits: readonly number[];
  readonly pass: (milliseconds: number) => void;
};

/** A clock that advances with each wait, and with `pass`. */
export function virtualTime(start: Date): VirtualTime {
  let now = start.getTime();
  const waits: number[] = [];
  return {
    clock: { now: () => new Date(now) },
    wait: async (milliseconds, signal) => {
      if (signal.aborted) return;
      waits.push(milliseconds);
      now += milliseconds;
    },
    waits,
    pass: (milliseconds) => {
      now += milliseconds;
    },
  };
}

export type ManualWait = {
  readonly wait: Wait;
  /** Resolves to the milliseconds of a wait when it begins. */
  readonly begun: () => Promise<number>;
  /** Ends the wait. */
  readonly over: () => void;
};

/** A wait that ends with `over`, or when its signal fires. */
export function manualWait(): ManualWait {
  let begun = Promise.withResolvers<number>();
  let over = Promise.withResolvers<void>();
  return {
    wait: async (milliseconds, signal) => {
      signal.addEventListener('abort', () => over.resolve(), { once: true });
      begun.resolve(milliseconds);
      await over.promise;
      begun = Promise.withResolvers();
      over = Promise.withResolvers();
    },
    begun: async () => await begun.promise,
    over: () => over.resolve(),
  };
}
