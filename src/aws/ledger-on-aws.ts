import type { Kept } from '../adapters/storage/kept.ts';
import { openLedgerTable } from '../adapters/storage/dynamo/ledger-table.ts';
import type { SettingValues } from '../adapters/settings/find-settings.ts';
import { asLedgerKey } from '../domain/delivery/seal.ts';
import { InviteError } from '../domain/problem.ts';
import type { SettingsSource } from './settings-source.ts';
import { ledgerPlace, modeOf } from './surroundings.ts';

/**
 * The ledger of this function, opened when it is first needed and kept from then on. What keeps it from
 * being opened is tried again by the next request.
 */
export function ledgerOnAws(env: SettingValues, source: SettingsSource): () => Promise<Kept> {
  let opening: Promise<Kept> | null = null;
  return async () => {
    opening ??= open(env, source);
    try {
      return await opening;
    } catch (error) {
      opening = null;
      throw error;
    }
  };
}

/** @throws InviteError `settings_malformed` where the secret is no key, and what `openLedgerTable` does */
async function open(env: SettingValues, source: SettingsSource): Promise<Kept> {
  const { LEDGER_KEY: text = '' } = await source.settings();
  const key = asLedgerKey(text);
  if (key === null) {
    const faults = [{ name: 'LEDGER_KEY', expected: '64 hex digits' }];
    throw new InviteError({ code: 'settings_malformed', faults });
  }
  return await openLedgerTable(ledgerPlace(env), modeOf(env), key);
}
