import { operatorName as operatorIn, runMode } from '../../adapters/settings/run-settings.ts';
import type { Mode } from '../../domain/set-up/mode.ts';
import type { ExitCode } from '../exit-codes/exit-code.ts';
import { openStores, type Stores } from './open-stores.ts';
import { settingsOf } from './settings-of.ts';
import type { Shell } from '../shell.ts';

export type OpenRecord = Pick<Stores, 'ledger' | 'optOuts' | 'replies'> & {
  readonly mode: Mode;
  readonly operatorName: string;
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
  const settings = settingsOf(shell);
  const mode = runMode(settings, rehearse);
  const operatorName = operatorIn(settings, shell.loginName());
  const { ledger, optOuts, replies, close } = await openStores(shell, settings, mode);
  try {
    return await work({ mode, operatorName, ledger, optOuts, replies });
  } finally {
    await close();
  }
}
