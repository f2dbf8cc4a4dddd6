import type { Shell } from './shell.ts';

export type Spinner = {
  readonly printAbove: (print: () => void) => void;
  readonly stop: () => void;
};

const NONE: Spinner = { printAbove: (print) => print(), stop: () => {} };

/** A sign of life during a wait; nothing where there is no terminal to draw on. */
export async function startSpinner(
  { stderr, env }: Shell,
  text: string,
  quiet: boolean,
): Promise<Spinner> {
  // Ora divides by the width, and a terminal that nobody gave a size says 0.
  const canDraw = stderr.isTerminal && env['TERM'] !== 'dumb' && stderr.stream().columns > 0;
  if (quiet || !canDraw) return NONE;
  const { default: ora } = await import('ora');
  const spinner = ora({
    text,
    stream: stderr.stream(),
    // The keyboard is ours: ora would take it over, and Ctrl-C with it.
    discardStdin: false,
    color: false,
  }).start();
  return {
    printAbove: (print) => {
      spinner.clear();
      print();
      spinner.render();
    },
    stop: () => void spinner.stop(),
  };
}
