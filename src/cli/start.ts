import { existsSync } from 'node:fs';
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { homeFolder } from '../adapters/home-folder.ts';
import { main } from './main.ts';
import { realShell } from './real-shell.ts';

/**
 * Runs a command line in this process and resolves to its exit code.
 *
 * Compiled code is kept in the tool's own folder once a command has made it: nothing is written
 * anywhere else, and a look at `--help` leaves no trace.
 */
export async function start(argv: readonly string[]): Promise<number> {
  const shell = realShell();
  const home = homeFolder(shell);
  if (existsSync(home)) enableCompileCache(join(home, 'cache', 'code'));
  return await main(argv, shell);
}
