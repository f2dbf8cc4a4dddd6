import { spawnSync } from 'node:child_process';
import { constants } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

/** The errors of a write or a sync; `EINTR` is a call that a signal interrupts. */
export const ERRORS = ['ENOSPC', 'EIO', 'EROFS', 'EINTR'] as const;
export type DiskError = (typeof ERRORS)[number];

export type Fault = {
  /** The call that fails, counted from 1; 0 for none. */
  readonly at: number;
  readonly error: DiskError;
  /** Whether every later call fails too. */
  readonly stays: boolean;
};

/** A way to make the disk fail under the built tool. */
export type Mechanism = {
  readonly name: string;
  /**
   * The environment variables for the tool's process.
   *
   * @param folder the folder whose files fail, without links in its path
   * @param log a file outside the folder that gets one line for each call
   */
  readonly env: (folder: string, log: string, fault: Fault) => { readonly [name: string]: string };
};

const IN_C = fileURLToPath(new URL('fail-disk.c', import.meta.url));
const IN_SQLITE = fileURLToPath(new URL('fail-sqlite.ts', import.meta.url));

/**
 * Makes calls of the C library fail, by a shared library that is compiled into `folder`. Null if the system
 * is not Linux or has no C compiler.
 */
export function systemCalls(folder: string): Mechanism | null {
  if (process.platform !== 'linux') return null;
  const library = join(folder, 'fail-disk.so');
  const flags = ['-shared', '-fPIC', '-O2', '-Wall', '-Wextra', '-Werror', '-o', library];
  const { error, status, stderr } = spawnSync('cc', [...flags, IN_C, '-ldl']);
  if (error !== undefined) return null;
  if (status !== 0) throw new Error(`fail-disk.c does not compile:\n${String(stderr)}`);
  return {
    name: 'system calls',
    env: (under, log, fault) => ({
      LD_PRELOAD: library,
      FAIL_DISK_UNDER: under,
      FAIL_DISK_LOG: log,
      ...numbersOf(fault),
      FAIL_DISK_ERRNO: String(constants.errno[fault.error]),
    }),
  };
}

/** Makes SQL statements fail before they reach SQLite, on every system. */
export const SQL_STATEMENTS: Mechanism = {
  name: 'SQL statements',
  env: (under, log, fault) => ({
    NODE_OPTIONS: `--import=${IN_SQLITE} --disable-warning=ExperimentalWarning`,
    FAIL_DISK_UNDER: under,
    FAIL_DISK_LOG: log,
    ...numbersOf(fault),
    FAIL_DISK_ERRNO: fault.error,
  }),
};

function numbersOf({ at, stays }: Fault): { readonly [name: string]: string } {
  return { FAIL_DISK_AT: String(at), FAIL_DISK_STAYS: stays ? '1' : '0' };
}
