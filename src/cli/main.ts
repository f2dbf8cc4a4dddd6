import { VERSION } from '../text/version.ts';
import type { Shell } from './shell.ts';

const VERSION_WORDS: ReadonlySet<string> = new Set(['--version', '-V', 'version']);

/** Whether the version is asked for, which is answered without loading the command line. */
export function asksForVersion(argv: readonly string[]): boolean {
  return argv.length === 1 && VERSION_WORDS.has(argv[0] ?? '');
}

/**
 * Runs a command line and resolves to its exit code. Errors are caught here and nowhere else.
 *
 * @param argv the arguments after the name of the tool
 */
export async function main(argv: readonly string[], shell: Shell): Promise<number> {
  try {
    if (asksForVersion(argv)) {
      shell.stdout.write(`${VERSION}\n`);
      return 0;
    }
    const { runProgram } = await import('./program.ts');
    return await runProgram(argv, shell);
  } catch (error) {
    const { reportFailure } = await import('./report-failure.ts');
    return await reportFailure(error, argv, shell);
  }
}
