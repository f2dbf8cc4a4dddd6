/**
 * Runs the commands that write while the disk of the tool's folder fails: at every write and every sync, with
 * each error, once and persistently. Checks the messages of each run and what the simulator accepted, and
 * after later runs that every message was accepted exactly once.
 *
 *     npm run torture:disk -- [--job WORD] [--error ENOSPC|EIO|EROFS|EINTR] [--some] [--statements]
 * `--some` tries a sample. `--statements` fails SQL statements in place of system calls, which is the default
 * without a C compiler.
 */
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { temporaryFolder } from '../test/support/temporary-folder.ts';
import { JOBS } from '../test/torture/disk/jobs.ts';
import { SQL_STATEMENTS, systemCalls } from '../test/torture/disk/mechanisms.ts';
import {
  everyFault,
  prepare,
  someFaults,
  tryAll,
  type FaultResult,
} from '../test/torture/disk/try-faults.ts';

const { values } = parseArgs({
  options: {
    job: { type: 'string', default: '' },
    error: { type: 'string', default: '' },
    some: { type: 'boolean', default: false },
    statements: { type: 'boolean', default: false },
  },
});

const report = (text: string): void => void process.stderr.write(`${text}\n`);
const folder = temporaryFolder('urmston-disk-library-', tmpdir());
const mechanism = (values.statements ? null : systemCalls(folder)) ?? SQL_STATEMENTS;
report(`Failing ${mechanism.name}.`);

const reportResult = ({ fault, call, exitCode, problems }: FaultResult): void => {
  if (problems.length === 0) return;
  const { at, error, stays } = fault;
  report(`\n${at} ${error}${stays ? ' and on' : ''}, ${call}, exit ${exitCode}`);
  for (const problem of problems) report(`  ${problem}`);
};

const rows: string[] = [];
let wrong = 0;
for (const job of JOBS.filter(({ name }) => name.includes(values.job))) {
  // oxlint-disable-next-line no-await-in-loop -- one job after the other
  const prepared = await prepare(job, mechanism);
  const faults = (values.some ? someFaults : everyFault)(prepared.calls).filter(({ error }) =>
    error.includes(values.error),
  );
  report(`${job.name}: ${prepared.calls.length} calls, ${faults.length} faults`);
  // oxlint-disable-next-line no-await-in-loop -- as above
  const results = await tryAll(prepared, faults, { sideBySide: 2, report: reportResult });
  prepared.sandbox.remove();
  const bad = results.filter(({ problems }) => problems.length > 0).length;
  wrong += bad;
  const codes = Object.groupBy(results, ({ exitCode }) => String(exitCode));
  const counts = Object.entries(codes).map(([code, those]) => `${code}: ${those?.length}`);
  rows.push(
    `${String(results.length).padStart(6)} faults ${String(bad).padStart(4)} wrong  exit ${counts.join(', ')}  ${job.name}`,
  );
}
rmSync(folder, { recursive: true, force: true });
console.log(rows.join('\n'));
process.exitCode = wrong === 0 ? 0 : 1;
