import type { Shell } from '../shell.ts';

export type Spinner = {
  /** False if nothing is drawn, since there is no terminal or `--quiet` is set. */
  readonly isDrawn: boolean;
  /** Replaces the text. */
  readonly say: (text: string) => void;
  /** Runs `print` with the spinner cleared, and draws the spinner again below. */
  readonly printAbove: (print: () => void) => void;
  readonly stop: () => void;
};

export const NO_SPINNER: Spinner = {
  isDrawn: false,
  say: () => {},
  printAbove: (print) => print(),
  stop: () => {},
};

/** Draws a spinner with a text on standard error, or returns `NO_SPINNER` if it is no terminal. */
export async function startSpinner(
  { stderr, env }: Shell,
  text: string,
  quiet: boolean,
): Promise<Spinner> {
  // Ora divides by the width, which is 0 for a terminal without a size.
  const canDraw = stderr.isTerminal && env['TERM'] !== 'dumb' && stderr.stream().columns > 0;
  if (quiet || !canDraw) return NO_SPINNER;
  const { default: ora } = await import('ora');
  const spinner = ora({
    text,
    stream: stderr.stream(),
    // Ora would put the keyboard into raw mode and handle Ctrl-C itself.
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
