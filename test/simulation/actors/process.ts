import type { Clock, Wait } from '../../../src/application/ports/clock.ts';
import { RetryLater } from '../../../src/application/worker/verify-queued.ts';
import { InviteError } from '../../../src/domain/problem/problem.ts';
import type { CoveragePoint } from '../checks/coverage.ts';
import type { FaultRates } from '../fault-rates.ts';
import type { Random } from '../random.ts';
import type { Simulation } from '../simulation.ts';

/** The kinds of point at which a process awaits something outside itself. It can crash only there. */
type AwaitPoint =
  | 'read'
  | 'write'
  | 'written'
  | 'asked'
  | 'answered'
  | 'wait'
  | 'operator'
  | 'queue'
  | 'look';

const CRASH_AT: { readonly [point in AwaitPoint]: CoveragePoint } = {
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
  /** Resolves after this many milliseconds, or when `ended` fires; never if the process crashes. */
  readonly waitAt: (point: AwaitPoint, milliseconds: number, ended?: AbortSignal) => Promise<void>;
  /** A signal that aborts after this many milliseconds; null means never. */
  readonly signal: (milliseconds: number | null) => AbortSignal;
  readonly crash: (why: string) => void;
  /** Registers a function to call once when the process ends or crashes. */
  readonly atEnd: (happens: () => void) => void;
};

/** The nth await point of one kind, or of any kind, counted from 1. */
type Moment = { readonly point: AwaitPoint | 'any'; readonly count: number };

export type ProcessFaults = {
  /** When it crashes; null means never. */
  readonly crashAt: Moment | null;
  /** When its computer sleeps, and for how long; null means never. */
  readonly sleepAt: (Moment & { readonly milliseconds: number }) | null;
};

type ProcessWork = {
  readonly work: (process: Process) => Promise<void>;
  /** Called once, when the process has ended or crashed. */
  readonly ended: (how: Ended | 'dead') => void;
};

/** How a process ended by itself: the expected error that it threw, or null. */
export type Ended = { readonly error: InviteError | RetryLater | null };

/** Starts a process: work that may crash at any await point. */
export function startProcess(
  sim: Simulation,
  name: string,
  { crashAt, sleepAt, clockAheadMs }: ProcessFaults & { readonly clockAheadMs: number },
  { work, ended }: ProcessWork,
): Process {
  const { scheduler } = sim;
  const last = new Set<() => void>();
  let isAlive = true;
  const passed = new Map<AwaitPoint | 'any', number>();

  const end = (): void => {
    isAlive = false;
    for (const happens of last) happens();
    last.clear();
  };

  const crash = (why: string): void => {
    if (!isAlive) return;
    sim.note(name, `dies: ${why}`);
    end();
    ended('dead');
  };

  const isNow = (point: AwaitPoint, moment: Moment | null): moment is Moment =>
    moment !== null &&
    (moment.point === 'any' || moment.point === point) &&
    passed.get(moment.point) === moment.count;

  const waitAt: Process['waitAt'] = async (point, milliseconds, stop) =>
    await new Promise((resolve) => {
      if (!isAlive) return;
      for (const kind of [point, 'any'] as const) passed.set(kind, (passed.get(kind) ?? 0) + 1);
      if (isNow(point, crashAt)) {
        sim.cover(CRASH_AT[point]);
        return crash(`at ${point}`);
      }
      const isAsleep = point !== 'asked' && isNow(point, sleepAt);
      if (isAsleep) {
        sim.note(name, `sleeps at ${point}`);
        sim.cover('sleep of a computer');
      }
      const takes = milliseconds + (isAsleep ? (sleepAt?.milliseconds ?? 0) : 0);
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
      if (!stop.aborted) await waitAt('wait', milliseconds, stop);
    },
    isAlive: () => isAlive,
    waitAt,
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
    crash,
    atEnd: (happens) => last.add(happens),
  };

  const finish = (error: unknown): void => {
    if (!isAlive) return;
    end();
    const isForeseen = error instanceof InviteError || error instanceof RetryLater;
    if (error !== null && !isForeseen) {
      const what = error instanceof Error ? error.stack : JSON.stringify(error);
      sim.breach('no unexpected error', `${name}: ${what}`);
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

/** Processes that run on an operator's computer, which can sleep. */
const SLEEPERS = ['a run', 'a status', 'an erasure'];

const AWAIT_POINTS = [
  'read',
  'write',
  'written',
  'asked',
  'answered',
  'wait',
  'operator',
  'queue',
  'look',
] as const satisfies readonly AwaitPoint[];

/** Any await point, or one of a chosen kind, so that rare kinds occur too. */
function randomMoment({ happens, pick, integer }: Random): Moment {
  return happens(0.5)
    ? { point: 'any', count: integer(1, pick([4, 15, 50, 120])) }
    : { point: pick(AWAIT_POINTS), count: integer(1, pick([1, 3, 8])) };
}

/**
 * Never between the last check of the clock and the first byte of a request: a program cannot prevent
 * sleep there, and Twilio cannot detect that the request is old.
 */
function randomSleep(random: Random): Moment {
  const point = random.pick<Moment['point']>([
    'any',
    'operator',
    'wait',
    'read',
    'write',
    'written',
    'written',
  ]);
  return { point, count: random.integer(1, random.pick([3, 8, 20, 60])) };
}

/** When a process crashes and when its computer sleeps, if at all. */
export function randomProcessFaults(
  random: Random,
  name: string,
  { crash, computerSleep }: FaultRates,
): ProcessFaults {
  const crashAt = random.happens(crash) ? randomMoment(random) : null;
  const isDesk = SLEEPERS.some((sleeper) => name.startsWith(sleeper));
  const sleepAt =
    isDesk && random.happens(computerSleep)
      ? { ...randomSleep(random), milliseconds: random.integer(60_000, 14 * 3_600_000) }
      : null;
  return { crashAt, sleepAt };
}
