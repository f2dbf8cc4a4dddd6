/**
 * Simulates the whole job above one ledger, again and again, and holds what happened against the
 * invariants. Everything comes from the seed: a seed that fails is run again by its number.
 *
 *     npm run simulate -- [--seeds 10000] [--from 1] [--failures 5] [--seed N]
 */
import process from 'node:process';
import { parseArgs } from 'node:util';
import { COVERAGE_POINTS, type CoveragePoint } from '../test/simulation/checks/coverage.ts';
import { simulate, type Simulated } from '../test/simulation/simulate.ts';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '10000' },
    from: { type: 'string', default: '1' },
    seed: { type: 'string' },
    failures: { type: 'string', default: '5' },
  },
});
const one = values.seed === undefined ? null : wholeNumber('seed', values.seed);
const first = one ?? wholeNumber('from', values.from);
const count = one === null ? wholeNumber('seeds', values.seeds) : 1;

/** With fewer, what is rare may not have happened yet. */
const SEEDS_FOR_EVERYTHING = 1000;
const mostFailures = wholeNumber('failures', values.failures);

const coverage = new Map<CoveragePoint, number>(COVERAGE_POINTS.map((point) => [point, 0]));
let [failures, steps] = [0, 0];
const begun = performance.now();
for (let seed = first; seed < first + count && failures < mostFailures; seed += 1) {
  // oxlint-disable-next-line no-await-in-loop -- one after the other, so that each is alone
  const simulated = await simulate(seed);
  steps += simulated.steps;
  for (const [point, times] of simulated.coverage)
    coverage.set(point, (coverage.get(point) ?? 0) + times);
  if (simulated.breaches.length > 0) {
    failures += 1;
    reportFailure(simulated);
  } else if (one !== null) print([...simulated.trace, `hash ${simulated.hash}`]);
}
const seconds = (performance.now() - begun) / 1000;

const missing = COVERAGE_POINTS.filter((point) => coverage.get(point) === 0);
if (one === null) {
  print(COVERAGE_POINTS.map((point) => `${String(coverage.get(point)).padStart(9)}  ${point}`));
  print([`${count} seeds from ${first}, ${steps} steps, ${seconds.toFixed(1)} s`]);
}
const isIncomplete = count >= SEEDS_FOR_EVERYTHING && missing.length > 0;
if (isIncomplete) print(missing.map((point) => `never came to: ${point}`));
process.exitCode = failures > 0 || isIncomplete ? 1 : 0;

function reportFailure({ seed, breaches, trace }: Simulated): void {
  print([
    `seed ${seed} fails; the same again: npm run simulate -- --seed ${seed}`,
    ...breaches.map(({ invariant, what }) => `  ${invariant}: ${what}`),
    ...(one === null ? [] : trace),
  ]);
}

function print(lines: readonly string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`);
}

function wholeNumber(name: string, text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1) return number;
  throw new Error(`--${name} takes a whole number from 1.`);
}
