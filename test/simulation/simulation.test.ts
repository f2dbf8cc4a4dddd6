import { describe, expect, it } from '@jest/globals';
import type { Store } from '../../src/adapters/storage/port/store.ts';
import { COVERAGE_POINTS, type CoveragePoint } from './checks/coverage.ts';
import { simulate } from './simulate.ts';

/* `npm run simulate` runs 10,000 seeds by default, and requires every coverage point to be reached. */

const SEEDS = 200;

const COMMON: readonly CoveragePoint[] = COVERAGE_POINTS.filter((point) =>
  /^(?:attempt|delivery): /u.test(point),
);

describe('concurrent commands, requests and workers on one ledger', () => {
  it(`break no invariant in ${SEEDS} simulations, and reach every state`, async () => {
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
  it.each([1, 2, 3, 4_000_000_007])('gives the same trace each time with seed %s', async (seed) => {
    const first = await simulate(seed);
    const second = await simulate(seed);
    expect(second.trace).toEqual(first.trace);
    expect(second.hash).toBe(first.hash);
  });

  it('gives another trace with each seed', async () => {
    const hashes = [await simulate(1), await simulate(2), await simulate(3)].map(
      ({ hash }) => hash,
    );
    expect(new Set(hashes).size).toBe(3);
  });

  it.each([
    ['ignores the expected version of a write', withoutVersions, 'nothing steps back'],
    ['loses every fifth write', losingWrites(), 'nothing lost'],
  ])('detects a store that %s', async (_what, wrapStore, invariant) => {
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
