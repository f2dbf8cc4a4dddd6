/**
 * Kills the built tool with SIGKILL at random moments, in three modes of Twilio faults, and checks that the
 * simulator accepted every message exactly once. The seed determines the choices, but not their exact timing.
 *
 *     npm run torture -- [--kills 200] [--seed S] [--mode slow|lossy|faulty]
 */
import process from 'node:process';
import { parseArgs } from 'node:util';
import { MODES, type Mode } from '../test/torture/modes.ts';
import { isClean, torture, type Tally } from '../test/torture/torture.ts';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '200' },
    seed: { type: 'string', default: String(Date.now()) },
    mode: { type: 'string' },
  },
});
const { seed } = values;
const kills = Number(values.kills);
const modes = MODES.filter((mode) => values.mode === undefined || mode === values.mode);
if (modes.length === 0)
  throw new Error(`There is no mode ${values.mode}; there are ${MODES.join(', ')}.`);
if (!Number.isInteger(kills) || kills < 1) throw new Error('--kills takes a whole number from 1.');

const report = (text: string): void => void process.stderr.write(`${text}\n`);
const share = (mode: Mode): number =>
  Math.floor(kills / modes.length) + (modes.indexOf(mode) < kills % modes.length ? 1 : 0);

// In parallel, since the tool mostly waits for responses and keys.
const tallies = await Promise.all(
  modes.map(async (mode) => await torture(mode, { kills: share(mode), seed, report })),
);
const COLUMNS = [
  'mode',
  'kills',
  'runs',
  'messages',
  'double',
  'lost',
  'unrecorded',
  'open',
] as const;
const line = (cells: readonly (string | number)[]): string =>
  cells.map((cell) => String(cell).padStart(12)).join('');
const rows = tallies.map((tally: Tally) => line(COLUMNS.map((column) => tally[column])));
console.log([`seed ${seed}`, line(COLUMNS), ...rows].join('\n'));
process.exitCode = tallies.every(isClean) ? 0 : 1;
