import type { Shell } from '../shell.ts';

export type Spinner = {
  /** Whether there is anything to see. */
  readonly isDrawn: boolean;
  readonly say: (text: string) => void;
  readonly printAbove: (print: () => void) => void;
  readonly stop: () => void;
};

export const NO_SPINNER: Spinner = {
  isDrawn: false,
  say: () => {},
  printAbove: (print) => print(),
  stop: () => {},
};

/** A sign of life during a wait; nothing where there is no terminal to draw on. */
export async function startSpinner(
  { stderr, env }: Shell,
  text: string,
  quiet: boolean,
): Promise<Spinner> {
  // Ora divides by the width, and a terminal that nobody gave a size says 0.
  const canDraw = stderr.isTerminal && env['TERM'] !== 'dumb' && stderr.stream().columns > 0;
  if (quiet || !canDraw) return NO_SPINNER;
  const { default: ora } = await import('ora');
  const spinner = ora({
    text,
    stream: stderr.stream(),
    // The keyboard is ours: ora would take it over, and Ctrl-C with it.
    discardStdin: false,
    color: false,
  }).start();
  return {
    isDrawn: true,
    say: (words) => {
      spinner.text = words;
    },
    printAbove: (print) => {
      spinner.clear();
      print();
      spinner.render();
    },
    stop: () => void spinner.stop(),
  };
}
