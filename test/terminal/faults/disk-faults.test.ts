import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterAll, describe, expect, it } from '@jest/globals';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { JOBS, type Job } from '../../torture/disk/jobs.ts';
import { SQL_STATEMENTS, systemCalls } from '../../torture/disk/mechanisms.ts';
import { newSandbox } from '../../torture/disk/sandbox.ts';
import { prepare, someFaults, tryAll } from '../../torture/disk/try-faults.ts';

/** The number of faults tried for each job, spread over its calls; `npm run torture:disk` tries all. */
const FAULTS = { most: 12, fewest: 3 } as const;
const PATIENCE_MS = 600_000;

const folder = temporaryFolder('urmston-disk-library-', tmpdir());
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const CALLS = systemCalls(folder);
// Without a C compiler, SQL statements fail in place of system calls.
const MECHANISM = CALLS ?? SQL_STATEMENTS;
const jobs = CALLS === null ? JOBS.filter(({ writesLedger }) => writesLedger) : JOBS;

describe(`a disk that fails during one of the ${MECHANISM.name}`, () => {
  it.each(jobs.map((job) => [job.name, job] as const))(
    'is reported in a sentence, and the next run completes the work: %s',
    async (_name, job) => {
      expect(await problemsOf(job)).toEqual([]);
    },
    PATIENCE_MS,
  );
});

describe('the checks of such a run', () => {
  it('find a message that was sent without a record, and one that was sent twice', async () => {
    const job = JOBS.find(({ before, sendsMessages }) => sendsMessages && before.length === 0);
    const sandbox = newSandbox(MECHANISM);
    try {
      const result = await sandbox.run({
        ...job?.command,
        args: job?.command.args ?? [],
        stdin: 'y\nq\n',
      });
      const stopped = { ...result, exitCode: 4 };
      expect(await job?.problemsAfterFault(sandbox, stopped)).toEqual([]);
      expect(await job?.problemsAfterFault(sandbox, result)).toEqual([
        'a recipient got no message',
      ]);
      sandbox.accept('whatsapp:+447700900102');
      sandbox.accept('whatsapp:+447700900123');
      expect(await job?.problemsAfterFault(sandbox, stopped)).toEqual([
        'a message left that is not written down',
        'a recipient got two messages',
      ]);
    } finally {
      sandbox.remove();
    }
  });
});

async function problemsOf(job: Job): Promise<readonly unknown[]> {
  const prepared = await prepare(job, MECHANISM);
  try {
    const all = someFaults(prepared.calls);
    const most = job.sendsMessages ? FAULTS.most : FAULTS.fewest;
    const every = Math.max(1, Math.floor(all.length / most));
    const faults = all.filter((_, index) => index % every === 0).slice(0, most + 1);
    const results = await tryAll(prepared, faults, { sideBySide: 2, report: () => {} });
    expect(results.filter(({ call }) => call !== null).length).toBeGreaterThan(0);
    return results.filter(({ problems }) => problems.length > 0);
  } finally {
    prepared.sandbox.remove();
  }
}
