import { modeOf } from '../../adapters/settings/run-settings.ts';
import { settingProblems, refuse, type Settings } from '../../adapters/settings/settings.ts';
import { openLedgerTable } from '../../adapters/storage/dynamo/ledger-table.ts';
import type { Kept } from '../../adapters/storage/kept.ts';
import type { SettingsSource } from './settings-source.ts';
import { ledgerPlace } from './lambda-context.ts';

/**
 * The ledger of this function, opened when it is first needed and kept from then on. What keeps it from
 * being opened is tried again by the next request.
 *
 * @param own the settings of the function's environment
 */
export function ledgerOnAws(own: Settings, source: SettingsSource): () => Promise<Kept> {
  let opening: Promise<Kept> | null = null;
  return async () => {
    opening ??= open(own, source);
    try {
      return await opening;
    } catch (error) {
      opening = null;
      throw error;
    }
  };
}

/** @throws InviteError `settings_missing`, `settings_malformed`, and what `openLedgerTable` does */
async function open(own: Settings, source: SettingsSource): Promise<Kept> {
  const settings = await source.settings();
  const key = settings.values.LEDGER_KEY ?? refuse(settingProblems(settings, ['LEDGER_KEY']));
  return await openLedgerTable(ledgerPlace(own), modeOf(own), key);
}
