import { homeFolder, liveLedgerFile, rehearsalLedgerFile } from '../adapters/home-folder.ts';
import { openOptOuts } from '../adapters/ledger/opt-outs.ts';
import { openReplies } from '../adapters/ledger/replies.ts';
import { openSqliteLedger } from '../adapters/ledger/sqlite-ledger.ts';
import { readSettings } from '../adapters/find-settings.ts';
import type { Ledger } from '../application/ports.ts';
import type { OptOuts, Replies } from '../application/people-ports.ts';
import type { Mode } from '../domain/mode.ts';
import type { ExitCode } from './exit-code.ts';
import type { Shell } from './shell.ts';

type OpenRecord = {
  readonly mode: Mode;
  readonly ledger: Ledger;
  readonly optOuts: OptOuts;
  readonly replies: Replies;
};

/**
 * All that was written down, of rehearsals or for real. Needs no settings.
 *
 * @throws InviteError `ledger_unavailable`, and whatever `work` throws
 */
export async function withRecord(
  shell: Shell,
  rehearse: boolean,
  work: (record: OpenRecord) => Promise<ExitCode>,
): Promise<ExitCode> {
  const home = homeFolder(shell);
  const values = readSettings(shell.env, shell.workingFolder, home);
  const real = values['TWILIO_BASE_URL'] === undefined ? 'live' : 'stand_in';
  const mode = rehearse ? 'rehearsal' : real;
  const file = rehearse ? rehearsalLedgerFile(home) : liveLedgerFile(home);
  const ledger = openSqliteLedger(file, mode);
  const optOuts = openOptOuts(file, mode);
  const replies = openReplies(file, mode);
  try {
    return await work({ mode, ledger, optOuts, replies });
  } finally {
    await replies.close();
    await optOuts.close();
    await ledger.close();
  }
}
