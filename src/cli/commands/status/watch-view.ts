import { stripVTControlCharacters } from 'node:util';
import type { Survey } from '../../../application/follow-up/survey-status.ts';
import { settledIn } from '../../../domain/delivery/status/delivery-status.ts';
import type { Mode } from '../../../domain/set-up/mode.ts';
import { cutTo } from '../../../text/format.ts';
import { wordFor } from '../../../text/mode-names.ts';
import type { Shell } from '../../shell.ts';
import type { Colours } from '../../terminal/colours.ts';
import { startSpinner } from '../../terminal/spinner.ts';
import { countsText } from './view.ts';

/** What `--watch` shows until the final list. */
export type WatchView = {
  /** False where nothing is drawn, and each change is printed on a line. */
  readonly isDrawn: boolean;
  /** The shell of a round. Its standard error goes to the list of changes. */
  readonly shell: Shell;
  /** Shows the totals, and what the watch does now. */
  readonly show: (survey: Totals, doing: string) => void;
  readonly stop: () => void;
};

type Totals = Pick<Survey, 'counts' | 'total'>;

type Frame = Totals & {
  readonly mode: Mode;
  readonly doing: string;
  /** The oldest first. */
  readonly changes: readonly string[];
};

/** Moves to the top of the screen and clears it: a new width has moved what was drawn for another one. */
const CLEAR_SCREEN = '\u001B[H\u001B[J\r';

/** Draws the watch on standard error, in place, if that is a terminal. */
export async function openWatchView(
  shell: Shell,
  { mode, colours, quiet }: { mode: Mode; colours: Colours; quiet: boolean },
): Promise<WatchView> {
  const { stderr } = shell;
  const spinner = await startSpinner(shell, 'Asking Twilio', quiet);
  if (!spinner.isDrawn) return { isDrawn: false, shell, show: () => {}, stop: () => {} };
  const changes: string[] = [];
  let shown: Omit<Frame, 'changes'> | null = null;
  const draw = (): void => {
    if (shown === null) return;
    const size = { columns: stderr.columns() ?? 0, rows: stderr.rows() ?? 0 };
    spinner.say(frameLines({ ...shown, changes }, size, colours).join('\n'));
  };
  const redraw = (): void => {
    draw();
    spinner.printAbove(() => stderr.write(CLEAR_SCREEN));
  };
  const stream = stderr.stream().on('resize', redraw);
  const write = (text: string): void => {
    changes.push(...text.split('\n').filter((line) => line !== ''));
    changes.splice(0, changes.length - MOST_CHANGES);
    draw();
  };
  const lines = { isTerminal: false, columns: () => null, rows: () => null, write };
  return {
    isDrawn: true,
    shell: { ...shell, stderr: { ...stderr, ...lines } },
    show: ({ counts, total }, doing) => {
      shown = { counts, total, mode, doing };
      draw();
    },
    stop: () => {
      stream.off('resize', redraw);
      spinner.stop();
    },
  };
}

const MOST_CHANGES = 100;
/** The spinner and the space after it. */
const SPINNER_COLUMNS = 2;
const WIDEST_BAR = 40;
/** A shorter bar is left out. */
const SHORTEST_BAR = 5;

/**
 * The text beside the spinner: what the watch does, the totals with a bar, and as many of the newest changes as
 * fit on the screen.
 */
export function frameLines(
  { mode, doing, counts, total, changes }: Frame,
  { columns, rows }: { readonly columns: number; readonly rows: number },
  colours: Colours,
): readonly string[] {
  // A line as wide as the screen would make some terminals begin a new one.
  const width = Math.max(columns - SPINNER_COLUMNS - 1, 1);
  const cut = (line: string): string => cutTo(line, width);
  const top = [cut(`${wordFor(mode)}${doing}`), barLine({ counts, total }, width, colours)];
  const totals = [cut(countsText(counts))];
  // The last row stays free.
  const room = Math.max(rows - top.length - totals.length - 2, 0);
  const newest = room === 0 ? [] : changes.slice(-room).map(stripVTControlCharacters).map(cut);
  return [...top, ...totals, ...(newest.length === 0 ? [] : ['', ...newest])]
    .slice(0, Math.max(rows - 1, 1))
    .map((line, at) => (at === 0 || line === '' ? line : `${' '.repeat(SPINNER_COLUMNS)}${line}`));
}

function barLine({ counts, total }: Totals, width: number, colours: Colours): string {
  const settled = settledIn(counts);
  const words = `${settled} of ${total} delivered or final`;
  const length = Math.min(width - words.length - 2, WIDEST_BAR);
  if (length < SHORTEST_BAR) return cutTo(words, width);
  // Full only when all are settled.
  const full = total === 0 ? 0 : Math.floor((settled / total) * length);
  return `${colours.good('█'.repeat(full))}${colours.dim('░'.repeat(length - full))}  ${words}`;
}
