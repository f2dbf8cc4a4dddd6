import { rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { homeFolder } from '../adapters/files/home-folder.ts';
import { makeFolder } from '../adapters/files/make-folder.ts';
import { InviteError, type StopProblem } from '../domain/problem/problem.ts';
import type { Advice } from '../text/advice.ts';
import { explainStop } from '../text/stop.ts';
import { commandIn, wordsBeforeDashes } from './command-line/command-names.ts';
import { exitCodeOfStop, type ExitCode } from './exit-code.ts';
import type { Shell } from './shell.ts';
import { coloursFor } from './terminal/colours.ts';
import { writeWrapped } from './terminal/wrap-text.ts';
import { writeDocument } from './terminal/write-document.ts';

type Failure = Advice & {
  readonly code: StopProblem['code'] | 'fault';
  readonly exitCode: ExitCode;
};

/**
 * Reports why a command ended early: as text on standard error, or with `--json` as one JSON document on
 * standard output.
 *
 * @returns the exit code
 */
export async function reportFailure(
  error: unknown,
  argv: readonly string[],
  shell: Shell,
): Promise<ExitCode> {
  const failure = failureOf(error, shell);
  const { code, message, fix, exitCode } = failure;
  const typed = wordsBeforeDashes(argv);
  if (typed.includes('--json') && code !== 'output_unwritable') {
    writeDocument(shell.stdout, { command: commandIn(typed), error: { code, message, fix } });
    return exitCode;
  }
  const colours = await coloursFor(shell.stderr, shell, !typed.includes('--no-color'));
  await writeWrapped(shell.stderr, `${colours.bad(message)}\n${fix}\n`);
  return exitCode;
}

function failureOf(error: unknown, shell: Shell): Failure {
  const problem = problemOf(error);
  if (problem !== null) {
    return { code: problem.code, ...explainStop(problem), exitCode: exitCodeOfStop(problem) };
  }
  const file = writeFaultLog(error, shell);
  return {
    code: 'fault',
    message: 'This is a fault in urmston-invite itself. What was sent until now is in the ledger.',
    fix:
      file === null
        ? 'Please report what you typed and this sentence.'
        : `Please report it with the file ${file}, which names no person and no number.`,
    exitCode: 1,
  };
}

/** The known reason for an error; null for a fault in the tool. */
function problemOf(error: unknown): StopProblem | null {
  if (error instanceof InviteError) return error.problem;
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
  // Any import can fail for this reason, since commands are loaded when they are needed.
  if (code === 'EMFILE' || code === 'ENFILE') return { code: 'too_many_open_files' };
  return fileFault(error);
}

/** The system's codes for a file that can be used again without a change to the tool, and `held`. */
const FILE_FAULTS: ReadonlySet<string> = new Set(
  'EACCES EBUSY EDQUOT EEXIST EINVAL EIO EISDIR ELOOP ENAMETOOLONG ENOENT ENOSPC ENOTDIR EPERM EROFS UNKNOWN held'.split(
    ' ',
  ),
);

/** The problem with the file that a call of the system names; null for any other error. */
function fileFault(error: unknown): StopProblem | null {
  if (!(error instanceof Error)) return null;
  const { code = '', path, dest = path, syscall = 'spawn' }: FileError = error;
  if (dest === undefined || syscall.startsWith('spawn') || !FILE_FAULTS.has(code)) return null;
  return { code: 'file_unusable', file: dest, reason: code };
}

/** `dest` is the new name where a file is renamed or linked. */
type FileError = NodeJS.ErrnoException & { readonly dest?: string };

/**
 * Writes an error's stack to `cache/fault.log` in the tool's folder. The message is left out: it may contain
 * a name or a phone number.
 *
 * @returns the file, or null if it cannot be written
 */
export function writeFaultLog(error: unknown, shell: Shell): string | null {
  const file = join(homeFolder(shell), 'cache', 'fault.log');
  const { stack = '', message } = error instanceof Error ? error : { message: '' };
  const frames = stack
    .slice(message === '' ? 0 : stack.indexOf(message) + message.length)
    .split('\n')
    .filter((line) => /^\s+at /u.test(line))
    // The path above the tool's folder may contain the user's name.
    .map((line) =>
      line.replace(/(?:file:\/\/)?[^\s()]*[\\/](?=(?:dist|src|node_modules)[\\/])/u, ''),
    );
  const kind = error instanceof Error ? error.name : typeof error;
  try {
    makeFolder(dirname(file));
    rmSync(file, { force: true });
    writeFileSync(file, [shell.clock.now().toISOString(), kind, ...frames, ''].join('\n'), {
      mode: 0o600,
    });
    return file;
  } catch {
    return null;
  }
}
