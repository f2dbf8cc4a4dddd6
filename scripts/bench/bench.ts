/**
 * Measures start-up relative to `node -e 0`, a large list relative to csv-parse alone, a workbook relative to its
 * library alone, the time to the first output, the time to the next question relative to a bare Node process that reacts to a key, and forged posts to the webhook relative to a
 * small one, so that figures of different machines can be compared. It asserts nothing.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { measureForgedPosts } from './forged-posts.ts';
import { measureLargeList, type Measured } from './large-list.ts';
import { measureFirstOutput, measureLargeWorkbook } from './large-workbook.ts';
import { measureNextQuestion } from './next-question.ts';

const ROUNDS = Number(process.env['ROUNDS'] ?? 25);
const TOOL = 'dist/urmston-invite.js';

type Case = { readonly name: string; readonly args: readonly string[]; readonly aim: number };

const BASELINE: Case = { name: 'node -e 0', args: ['-e', '0'], aim: 1 };
const CASES: readonly Case[] = [
  { name: '--version', args: [TOOL, '--version'], aim: 1.3 },
  { name: '--help', args: [TOOL, '--help'], aim: 1.5 },
  { name: 'check, a dozen rows', args: [TOOL, 'check', 'samples/players.csv'], aim: 2.5 },
];

const home = mkdtempSync(join(tmpdir(), 'urmston-invite-bench-'));
const env = { ...process.env, URMSTON_INVITE_HOME: home };
const times = new Map([BASELINE, ...CASES].map((one) => [one.name, [] as number[]]));

// In rounds over all cases, so that a busy moment affects all alike. The first round only fills caches.
for (let round = 0; round <= ROUNDS; round += 1) {
  for (const one of [BASELINE, ...CASES]) {
    const started = performance.now();
    const { error } = spawnSync(process.execPath, one.args, { env, stdio: 'ignore' });
    if (error) throw error;
    if (round > 0) times.get(one.name)?.push(performance.now() - started);
  }
}
const median = (name: string): number => {
  const sorted = (times.get(name) ?? []).toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
};
console.log(`Medians of ${ROUNDS} rounds, Node ${process.version}\n`);
for (const { name, aim } of [BASELINE, ...CASES]) {
  const ratio = (median(name) / median(BASELINE.name)).toFixed(2);
  console.log(
    `${name.padEnd(22)} ${median(name).toFixed(0).padStart(5)} ms   ${ratio} x bare (aim: ${aim})`,
  );
}

const { megabytes, csvParse, check, thousandMs } = measureLargeList(TOOL, env);
const shown = ({ ms, peakMb }: Measured): string =>
  `${ms.toFixed(0).padStart(5)} ms   ${peakMb.toFixed(0)} MB at most`;
console.log(`\n100,000 rows (${megabytes.toFixed(1)} MB)\n`);
console.log(`${'csv-parse alone'.padEnd(22)} ${shown(csvParse)}`);
console.log(`${'check'.padEnd(22)} ${shown(check)} (aim: under 200)`);
const speed = (csvParse.ms / check.ms).toFixed(2);
const byProcessor = (csvParse.cpuMs / check.cpuMs).toFixed(2);
console.log(`check has ${speed} of its speed, ${byProcessor} by processor time (aim: 0.33)`);
console.log(`\n1,000 rows take ${thousandMs.toFixed(0)} ms over --version (aim: under 150)`);

const workbook = await measureLargeWorkbook(TOOL, env);
console.log('\nA workbook of 10,000 rows\n');
console.log(`${'its library alone'.padEnd(22)} ${shown(workbook.library)}`);
const slower = (workbook.check.cpuMs / workbook.library.cpuMs).toFixed(2);
console.log(
  `${'check'.padEnd(22)} ${shown(workbook.check)}   ${slower} x by processor time (aim: 3)`,
);

const first = await measureFirstOutput(TOOL, env);
console.log('\nThe first output at a pseudo-terminal, of 100,000 rows\n');
console.log(`${'a CSV'.padEnd(22)} ${first.csvMs.toFixed(0).padStart(5)} ms (aim: under 500)`);
console.log(
  `${'a workbook'.padEnd(22)} ${first.workbookMs.toFixed(0).padStart(5)} ms (aim: under 500)`,
);

const { bareMs, nextQuestionMs } = await measureNextQuestion(TOOL, env);
console.log('\nAt a pseudo-terminal, nine in ten\n');
console.log(`${'a key, at a bare Node'.padEnd(22)} ${bareMs.toFixed(0).padStart(5)} ms`);
console.log(
  `${'a y, to next question'.padEnd(22)} ${nextQuestionMs.toFixed(0).padStart(5)} ms (aim: 60)`,
);
rmSync(home, { recursive: true, force: true });

const posts = await measureForgedPosts();
console.log('\nPOST /webhook that Twilio did not sign\n');
for (const { name, status, ms } of posts) {
  const times = (ms / (posts[0]?.ms ?? Number.NaN)).toFixed(1);
  console.log(
    `${name.padEnd(26)} ${status} ${ms.toFixed(2).padStart(8)} ms   ${times} x (aim: 20)`,
  );
}
