import { renameSync, rmSync } from 'node:fs';

/** The calls that fail while another program has a file open. Tests replace them. */
export type FileCalls = {
  readonly rename: (from: string, to: string) => void;
  /** Deletes a file, if there is one. */
  readonly remove: (file: string) => void;
  /** Blocks, as the calls do. */
  readonly pause: (milliseconds: number) => void;
};

export const FILE_CALLS: FileCalls = {
  rename: renameSync,
  remove: (file) => rmSync(file, { force: true }),
  pause: (milliseconds) => {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
  },
};

/** Pauses before the tries after the first one: about three seconds. A virus scanner takes less. */
const PAUSES_MS = [50, 100, 200, 400, 800, 1600] as const;

/** What a call to replace or delete a file answers while another program has it open; Windows has three. */
const HELD: ReadonlySet<string> = new Set(['EBUSY', 'EPERM', 'EACCES']);

/** Replaces the system's code: for these calls, each of the three means this. */
const HELD_CODE = 'held';

/**
 * Replaces or deletes a file, again after growing pauses while another program has it open.
 *
 * @throws Error with the code `held` if it still has, other errors of `work` at once
 */
export function whenFree(work: () => void, { pause }: Pick<FileCalls, 'pause'>): void {
  for (const milliseconds of PAUSES_MS) {
    if (tryOnce(work) === null) return;
    pause(milliseconds);
  }
  const error = tryOnce(work);
  if (error !== null) throw Object.assign(error, { code: HELD_CODE });
}

/** Null if it was done, else the error that may pass. */
function tryOnce(work: () => void): object | null {
  try {
    work();
    return null;
  } catch (error) {
    if (typeof error !== 'object' || error === null || !('code' in error)) throw error;
    if (!HELD.has(String(error.code))) throw error;
    return error;
  }
}
