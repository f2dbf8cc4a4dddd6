import type { Shell } from '../shell.ts';

export type ProgressBar = {
  /** @param share how much is done, from 0 to 1 */
  readonly advance: (share: number) => void;
  /** Clears the line. */
  readonly stop: () => void;
};

const NO_BAR: ProgressBar = { advance: () => {}, stop: () => {} };

const WIDEST_BAR = 30;
/** A shorter bar is left out. */
const SHORTEST_BAR = 5;
const PERCENT_COLUMNS = ' 100 %'.length;
const CLEAR_LINE = '\r\u001B[K';

/**
 * Draws a bar on standard error for work that leaves the event loop no time, so that no timer could draw it. Draws
 * nothing where standard error is no terminal.
 */
export function startProgressBar(
  { stderr, env }: Pick<Shell, 'stderr' | 'env'>,
  text: string,
): ProgressBar {
  const columns = stderr.columns() ?? 0;
  if (!stderr.isTerminal || env['TERM'] === 'dumb' || columns === 0) return NO_BAR;
  // A line as wide as the screen would make some terminals begin a new one.
  const room = columns - text.length - PERCENT_COLUMNS - 2;
  const length = Math.min(room, WIDEST_BAR);
  let drawn = -1;
  const advance = (share: number): void => {
    const percent = Math.floor(Math.min(Math.max(share, 0), 1) * 100);
    if (percent <= drawn) return;
    drawn = percent;
    const full = Math.floor((percent / 100) * length);
    const bar = length < SHORTEST_BAR ? '' : ` ${'█'.repeat(full)}${'░'.repeat(length - full)}`;
    const line = `${text}${bar} ${percent} %`;
    stderr.write(`${CLEAR_LINE}${line.slice(0, columns - 1)}`);
  };
  advance(0);
  return { advance, stop: () => stderr.write(CLEAR_LINE) };
}
