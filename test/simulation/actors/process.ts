import type { Clock, Wait } from '../../../src/application/ports/clock.ts';
import { RetryLater } from '../../../src/application/worker/verify-queued.ts';
import { InviteError } from '../../../src/domain/problem/problem.ts';
import type { Sight } from '../checks/coverage.ts';
import type { Simulation } from '../simulation.ts';
import type { Chance } from '../random.ts';
import type { Weather } from '../fault-rates.ts';

/** Where a process leaves itself and waits for the world: only there can it be cut off. */
type Edge =
  | 'read'
  | 'write'
  | 'written'
  | 'asked'
  | 'answered'
  | 'wait'
  | 'operator'
  | 'queue'
  | 'look';

const CRASH_AT: { readonly [edge in Edge]: Sight } = {
  read: 'crash before a read',
  write: 'crash before a write',
  written: 'crash after a write',
  asked: 'crash before Twilio is asked',
  answered: 'crash before Twilio answers',
  wait: 'crash while waiting',
  operator: 'crash at a question',
  queue: 'crash at the queue',
  look: 'crash while Twilio is looked through',
};

export type Process = {
  readonly name: string;
  readonly clock: Clock;
  readonly wait: Wait;
  readonly isAlive: () => boolean;
  /** Resolves after so many milliseconds, or when `ended` fires; never where the process dies. */
  readonly pass: (edge: Edge, milliseconds: number, ended?: AbortSignal) => Promise<void>;
  /** Fires after so many milliseconds; never where that is null. */
  readonly signal: (milliseconds: number | null) => AbortSignal;
  readonly die: (why: string) => void;
  /** Called once, when the process ends however it ends. */
  readonly atEnd: (happens: () => void) => void;
};

/** The so manieth edge of one kind, or of any, counted from 1. */
type Moment = { readonly edge: Edge | 'any'; readonly count: number };

export type Life = {
  /** When it dies; null where it lives as long as its work. */
  readonly dies: Moment | null;
  /** When its computer sleeps, and for how long. */
  readonly sleeps: (Moment & { readonly milliseconds: number }) | null;
};

type Deed = {
  readonly work: (process: Process) => Promise<void>;
  /** Called once, with how it ended. */
  readonly ended: (how: Ended | 'dead') => void;
};

/** What ended a process by itself; null for what it threw that says why it ended. */
export type Ended = { readonly error: InviteError | RetryLater | null };

/** Starts a process, which is a piece of work that may end at any edge. */
export function startProcess(
  sim: Simulation,
  name: string,
  { dies, sleeps, clockAheadMs }: Life & { readonly clockAheadMs: number },
  { work, ended }: Deed,
): Process {
  const { scheduler } = sim;
  const last = new Set<() => void>();
  let isAlive = true;
  const passed = new Map<Edge | 'any', number>();

  const end = (): void => {
    isAlive = false;
    for (const happens of last) happens();
    last.clear();
  };

  const die = (why: string): void => {
    if (!isAlive) return;
    sim.note(name, `dies: ${why}`);
    end();
    ended('dead');
  };

  /** Whether this edge is that moment. */
  const isNow = (edge: Edge, moment: Moment | null): moment is Moment =>
    moment !== null &&
    (moment.edge === 'any' || moment.edge === edge) &&
    passed.get(moment.edge) === moment.count;

  const pass: Process['pass'] = async (edge, milliseconds, stop) =>
    await new Promise((resolve) => {
      if (!isAlive) return;
      for (const kind of [edge, 'any'] as const) passed.set(kind, (passed.get(kind) ?? 0) + 1);
      if (isNow(edge, dies)) {
        sim.saw(CRASH_AT[edge]);
        return die(`at ${edge}`);
      }
      const isAsleep = edge !== 'asked' && isNow(edge, sleeps);
      if (isAsleep) {
        sim.note(name, `sleeps at ${edge}`);
        sim.saw('sleep of a computer');
      }
      const takes = milliseconds + (isAsleep ? (sleeps?.milliseconds ?? 0) : 0);
      const goOn = (): void => {
        if (!isAlive) return;
        sim.current = name;
        resolve();
      };
      const due = scheduler.after(takes, goOn);
      stop?.addEventListener(
        'abort',
        () => {
          due.cancel();
          if (isAlive) resolve();
        },
        { once: true },
      );
    });

  const process: Process = {
    name,
    clock: { now: () => new Date(scheduler.now() + clockAheadMs) },
    wait: async (milliseconds, stop) => {
      if (!stop.aborted) await pass('wait', milliseconds, stop);
    },
    isAlive: () => isAlive,
    pass,
    signal: (milliseconds) => {
      const controller = new AbortController();
      if (milliseconds !== null) {
        scheduler.after(milliseconds, () => {
          if (!isAlive) return;
          sim.current = name;
          controller.abort();
        });
      }
      return controller.signal;
    },
    die,
    atEnd: (happens) => last.add(happens),
  };

  const finish = (error: unknown): void => {
    if (!isAlive) return;
    end();
    const isForeseen = error instanceof InviteError || error instanceof RetryLater;
    if (error !== null && !isForeseen) {
      const what = error instanceof Error ? error.stack : JSON.stringify(error);
      sim.breach('no fault of the program', `${name}: ${what}`);
    }
    sim.note(name, isForeseen ? `ends: ${problemIn(error)}` : 'ends');
    ended({ error: isForeseen ? error : null });
  };

  sim.note(name, 'begins');
  sim.current = name;
  work(process).then(
    () => finish(null),
    (error: unknown) => finish(error),
  );
  return process;
}

function problemIn(error: InviteError | RetryLater): string {
  return error instanceof InviteError ? JSON.stringify(error.problem) : error.reason;
}

/** What runs at a person's computer. */
const SLEEPERS = ['a run', 'a status', 'an erasure'];

const EDGES = [
  'read',
  'write',
  'written',
  'asked',
  'answered',
  'wait',
  'operator',
  'queue',
  'look',
] as const satisfies readonly Edge[];

/** Any edge, or one of a kind that would be rare among them. */
function momentBy({ happens, pick, whole }: Chance): Moment {
  return happens(0.5)
    ? { edge: 'any', count: whole(1, pick([4, 15, 50, 120])) }
    : { edge: pick(EDGES), count: whole(1, pick([1, 3, 8])) };
}

/**
 * Never between the last look at the clock and the first byte of a request: no program can keep a
 * computer from sleeping there, and Twilio has nothing by which it would know the request to be old.
 */
function sleepBy(chance: Chance): Moment {
  const edge = chance.pick<Moment['edge']>([
    'any',
    'operator',
    'wait',
    'read',
    'write',
    'written',
    'written',
  ]);
  return { edge, count: chance.whole(1, chance.pick([3, 8, 20, 60])) };
}

/** When a process dies and when its computer sleeps, if at all. */
export function lifeBy(chance: Chance, name: string, { death, sleep }: Weather): Life {
  const dies = chance.happens(death) ? momentBy(chance) : null;
  const isDesk = SLEEPERS.some((sleeper) => name.startsWith(sleeper));
  const sleeps =
    isDesk && chance.happens(sleep)
      ? { ...sleepBy(chance), milliseconds: chance.whole(60_000, 14 * 3_600_000) }
      : null;
  return { dies, sleeps };
}
