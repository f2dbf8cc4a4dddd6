import type { CoveragePoint } from './checks/coverage.ts';
import type { Random } from './random.ts';
import type { Scheduler } from './scheduler.ts';

/** What must hold in every simulation. */
type Invariant =
  | 'no message twice'
  | 'nothing lost'
  | 'nothing without approval'
  | 'nothing steps back'
  | 'never over the daily limit'
  | 'no unexpected error';

export type Breach = { readonly invariant: Invariant; readonly what: string };

/** The shared state of one simulation. */
export type Simulation = {
  readonly random: Random;
  readonly scheduler: Scheduler;
  /** Adds a line to the trace. */
  readonly note: (who: string, what: string) => void;
  readonly cover: (point: CoveragePoint) => void;
  readonly breach: (invariant: Invariant, what: string) => void;
  /** The name of the process that is running now. */
  current: string;
};
