import type { Job } from './jobs.ts';
import { type Fault, ERRORS, type DiskError, type Mechanism } from './mechanisms.ts';
import type { CommandResult } from './run.ts';
import { type Sandbox, newSandbox } from './sandbox.ts';

/** The result of a job on a failing disk. */
export type FaultResult = {
  readonly fault: Fault;
  /** The failed call, from the log of calls; null if the run made fewer calls. */
  readonly call: string | null;
  readonly exitCode: number | null;

  readonly problems: readonly string[];
};

/** Unknown outcomes are settled in the next run, and sent in the one after it at the latest. */
const MOST_LATER_RUNS = 4;

const STACK = /\bat \S+ \(?(?:file:|node:|\/)\S+:\d+:\d+/u;

/**
 * Runs a job in a copy of `prepared` with a fault, then again without one.
 *
 * @throws Error if a command that checks the result fails
 */
async function tryFault(job: Job, prepared: Sandbox, fault: Fault): Promise<FaultResult> {
  const sandbox = prepared.copy();
  try {
    const result = await sandbox.run(job.command, fault);
    const call = sandbox.calls().find((command) => command.endsWith(' failed')) ?? null;
    const problems = [
      ...problemsOfEnd(job, result),
      ...(await job.problemsAfterFault(sandbox, result)),
      ...(await doLater(job, sandbox)),
    ];
    return { fault, call, exitCode: result.exitCode, problems };
  } finally {
    sandbox.remove();
  }
}

/** Runs the job without a fault, and returns its calls in order. */
async function callsOf(job: Job, prepared: Sandbox): Promise<readonly string[]> {
  const sandbox = prepared.copy();
  try {
    const { exitCode, text } = await sandbox.run(job.command, {
      at: 0,
      error: 'EIO',
      stays: false,
    });
    if (exitCode !== 0) throw new Error(`Without a fault the exit code is ${exitCode}: ${text}`);
    return sandbox.calls();
  } finally {
    sandbox.remove();
  }
}

function problemsOfEnd(
  { exitCodes, messages }: Job,
  { exitCode, text }: CommandResult,
): readonly string[] {
  const [first] = messages;
  const mentions = text.match(new RegExp(first.source, 'gu'))?.length ?? 0;
  return [
    ...(exitCode === null ? ['it was ended by a signal, or hung'] : []),
    ...(text.includes('a fault in urmston-invite') ? ['reported as a fault of the tool'] : []),
    ...(STACK.test(text) ? ['a stack is shown'] : []),
    ...(exitCode === 0 || exitCode === null || exitCodes.includes(exitCode)
      ? []
      : [`it ends with ${exitCode}`]),
    ...(exitCode !== 0 && !messages.some((words) => words.test(text))
      ? ['it does not say what is wrong']
      : []),
    ...(mentions > 1 ? ['it says so more than once'] : []),
  ].map((problem) => `${problem}: ${shortened(text)}`);
}

/** The beginning and the end of a text, which hold results and advice. */
function shortened(text: string): string {
  return text.length < 900 ? text : `${text.slice(0, 400)} … ${text.slice(-400)}`;
}

async function doLater(job: Job, sandbox: Sandbox): Promise<readonly string[]> {
  for (let runs = 1; runs <= MOST_LATER_RUNS; runs += 1) {
    // oxlint-disable-next-line no-await-in-loop -- one run after the other
    const { exitCode, text } = await sandbox.run(job.command);
    // oxlint-disable-next-line no-await-in-loop -- as above
    if (exitCode === 0)
      return (await job.problemsAfterwards(sandbox)).map((problem) => `later: ${problem}`);
    if (runs === MOST_LATER_RUNS) return [`later runs end with ${exitCode}: ${text.slice(-600)}`];
  }
  return [];
}

/** A job in a sandbox in which the commands before it have been run. */
export type Prepared = {
  readonly job: Job;
  readonly sandbox: Sandbox;
  /** Its calls that write to the disk, in order. */
  readonly calls: readonly string[];
};

/** @throws Error if a command fails without a fault */
export async function prepare(job: Job, mechanism: Mechanism): Promise<Prepared> {
  const sandbox = newSandbox(mechanism);
  for (const command of job.before) {
    // oxlint-disable-next-line no-await-in-loop -- one command after the other
    const { exitCode, text } = await sandbox.run(command);
    if (exitCode !== 0) throw new Error(`${command.args.join(' ')} ends with ${exitCode}: ${text}`);
  }
  return { job, sandbox, calls: await callsOf(job, sandbox) };
}

/** Every call with every error, once and, if the error can persist, for all later calls too. */
export function everyFault(calls: readonly string[]): readonly Fault[] {
  return calls.flatMap((_, index) =>
    ERRORS.flatMap((error) =>
      [false, ...(mayStay(error) ? [true] : [])].map((stays): Fault => ({
        at: index + 1,
        error,
        stays,
      })),
    ),
  );
}

/**
 * A sample: of consecutive calls of the same kind on the same file, the first and the last, with the errors
 * in turn.
 */
export function someFaults(calls: readonly string[]): readonly Fault[] {
  const kinds = calls.map(kindOf);
  return kinds
    .flatMap((kind, index) =>
      kinds[index - 1] === kind && kinds[index + 1] === kind ? [] : [index + 1],
    )
    .map((at, index) => {
      const error = ERRORS[index % ERRORS.length] ?? 'EIO';
      return { at, error, stays: mayStay(error) && index % 3 === 0 };
    });
}

/** The call and its file without numbers. All files of Node's compile cache count as one. */
function kindOf(call: string): string {
  const kind = call.replace(/^\d+ /u, '').replaceAll(/\d+/gu, '#');
  return kind.includes('cache/code') ? 'cache/code' : kind;
}

/** A call that a signal interrupts is retried until it succeeds, so EINTR cannot persist. */
function mayStay(error: DiskError): boolean {
  return error !== 'EINTR';
}

/** Tries the faults, `sideBySide` at a time. */
export async function tryAll(
  { job, sandbox }: Prepared,
  faults: readonly Fault[],
  {
    sideBySide,
    report,
  }: { readonly sideBySide: number; readonly report: (tried: FaultResult) => void },
): Promise<readonly FaultResult[]> {
  const waiting = faults.values();
  const all: FaultResult[] = [];
  const work = async (): Promise<void> => {
    for (const fault of waiting) {
      // oxlint-disable-next-line no-await-in-loop -- one fault after the other
      const tried = await tryFault(job, sandbox, fault);
      report(tried);
      all.push(tried);
    }
  };
  await Promise.all(Array.from({ length: sideBySide }, work));
  return all;
}
