import { createHash } from 'node:crypto';
import type { Store } from '../../src/adapters/storage/port/store.ts';
import type { Phone } from '../../src/domain/record/phone/phone.ts';
import { chanceOf } from './random.ts';
import {
  isEverybodyReached,
  judgeCopies,
  judgeHiddenStops,
  judgeReached,
  judgeSettled,
  judgeTold,
} from './checks/final-checks.ts';
import type { Process } from './actors/process.ts';
import { run } from './actors/run.ts';
import { planScenario, settingsBy, startBy } from './scenario.ts';
import { schedulerOf } from './scheduler.ts';
import type { Sight } from './checks/coverage.ts';
import type { Breach, Simulation } from './simulation.ts';
import { status } from './actors/status.ts';
import { FAIR, weatherBy } from './fault-rates.ts';
import { aWorld, type World } from './world.ts';

export type Simulated = {
  readonly seed: number;
  readonly breaches: readonly Breach[];
  readonly sights: ReadonlyMap<Sight, number>;
  /** What happened, one line each. */
  readonly trace: readonly string[];
  /** Of the trace: two of one seed are the same. */
  readonly hash: string;
  readonly steps: number;
};

const HOUR_MS = 3_600_000;

/**
 * One simulation, in which everything comes from the seed.
 *
 * @param bend makes the store worse than a store may be, to see whether that is found
 */
export async function simulate(
  seed: number,
  bend: (store: Store) => Store = (store) => store,
): Promise<Simulated> {
  const chance = chanceOf(seed);
  const scheduler = schedulerOf(chance, startBy(chance));
  const breaches: Breach[] = [];
  const sights = new Map<Sight, number>();
  const trace: string[] = [];
  const start = scheduler.now();
  const note: Simulation['note'] = (who, what) => {
    trace.push(`${scheduler.now() - start} ${who}: ${what}`);
  };
  const sim: Simulation = {
    chance,
    scheduler,
    note,
    saw: (sight) => sights.set(sight, (sights.get(sight) ?? 0) + 1),
    breach: (invariant, what) => {
      breaches.push({ invariant, what });
      note('BREACH', `${invariant}: ${what}`);
    },
    current: '',
  };
  const settings = settingsBy(chance);
  const weather = weatherBy(chance, settings.isShared);
  const world = aWorld(sim, settings, weather, bend);
  note('settings', JSON.stringify({ ...settings, ...weather }));
  planScenario(world);
  await scheduler.run();
  judgeCopies(world);
  if (world.isWhole()) judgeTold(world);
  world.atLast();
  await endInPeace(world);
  if (world.running.size > 0) {
    sim.breach('no fault of the program', `never ends: ${[...world.running].join()}`);
  }
  const hash = createHash('sha256').update(trace.join('\n')).digest('hex');
  return { seed, breaches, sights, trace, hash, steps: scheduler.steps() };
}

/** Whatever has happened, the next runs know of it; and once nothing goes wrong, everybody is reached. */
async function endInPeace(world: World): Promise<void> {
  const { sim, now, settings } = world;
  const { scheduler } = sim;
  sim.note('peace', 'nothing goes wrong from now on');
  now.weather = FAIR;
  now.templateFault = null;
  const later = async (hours: number): Promise<void> => {
    scheduler.after(hours * HOUR_MS, () => {});
    await scheduler.run();
  };
  const work = async (name: string, doing: typeof status): Promise<void> => {
    world.start(name, async (process) => await doing(world, process));
    await scheduler.run();
  };
  const isWhole = world.isWhole();
  const isStopped = async (process: Process, phone: Phone): Promise<boolean> => {
    const stopped = await world.open(process).optOuts.has([phone]);
    return stopped.size > 0;
  };
  await later(26);
  await work('the last status', status);
  if (isWhole) {
    await work('the judge', async (_world, process) => {
      await judgeHiddenStops(world, async (phone) => await isStopped(process, phone));
    });
  }
  await later(1);
  await work('the last status', status);
  judgeSettled(world);
  // At ten in the morning, when messages go.
  await later(24 + 10 - new Date(scheduler.now()).getUTCHours());
  const manner = { yes: 1, no: 1, leaves: 0 };
  const mostDays = Math.ceil(settings.children / settings.dailyLimit) + 1;
  for (let day = 0; day < mostDays && !isEverybodyReached(world); day += 1) {
    // oxlint-disable-next-line no-await-in-loop -- one day after the other
    await work('the last run', async (_world, process) => {
      const options = { manner, byQueue: false, stopsAfter: null, stopsNowAfter: null };
      await run(world, process, options);
    });
    // oxlint-disable-next-line no-await-in-loop -- as above
    await later(24.5);
  }
  await work('the last status', status);
  judgeCopies(world);
  judgeSettled(world);
  await work('the judge', async (_world, process) => {
    await judgeReached(world, async ({ invite }) => await isStopped(process, invite.parent.phone));
  });
}
