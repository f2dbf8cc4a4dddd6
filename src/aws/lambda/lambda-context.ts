import { setTimeout as pause } from 'node:timers/promises';
import { sharedLedgerIn } from '../../adapters/settings/aws-settings.ts';
import type { SettingValues } from '../../adapters/settings/find-settings.ts';
import { parseSettings, refuse, type Settings } from '../../adapters/settings/settings.ts';
import type { DynamoPlace } from '../../adapters/storage/dynamo/connect.ts';
import type { Clock, Wait } from '../../application/ports/clock.ts';
import { REGION } from '../names.ts';
import { awsStores, parsedSource, settingsSource, type SettingsSource } from './settings-source.ts';

export const clock: Clock = { now: () => new Date() };

export const wait: Wait = async (milliseconds, ended) => {
  await pause(milliseconds, undefined, { signal: ended }).catch(() => {});
};

/**
 * The settings of this function, read when they are first needed.
 *
 * @param env names where the values are, and holds no secret itself
 */
export function sourceFor(env: SettingValues): SettingsSource {
  const { AWS_REGION: region = REGION } = parseSettings(env).values;
  let stores: ReturnType<typeof awsStores> | null = null;
  const opened = async () => await (stores ??= awsStores({ region }));
  const source = settingsSource(env, {
    secrets: { read: async (...asked) => await (await opened()).secrets.read(...asked) },
    parameters: { read: async (...asked) => await (await opened()).parameters.read(...asked) },
  });
  return parsedSource(source);
}

/** @throws InviteError `settings_missing`, `settings_malformed` */
export function ledgerPlace(settings: Settings): DynamoPlace {
  return sharedLedgerIn(settings) ?? refuse({ missing: ['LEDGER_TABLE'], faults: [] });
}
