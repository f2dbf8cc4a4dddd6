import type { Job } from './jobs.ts';
import { ERRORS, type DiskError, type Fault, type Mechanism } from './mechanisms.ts';
import { aPlace, type Place } from './place.ts';
import { callsOf, tryFault, type Tried } from './try-fault.ts';

/** A job at a computer where all that comes before it is done. */
export type Prepared = {
  readonly job: Job;
  readonly place: Place;
  /** What it does to the disk, in its order. */
  readonly calls: readonly string[];
};

/** @throws Error when something goes wrong without a fault */
export async function prepare(job: Job, mechanism: Mechanism): Promise<Prepared> {
  const place = aPlace(mechanism);
  for (const line of job.before) {
    // oxlint-disable-next-line no-await-in-loop -- one command after the other
    const { exitCode, text } = await place.run(line);
    if (exitCode !== 0) throw new Error(`${line.args.join(' ')} ends with ${exitCode}: ${text}`);
  }
  return { job, place, calls: await callsOf(job, place) };
}

/** Every call with every error, once and from then on. */
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
 * A part of them: of the calls that follow each other with the same name on the same file, the first and
 * the last, with one error each in turn.
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

/** What is called on which file, whatever its number; Node's cache of compiled code is all one. */
function kindOf(call: string): string {
  const kind = call.replace(/^\d+ /u, '').replaceAll(/\d+/gu, '#');
  return kind.includes('cache/code') ? 'cache/code' : kind;
}

/** What a signal interrupts is tried again, by SQLite as by everybody, until it goes through. */
function mayStay(error: DiskError): boolean {
  return error !== 'EINTR';
}

/** Tries one fault after the other, so many side by side. */
export async function tryAll(
  { job, place }: Prepared,
  faults: readonly Fault[],
  { sideBySide, tell }: { readonly sideBySide: number; readonly tell: (tried: Tried) => void },
): Promise<readonly Tried[]> {
  const waiting = faults.values();
  const all: Tried[] = [];
  const work = async (): Promise<void> => {
    for (const fault of waiting) {
      // oxlint-disable-next-line no-await-in-loop -- one fault after the other
      const tried = await tryFault(job, place, fault);
      tell(tried);
      all.push(tried);
    }
  };
  await Promise.all(Array.from({ length: sideBySide }, work));
  return all;
}
