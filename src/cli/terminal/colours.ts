import type { Output, Shell } from '../shell.ts';

type Style = (text: string) => string;

/** Functions that put text into a style by ANSI escape codes, or return it as it is. */
export type Colours = {
  readonly bold: Style;
  readonly dim: Style;
  readonly good: Style;
  readonly bad: Style;
  /** For warnings. */
  readonly odd: Style;
};

const plain: Style = (text) => text;
export const PLAIN: Colours = { bold: plain, dim: plain, good: plain, bad: plain, odd: plain };

/**
 * The colours for a stream. There are none with NO_COLOR (no-color.org), `--no-color` or `TERM=dumb`, or if
 * the stream is no terminal, unless CLICOLOR_FORCE or FORCE_COLOR is set. No information is in colour alone.
 *
 * @param wanted false with `--no-color`
 */
export async function coloursFor(output: Output, shell: Shell, wanted: boolean): Promise<Colours> {
  if (!wanted || !wantsColour(output, shell.env)) return PLAIN;
  const { Chalk } = await import('chalk');
  const chalk = new Chalk({ level: 1 });
  return {
    bold: chalk.bold,
    dim: chalk.dim,
    good: chalk.green,
    bad: chalk.red,
    odd: chalk.yellow,
  };
}

function wantsColour(output: Output, env: Shell['env']): boolean {
  const isSet = (name: string): boolean => (env[name] ?? '') !== '' && env[name] !== '0';
  if ((env['NO_COLOR'] ?? '') !== '') return false;
  if (isSet('CLICOLOR_FORCE') || isSet('FORCE_COLOR')) return true;
  return output.isTerminal && env['TERM'] !== 'dumb';
}
