import type { Output, Shell } from '../shell.ts';

type Brush = (text: string) => string;
export type Colours = {
  readonly bold: Brush;
  readonly dim: Brush;
  readonly good: Brush;
  readonly bad: Brush;
  readonly odd: Brush;
};

const plain: Brush = (text) => text;
export const PLAIN: Colours = { bold: plain, dim: plain, good: plain, bad: plain, odd: plain };

/**
 * Colours for one stream, or none: by NO_COLOR (no-color.org), `--no-color`, `TERM=dumb` and whether
 * it is a terminal. Colour is never the only sign.
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
