import { homeFolder } from '../adapters/home-folder.ts';
import { readSettings } from '../adapters/settings/find-settings.ts';
import { operatorName as operatorIn, realMode } from '../adapters/settings/settings.ts';
import type { Mode } from '../domain/mode.ts';
import type { ExitCode } from './exit-code.ts';
import { openStores, type Stores } from './open-stores.ts';
import type { Shell } from './shell.ts';

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
  const values = readSettings(shell.env, shell.workingFolder, homeFolder(shell));
  const mode = rehearse ? 'rehearsal' : realMode(values);
  const operatorName = operatorIn(values, shell.loginName());
  const { ledger, optOuts, replies, close } = await openStores(shell, values, mode);
  try {
    return await work({ mode, operatorName, ledger, optOuts, replies });
  } finally {
    await close();
  }
}
