import type { Random } from './random.ts';
import type { Scheduler } from './scheduler.ts';
import type { CoveragePoint } from './checks/coverage.ts';

/** What must hold whatever happens. */
type Invariant =
  | 'nobody twice'
  | 'nobody lost'
  | 'nothing without a yes'
  | 'nothing steps back'
  | 'never over the daily limit'
  | 'no fault of the program';

export type Breach = { readonly invariant: Invariant; readonly what: string };

/** What everything in one simulation shares. */
export type Simulation = {
  readonly random: Random;
  readonly scheduler: Scheduler;
  /** Writes a line of the trace. */
  readonly note: (who: string, what: string) => void;
  readonly cover: (point: CoveragePoint) => void;
  readonly breach: (invariant: Invariant, what: string) => void;
  /** Which process does what is being done now. */
  current: string;
};
