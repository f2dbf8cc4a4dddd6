import type { Shell } from './shell.ts';
import { VERSION } from '../text/version.ts';

const VERSION_WORDS: ReadonlySet<string> = new Set(['--version', '-V', 'version']);

/** The one thing that is answered without loading anything. */
export function asksForVersion(argv: readonly string[]): boolean {
  return argv.length === 1 && VERSION_WORDS.has(argv[0] ?? '');
}

/**
 * The whole tool as a function: a command line in, an exit code out. The only catch.
 *
 * @param argv what was typed after the name of the tool
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
