/**
 * Puts the built service under the load that the usage plan allows, on loopback and with the simulator: new
 * records, repeated records, and callbacks out of order and repeated. Checks by the simulator and the ledger
 * that every message was sent exactly once.
 *
 *     npm run load -- [--seconds 20] [--rate 25] [--burst 50]
 */
import process from 'node:process';
import { parseArgs } from 'node:util';
import { isError, underLoad } from '../../test/load/load.ts';
import type { Call, Path } from '../../test/load/service-client.ts';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '20' },
    rate: { type: 'string', default: '25' },
    burst: { type: 'string', default: '50' },
  },
});
const [seconds = 0, perSecond = 0, burst = 0] = [values.seconds, values.rate, values.burst].map(
  Number,
);
if (!(seconds > 0 && perSecond > 0 && burst >= 0)) {
  throw new Error('--seconds, --rate and --burst take numbers.');
}

const { calls, duplicates, lost, sent, exitCode } = await underLoad({ seconds, perSecond, burst });

const PATHS: readonly Path[] = ['/trigger', '/webhook'];
for (const path of PATHS) {
  const here = calls.filter((call) => call.path === path);
  const counts = Map.groupBy(here, ({ status, word }) => `${status} ${word}`.trim());
  const counted = [...counts].map(([what, some]) => `${some.length} ${what}`).toSorted();
  const [p50, p95, p99] = [0.5, 0.95, 0.99].map((share) => Math.round(atShare(here, share)));
  console.log(`${path}  ${here.length} requests; p50 ${p50} ms, p95 ${p95} ms, p99 ${p99} ms`);
  console.log(`  ${counted.join(', ')}`);
}
const errors = calls.filter(isError).length;
console.log(`${calls.length} requests in ${seconds} s, ${sent} messages sent`);
console.log(`${errors} errors, ${duplicates} doubles, ${lost.length} lost`);
for (const line of lost) console.log(`  ${line}`);
process.exitCode = errors + duplicates + lost.length === 0 && exitCode === 0 ? 0 : 1;

function atShare(some: readonly Call[], share: number): number {
  const sorted = some.map(({ milliseconds }) => milliseconds).toSorted((a, b) => a - b);
  return sorted[Math.min(Math.floor(sorted.length * share), sorted.length - 1)] ?? 0;
}
