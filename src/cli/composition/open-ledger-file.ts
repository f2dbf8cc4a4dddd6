import { existsSync } from 'node:fs';
import type { Kept } from '../../adapters/storage/kept.ts';
import { openWatchedLedgerFile } from '../../adapters/storage/sqlite/ledger-file.ts';
import type { Waiting } from '../../adapters/storage/sqlite/sqlite-store.ts';
import type { Mode } from '../../domain/set-up/mode.ts';
import { InviteError } from '../../domain/problem/problem.ts';
import { moveBegunInWords, moveEndedInWords, movingInWords } from '../../text/ledger.ts';
import { writeWrapped } from '../terminal/wrap-text.ts';
import { printable } from '../../text/format.ts';
import type { Shell } from '../shell.ts';
import { NO_SPINNER, startSpinner, type Spinner } from '../terminal/spinner.ts';

/** A move that ends before shows nothing of how far it is. */
const SHOWN_AFTER_MS = 1000;

/**
 * Opens the ledger in a file of this computer. The move of an older one, which can take minutes, is shown
 * on standard error; stopped there, it goes on with the next command.
 *
 * @throws InviteError `stopped_by_hand`, and what keeps the ledger from being used
 */
export async function openLedgerHere(
  shell: Shell,
  file: string,
  mode: Mode,
  waiting?: Waiting,
): Promise<Kept> {
  const began = shell.monotonicMs();
  let spinner: Spinner | null = null;
  let copyMade: string | null = null;
  try {
    return await openWatchedLedgerFile(
      file,
      mode,
      {
        onProgress: async ({ done, total }) => {
          if (shell.monotonicMs() - began < SHOWN_AFTER_MS) return;
          if (shell.stop.aborted)
            throw new InviteError({ code: 'stopped_by_hand', during: 'move' });
          const text = movingInWords(total === 0 ? 100 : Math.floor((100 * done) / total));
          if (spinner === null) {
            spinner = await startSpinner(shell, text, false);
            if (!spinner.isDrawn) await told(shell, moveBegunInWords(file));
          }
          spinner.say(text);
        },
        onMoved: (copy) => {
          copyMade = copy;
        },
      },
      waiting,
    );
  } finally {
    (spinner ?? NO_SPINNER).stop();
    if (copyMade !== null) await told(shell, moveEndedInWords(file, copyMade));
  }
}

/** The same, or null where there is no file: reading must not make one. */
export async function openLedgerHereIfThere(
  shell: Shell,
  file: string,
  mode: Mode,
): Promise<Kept | null> {
  return existsSync(file) ? await openLedgerHere(shell, file, mode) : null;
}

async function told(shell: Shell, text: string): Promise<void> {
  await writeWrapped(shell.stderr, `${printable(text)}\n`);
}
