import type { Clock, Wait } from '../../../src/application/ports/clock.ts';

export type VirtualTime = {
  readonly clock: Clock;
  /** Lets the time pass at once. */
  readonly wait: Wait;
  /** All that was waited for, in milliseconds. */
  readonly waits: readonly number[];
  readonly pass: (milliseconds: number) => void;
};

/** Time that passes when somebody waits, and when the test says so. */
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

export type PatientWait = {
  readonly wait: Wait;
  /** Resolves when somebody waits, to the milliseconds. */
  readonly begun: () => Promise<number>;
  /** The time is over. */
  readonly over: () => void;
};

/** A wait that is over when the test says so, or when it is stopped. */
export function patientWait(): PatientWait {
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
