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
 * Compiled code is kept in the tool's own folder once a command has made it: nothing is written
 * anywhere else, and a look at `--help` leaves no trace.
 */
export async function start(argv: readonly string[]): Promise<number> {
  // Until it is known how the run ends. Where Node cannot load a part of the tool, what waits for that part
  // may wait for ever, and a process with nothing left to do would end with 0.
  process.exitCode = 1;
  const shell = realShell();
  const home = homeFolder(shell);
  if (!asksForVersion(argv) && existsSync(home)) enableCompileCache(join(home, 'cache', 'code'));
  // What nobody caught, in a callback of some stream or timer, must not end a run in the middle of a
  // send, nor put a stack before the user.
  let faultCode: number | null = null;
  const tellFault = async (error: unknown): Promise<void> => {
    faultCode = 1;
    faultCode = await tell(error, argv, shell);
    process.exitCode = faultCode;
  };
  process.on('uncaughtException', (error) => {
    shell.requestStop();
    if (faultCode === null) void tellFault(error);
  });
  const exitCode = await main(argv, shell).catch(async (error: unknown) => {
    return await tell(error, argv, shell);
  });
  return faultCode ?? (await withOutputFault(exitCode, argv, shell));
}

/** What a command printed and nobody can read is told, as it stands in nobody's file. */
async function withOutputFault(
  exitCode: number,
  argv: readonly string[],
  shell: ReturnType<typeof realShell>,
): Promise<number> {
  const reason = await shell.outputFault();
  if (reason === null) return exitCode;
  const told = await tell(new InviteError({ code: 'output_unwritable', reason }), argv, shell);
  return exitCode === 0 ? told : exitCode;
}

/** @returns the exit code for it */
async function tell(error: unknown, argv: readonly string[], shell: Shell): Promise<number> {
  try {
    const { reportFailure } = await import('./report-failure.ts');
    return await reportFailure(error, argv, shell);
  } catch {
    tellPlainly(argv, shell);
    return 1;
  }
}

/** Where not even the words can be loaded: the file is gone, or the system opens no more. */
function tellPlainly(argv: readonly string[], { stdout, stderr }: Shell): void {
  const message =
    'A part of urmston-invite cannot be loaded. What was sent until now is in the ledger.';
  const fix =
    'Close other programs and run the same line again; if that does not help, install it anew.';
  const typed = wordsBeforeDashes(argv);
  if (!typed.includes('--json')) stderr.write(`${message}\n${fix}\n`);
  else writeDocument(stdout, { command: commandIn(typed), error: { code: 'fault', message, fix } });
}
