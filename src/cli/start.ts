import { existsSync } from 'node:fs';
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { homeFolder } from '../adapters/files/home-folder.ts';
import { InviteError } from '../domain/problem/problem.ts';
import { commandIn, wordsBeforeDashes } from './command-line/command-names.ts';
import { asksForVersion, main } from './main.ts';
import { realShell } from './real-shell.ts';
import type { Shell } from './shell.ts';
import { writeDocument } from './terminal/write-document.ts';

/**
 * Runs a command line in this process and resolves to its exit code.
 *
 * Node's compile cache is kept in the tool's folder, and only if that folder exists already: `--help` alone
 * creates no files.
 */
export async function start(argv: readonly string[]): Promise<number> {
  // If Node fails to load a chunk, the promise for it may never settle. The process then ends with an empty
  // event loop, and without this its exit code would be 0.
  process.exitCode = 1;
  const shell = realShell();
  const home = homeFolder(shell);
  if (!asksForVersion(argv) && existsSync(home)) enableCompileCache(join(home, 'cache', 'code'));
  // An exception in a callback of a stream or timer stops the run in an orderly way: the message that is being
  // sent gets its outcome first, and the user sees no stack.
  let faultCode: number | null = null;
  const reportFault = async (error: unknown): Promise<void> => {
    faultCode = 1;
    faultCode = await report(error, argv, shell);
    process.exitCode = faultCode;
  };
  process.on('uncaughtException', (error) => {
    shell.requestStop();
    if (faultCode === null) void reportFault(error);
  });
  const exitCode = await main(argv, shell).catch(async (error: unknown) => {
    return await report(error, argv, shell);
  });
  return faultCode ?? (await withOutputFault(exitCode, argv, shell));
}

/** Reports output that could not be written. Its exit code replaces that of a command that succeeded. */
async function withOutputFault(
  exitCode: number,
  argv: readonly string[],
  shell: ReturnType<typeof realShell>,
): Promise<number> {
  const reason = await shell.outputFault();
  if (reason === null) return exitCode;
  const problem = new InviteError({ code: 'output_unwritable', reason });
  const outputExitCode = await report(problem, argv, shell);
  return exitCode === 0 ? outputExitCode : exitCode;
}

/** @returns the exit code for the error */
async function report(error: unknown, argv: readonly string[], shell: Shell): Promise<number> {
  try {
    const { reportFailure } = await import('./report-failure.ts');
    return await reportFailure(error, argv, shell);
  } catch {
    reportUnloadable(argv, shell);
    return 1;
  }
}

/** For when the chunk with the texts cannot be loaded: it is gone, or the system opens no more files. */
function reportUnloadable(argv: readonly string[], { stdout, stderr }: Shell): void {
  const message =
    'A part of urmston-invite cannot be loaded. What was sent until now is in the ledger.';
  const fix =
    'Close other programs and run the same line again; if that does not help, install it anew.';
  const typed = wordsBeforeDashes(argv);
  if (!typed.includes('--json')) stderr.write(`${message}\n${fix}\n`);
  else writeDocument(stdout, { command: commandIn(typed), error: { code: 'fault', message, fix } });
}
