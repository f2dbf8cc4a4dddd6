import { findHeldSids } from '../../../application/follow-up/find-held.ts';
import {
  markHeld,
  MAX_HISTORY_ITEMS,
  wholeHistory,
} from '../../../application/report/whole-history.ts';
import { InviteError } from '../../../domain/problem/problem.ts';
import { formatPhone } from '../../../text/format.ts';
import { wordFor } from '../../../text/mode-names.ts';
import type { HistoryOptions } from '../../command-line/options.ts';
import { phoneArgument } from '../../command-line/phone-argument.ts';
import { withStores } from '../../composition/open-stores.ts';
import type { ExitCode } from '../../exit-code.ts';
import type { Shell } from '../../shell.ts';
import { coloursFor } from '../../terminal/colours.ts';
import { writeWrapped } from '../../terminal/wrap-text.ts';
import { writeDocument } from '../../terminal/write-document.ts';
import { historyDocument } from './json.ts';
import { historyPage } from './view.ts';

/** Shows every event in the ledger, or every event with one number. Asks nothing and changes nothing. */
export async function history(
  shell: Shell,
  words: readonly string[],
  options: HistoryOptions,
): Promise<ExitCode> {
  const phone = words.length === 0 ? null : phoneArgument(words);
  if (phone !== null && options.export !== undefined) {
    const { exportPerson } = await import('./export.ts');
    return await exportPerson(shell, phone, options.export, options);
  }
  return await withStores(shell, options.rehearse, async ({ mode, ...ports }) => {
    const all = await wholeHistory(ports, phone);
    if (all === null) throw tooMuchToShow();
    const now = shell.clock.now();
    const items = markHeld(all, await findHeldSids({ ledger: ports.ledger, now }));
    if (options.json) {
      writeDocument(shell.stdout, historyDocument(items, { mode, phone }));
    } else if (items.length === 0) {
      const party = phone === null ? '' : ` with ${formatPhone(shell.stdout, phone)}`;
      shell.stdout.write(`${wordFor(mode)}Nothing has happened${party} yet.\n`);
    } else {
      if (mode !== 'live') shell.stdout.write(`${wordFor(mode).trimEnd()}\n`);
      const colours = await coloursFor(shell.stdout, shell, options.color);
      const page = await historyPage(items, shell.stdout, colours, phone !== null);
      await writeWrapped(shell.stdout, page, 2);
    }
    return 0;
  });
}

function tooMuchToShow(): InviteError {
  const most = MAX_HISTORY_ITEMS.toLocaleString('en-GB');
  return new InviteError({
    code: 'usage',
    message: `More than ${most} things have happened, which is too much to show at once.`,
    fix: 'Name a number, as in "urmston-invite history NUMBER", to see what happened with it.',
  });
}
