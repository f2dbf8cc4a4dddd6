import type { Chance } from '../chance.ts';
import type { Edge, Life, Moment } from './process.ts';
import type { Weather } from '../twilio/weather.ts';

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
