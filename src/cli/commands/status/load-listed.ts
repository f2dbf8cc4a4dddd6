import type { Settings } from '../../../adapters/settings/settings.ts';
import { startLoading } from '../../../application/check/load-list.ts';
import { settleList } from '../../../application/check/settle-list.ts';
import { builtInTemplate } from '../../../domain/message/built-in-template.ts';
import type { LedgerMessage } from '../../../domain/delivery/ledger-message.ts';
import type { Message } from '../../../domain/message/message.ts';
import type { ListOptions } from '../../command-line/options.ts';
import { readListFile, rulesFor } from '../../list/read-list-file.ts';
import type { Shell } from '../../shell.ts';
import type { World } from '../../composition/world.ts';

/** The list that a status is about. */
export type Listed = {
  readonly messages: readonly Message[];
  /** How many rows have faults, so that nothing can have been sent to them as they stand. */
  readonly faultyRows: number;
  /** Whoever is on it for that season, whatever template their message was made with. */
  readonly holds: (message: Pick<LedgerMessage, 'inviteeKey'>) => boolean;
};

/**
 * Reads a list as `send` would, with every answer that the ledger remembers.
 *
 * @throws InviteError for what is wrong with the file as a whole
 */
export async function loadListed(
  shell: Shell,
  settings: Settings,
  file: string,
  options: ListOptions,
  { ledger, optOuts, mode }: World,
): Promise<Listed> {
  const named = await readListFile(shell, file, options, () => {});
  const rules = rulesFor(shell, settings, options, mode === 'live');
  const { loaded } = await settleList(
    async (agreed) => {
      const loader = startLoading(builtInTemplate(), { ...rules, agreed });
      await named.readAgain(loader.add);
      return loader.finish(named.findings);
    },
    ledger,
    optOuts,
  );
  const invitees = new Set(loaded.messages.map(({ inviteeKey }) => ledger.keyOf(inviteeKey)));
  return {
    messages: loaded.messages,
    faultyRows: loaded.refusedRows.length,
    holds: ({ inviteeKey }) => invitees.has(inviteeKey),
  };
}
