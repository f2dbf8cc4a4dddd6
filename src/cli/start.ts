import { existsSync } from 'node:fs';
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { homeFolder } from '../adapters/home-folder.ts';
import { asksForVersion, main } from './main.ts';
import { realShell } from './real-shell.ts';
import type { Shell } from './shell.ts';

/**
 * Runs a command line in this process and resolves to its exit code.
 *
 * Compiled code is kept in the tool's own folder once a command has made it: nothing is written
 * anywhere else, and a look at `--help` leaves no trace.
 */
export async function start(argv: readonly string[]): Promise<number> {
  const shell = realShell();
  const home = homeFolder(shell);
  if (!asksForVersion(argv) && existsSync(home)) enableCompileCache(join(home, 'cache', 'code'));
  // What nobody caught, in a callback of some stream or timer, must not end a run in the middle of a
  // send, nor put a stack before the user.
  let fault = false;
  process.on('uncaughtException', (error) => {
    fault = true;
    shell.requestStop();
    void tellFault(error, argv, shell);
  });
  const exitCode = await main(argv, shell);
  return fault ? 1 : exitCode;
}

async function tellFault(error: unknown, argv: readonly string[], shell: Shell): Promise<void> {
  const { reportFailure } = await import('./report-failure.ts');
  await reportFailure(error, argv, shell);
}
