import type { FileCalls } from '../../src/adapters/files/when-free.ts';
import { FILE_CALLS } from '../../src/adapters/files/when-free.ts';

/** An error of the file system, as `node:fs` throws it. */
export function aSystemError(code: string, path: string, syscall = 'open'): Error {
  const error = new Error(`${code}: the system said no, ${syscall} '${path}'`);
  return Object.assign(error, { errno: -1, code, syscall, path });
}

/** The code of the error that a call throws; undefined if it throws none. */
export function codeOf(work: () => void): unknown {
  try {
    work();
    return undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code;
  }
}

export type HeldFile = {
  readonly calls: FileCalls;
  /** The pauses between tries, in milliseconds. No time passes in them. */
  readonly pauses: readonly number[];
};

/**
 * The calls of the file system while another program has the files open whose names end so: replacing and
 * deleting these fail as often as given.
 */
export function heldFiles(ending: string, code: string, times: number): HeldFile {
  const pauses: number[] = [];
  let left = times;
  const refuse = (path: string, syscall: string): void => {
    if (!path.endsWith(ending) || left === 0) return;
    left -= 1;
    throw aSystemError(code, path, syscall);
  };
  return {
    pauses,
    calls: {
      rename: (from, to) => {
        refuse(to, 'rename');
        FILE_CALLS.rename(from, to);
      },
      remove: (file) => {
        refuse(file, 'unlink');
        FILE_CALLS.remove(file);
      },
      pause: (milliseconds) => pauses.push(milliseconds),
    },
  };
}
