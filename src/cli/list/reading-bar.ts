import { basename } from 'node:path';
import type { OpenedList } from '../../adapters/list-file/open-list.ts';
import { printable } from '../../text/format.ts';
import type { ListOptions } from '../command-line/options.ts';
import type { Shell } from '../shell.ts';
import { startProgressBar } from '../terminal/progress-bar.ts';

/** A smaller list is read in less time than a person notices; a workbook of this size has 5,000 rows. */
const FEWEST_BYTES_WITH_BAR = 256 * 1024;

/** Runs `read` with a bar on standard error where the list is long. */
export async function withReadingBar<Read>(
  shell: Shell,
  { bytes, name }: OpenedList,
  { quiet }: Pick<ListOptions, 'quiet'>,
  read: (progress: ((share: number) => void) | undefined) => Promise<Read>,
): Promise<Read> {
  if (quiet || bytes.length < FEWEST_BYTES_WITH_BAR) return await read(undefined);
  const bar = startProgressBar(shell, `Reading ${printable(basename(name))}`);
  try {
    return await read(bar.advance);
  } finally {
    bar.stop();
  }
}
