import { describe, expect, it } from '@jest/globals';
import type { Store } from '../../src/adapters/storage/port/store.ts';
import { COVERAGE_POINTS, type CoveragePoint } from './checks/coverage.ts';
import { simulate } from './simulate.ts';

/* `npm run simulate` plays many times as many, and expects everything that can happen to have happened. */

const SEEDS = 200;

const COMMON: readonly CoveragePoint[] = COVERAGE_POINTS.filter((point) =>
  /^(?:attempt|delivery): /u.test(point),
);

describe('the whole job above one ledger', () => {
  it(`keeps its promises in ${SEEDS} simulations, and comes to every state`, async () => {
    const broken: string[] = [];
    const coverage = new Set<CoveragePoint>();
    for (let seed = 1; seed <= SEEDS; seed += 1) {
      const { breaches, coverage: seen } = await simulate(seed);
      for (const { invariant, what } of breaches) {
        broken.push(`npm run simulate -- --seed ${seed}: ${invariant}: ${what}`);
      }
      for (const point of seen.keys()) coverage.add(point);
    }
    expect(broken).toEqual([]);
    expect(COMMON.filter((point) => !coverage.has(point))).toEqual([]);
  });
});

describe('a simulation', () => {
  it.each([1, 2, 3, 4_000_000_007])('is the same each time with seed %s', async (seed) => {
    const first = await simulate(seed);
    const second = await simulate(seed);
    expect(second.trace).toEqual(first.trace);
    expect(second.hash).toBe(first.hash);
  });

  it('is another one with each seed', async () => {
    const hashes = [await simulate(1), await simulate(2), await simulate(3)].map(
      ({ hash }) => hash,
    );
    expect(new Set(hashes).size).toBe(3);
  });

  it.each([
    ['takes a write whatever the version', withoutVersions, 'nothing steps back'],
    ['loses every fifth write', losingWrites(), 'nobody lost'],
  ])('finds a store that %s', async (_what, wrapStore, invariant) => {
    const found = new Set<string>();
    for (let seed = 1; seed <= 20 && !found.has(invariant); seed += 1) {
      const { breaches } = await simulate(seed, wrapStore);
      for (const breach of breaches) found.add(breach.invariant);
    }
    expect([...found]).toContain(invariant);
  });
});

function withoutVersions(store: Store): Store {
  return {
    ...store,
    commit: async (writes) =>
      await store.commit(writes.map(({ expected: _ignored, ...write }) => write)),
  };
}

function losingWrites(): (store: Store) => Store {
  let commits = 0;
  return (store) => ({
    ...store,
    commit: async (writes) => {
      commits += 1;
      return commits % 5 === 0 ? true : await store.commit(writes);
    },
  });
}
