import { createHash } from 'node:crypto';
import type { Store } from '../../src/adapters/storage/port/store.ts';
import type { Phone } from '../../src/domain/record/phone/phone.ts';
import type { Process } from './actors/process.ts';
import { run } from './actors/run.ts';
import { status } from './actors/status.ts';
import type { CoveragePoint } from './checks/coverage.ts';
import {
  isEveryoneReached,
  checkCopies,
  checkHiddenOptOuts,
  checkEveryoneReached,
  checkSettled,
  checkCallbacks,
} from './checks/final-checks.ts';
import { NO_FAULTS, randomFaultRates } from './fault-rates.ts';
import { seededRandom } from './random.ts';
import { planScenario, randomSettings, randomStart } from './scenario.ts';
import { schedulerOf } from './scheduler.ts';
import type { Breach, Simulation } from './simulation.ts';
import { aWorld, type World } from './world.ts';

export type Simulated = {
  readonly seed: number;
  readonly breaches: readonly Breach[];
  readonly coverage: ReadonlyMap<CoveragePoint, number>;
  /** One line for each event. */
  readonly trace: readonly string[];
  /** The SHA-256 of the trace, the same for every run of one seed. */
  readonly hash: string;
  readonly steps: number;
};

const HOUR_MS = 3_600_000;

/**
 * Runs one simulation, which is determined by the seed.
 *
 * @param wrapStore replaces the store, for tests that break it on purpose
 */
export async function simulate(
  seed: number,
  wrapStore: (store: Store) => Store = (store) => store,
): Promise<Simulated> {
  const random = seededRandom(seed);
  const scheduler = schedulerOf(random, randomStart(random));
  const breaches: Breach[] = [];
  const coverage = new Map<CoveragePoint, number>();
  const trace: string[] = [];
  const start = scheduler.now();
  const note: Simulation['note'] = (who, what) => {
    trace.push(`${scheduler.now() - start} ${who}: ${what}`);
  };
  const sim: Simulation = {
    random,
    scheduler,
    note,
    cover: (point) => coverage.set(point, (coverage.get(point) ?? 0) + 1),
    breach: (invariant, what) => {
      breaches.push({ invariant, what });
      note('BREACH', `${invariant}: ${what}`);
    },
    current: '',
  };
  const settings = randomSettings(random);
  const faultRates = randomFaultRates(random, settings.isShared);
  const world = aWorld(sim, settings, faultRates, wrapStore);
  note('settings', JSON.stringify({ ...settings, ...faultRates }));
  planScenario(world);
  await scheduler.run();
  checkCopies(world);
  if (world.hasNoFailure()) checkCallbacks(world);
  world.finish();
  await recoverWithoutFaults(world);
  if (world.running.size > 0) {
    sim.breach('no unexpected error', `never ends: ${[...world.running].join()}`);
  }
  const hash = createHash('sha256').update(trace.join('\n')).digest('hex');
  return { seed, breaches, coverage, trace, hash, steps: scheduler.steps() };
}

/** Runs `status` and `send` without faults, after which every attempt is settled and everyone reached. */
async function recoverWithoutFaults(world: World): Promise<void> {
  const { sim, now, settings } = world;
  const { scheduler } = sim;
  sim.note('recovery', 'no faults from now on');
  now.faultRates = NO_FAULTS;
  now.templateFault = null;
  const later = async (hours: number): Promise<void> => {
    scheduler.after(hours * HOUR_MS, () => {});
    await scheduler.run();
  };
  const work = async (name: string, doing: typeof status): Promise<void> => {
    world.start(name, async (process) => await doing(world, process));
    await scheduler.run();
  };
  const hasNoFailure = world.hasNoFailure();
  const isStopped = async (process: Process, phone: Phone): Promise<boolean> => {
    const stopped = await world.open(process).optOuts.has([phone]);
    return stopped.size > 0;
  };
  await later(26);
  await work('the last status', status);
  if (hasNoFailure) {
    await work('a check', async (_world, process) => {
      await checkHiddenOptOuts(world, async (phone) => await isStopped(process, phone));
    });
  }
  await later(1);
  await work('the last status', status);
  checkSettled(world);
  // Ten in the morning, within the send hours.
  await later(24 + 10 - new Date(scheduler.now()).getUTCHours());
  const answerRates = { yes: 1, no: 1, away: 0 };
  // Messages that did not arrive are sent again, and take a place of the day each time.
  const mostDays = 2 * Math.ceil(settings.children / settings.dailyLimit) + 1;
  for (let day = 0; day < mostDays && !isEveryoneReached(world); day += 1) {
    // oxlint-disable-next-line no-await-in-loop -- one day after the other
    await work('the last run', async (_world, process) => {
      const options = { answerRates, byQueue: false, stopsAfter: null, stopsNowAfter: null };
      await run(world, process, options);
    });
    // oxlint-disable-next-line no-await-in-loop -- as above
    await later(24.1);
  }
  await work('the last status', status);
  checkCopies(world);
  checkSettled(world);
  await work('a check', async (_world, process) => {
    await checkEveryoneReached(
      world,
      async ({ invite }) => await isStopped(process, invite.parent.phone),
    );
  });
}
