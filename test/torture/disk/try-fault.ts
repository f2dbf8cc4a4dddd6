import type { Job } from './jobs.ts';
import type { Fault } from './mechanisms.ts';
import type { Place } from './place.ts';
import type { Ended } from './run.ts';

/** What came of a job on a disk that failed. */
export type Tried = {
  readonly fault: Fault;
  /** The call that failed, as the log of calls has it; null where the run made fewer calls. */
  readonly call: string | null;
  readonly exitCode: number | null;
  /** What is wrong; nothing where all is as it should be. */
  readonly problems: readonly string[];
};

/** What is unknown is settled in the next run, and sent in the one after it at the latest. */
const MOST_LATER_RUNS = 4;

const STACK = /\bat \S+ \(?(?:file:|node:|\/)\S+:\d+:\d+/u;

/**
 * Does a job at a copy of `prepared` while the disk fails, then does it again without a fault.
 *
 * @throws Error when a command of the judge's own fails
 */
export async function tryFault(job: Job, prepared: Place, fault: Fault): Promise<Tried> {
  const place = prepared.copy();
  try {
    const ended = await place.run(job.line, fault);
    const call = place.calls().find((line) => line.endsWith(' failed')) ?? null;
    const problems = [
      ...judgeEnd(job, ended),
      ...(await job.judge(place, ended)),
      ...(await doLater(job, place)),
    ];
    return { fault, call, exitCode: ended.exitCode, problems };
  } finally {
    place.remove();
  }
}

/** Does the job without a fault; returns the calls that it made, in their order. */
export async function callsOf(job: Job, prepared: Place): Promise<readonly string[]> {
  const place = prepared.copy();
  try {
    const { exitCode, text } = await place.run(job.line, { at: 0, error: 'EIO', stays: false });
    if (exitCode !== 0) throw new Error(`Without a fault it ends with ${exitCode}: ${text}`);
    return place.calls();
  } finally {
    place.remove();
  }
}

function judgeEnd({ mayEndWith, says }: Job, { exitCode, text }: Ended): readonly string[] {
  const [first] = says;
  const told = text.match(new RegExp(first.source, 'gu'))?.length ?? 0;
  return [
    ...(exitCode === null ? ['it was ended by a signal, or hung'] : []),
    ...(text.includes('a fault in urmston-invite') ? ['told as a fault of the tool'] : []),
    ...(STACK.test(text) ? ['a stack is shown'] : []),
    ...(exitCode === 0 || exitCode === null || mayEndWith.includes(exitCode)
      ? []
      : [`it ends with ${exitCode}`]),
    ...(exitCode !== 0 && !says.some((words) => words.test(text))
      ? ['it does not say what is wrong']
      : []),
    ...(told > 1 ? ['it says so more than once'] : []),
  ].map((problem) => `${problem}: ${shortened(text)}`);
}

/** The beginning and the end, where results and advice stand. */
function shortened(text: string): string {
  return text.length < 900 ? text : `${text.slice(0, 400)} … ${text.slice(-400)}`;
}

async function doLater(job: Job, place: Place): Promise<readonly string[]> {
  for (let runs = 1; runs <= MOST_LATER_RUNS; runs += 1) {
    // oxlint-disable-next-line no-await-in-loop -- one run after the other
    const { exitCode, text } = await place.run(job.line);
    // oxlint-disable-next-line no-await-in-loop -- as above
    if (exitCode === 0) return (await job.judgeLater(place)).map((problem) => `later: ${problem}`);
    if (runs === MOST_LATER_RUNS) return [`later runs end with ${exitCode}: ${text.slice(-600)}`];
  }
  return [];
}
