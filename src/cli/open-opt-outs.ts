import { homeFolder, liveLedgerFile, rehearsalLedgerFile } from '../adapters/home-folder.ts';
import { openOptOuts } from '../adapters/ledger/opt-outs.ts';
import { readSettings } from '../adapters/find-settings.ts';
import type { OptOuts } from '../application/people-ports.ts';
import type { Mode } from '../domain/mode.ts';
import type { ExitCode } from './exit-code.ts';
import type { Shell } from './shell.ts';

export type OpenedOptOuts = {
  readonly optOuts: OptOuts;
  readonly mode: Mode;
  readonly operatorName: string;
};

/**
 * The opt-outs of a rehearsal, or those that count for real. Needs no settings.
 *
 * @throws InviteError `ledger_unavailable`, and whatever `work` throws
 */
export async function withOptOuts(
  shell: Shell,
  rehearse: boolean,
  work: (opened: OpenedOptOuts) => Promise<ExitCode>,
): Promise<ExitCode> {
  const home = homeFolder(shell);
  const values = readSettings(shell.env, shell.workingFolder, home);
  const real = values['TWILIO_BASE_URL'] === undefined ? 'live' : 'stand_in';
  const mode = rehearse ? 'rehearsal' : real;
  const file = rehearse ? rehearsalLedgerFile(home) : liveLedgerFile(home);
  const optOuts = openOptOuts(file, mode);
  try {
    return await work({ optOuts, mode, operatorName: values['OPERATOR'] ?? shell.loginName() });
  } finally {
    await optOuts.close();
  }
}
