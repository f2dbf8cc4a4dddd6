import { setTimeout as pause } from 'node:timers/promises';
import type { SettingValues } from '../adapters/settings/find-settings.ts';
import type { DynamoPlace } from '../adapters/storage/dynamo/connect.ts';
import type { Clock, Wait } from '../application/ports.ts';
import { InviteError } from '../domain/problem.ts';
import type { Mode } from '../domain/mode.ts';
import { REGION } from './names.ts';
import { awsStores, settingsSource, type SettingsSource } from './settings-source.ts';

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
  let stores: ReturnType<typeof awsStores> | null = null;
  const opened = async () => await (stores ??= awsStores({ region: regionOf(env) }));
  return settingsSource(env, {
    secrets: { read: async (...asked) => await (await opened()).secrets.read(...asked) },
    parameters: { read: async (...asked) => await (await opened()).parameters.read(...asked) },
  });
}

/** @throws InviteError `settings_missing` */
export function ledgerPlace(env: SettingValues): DynamoPlace {
  const table = env['LEDGER_TABLE'];
  if (table === undefined) {
    throw new InviteError({ code: 'settings_missing', names: ['LEDGER_TABLE'], faults: [] });
  }
  return { table, region: regionOf(env) };
}

/** Whose attempts count: those of a stand-in for Twilio are kept apart. */
export function modeOf(env: SettingValues): Exclude<Mode, 'rehearsal'> {
  return env['TWILIO_BASE_URL'] === undefined ? 'live' : 'stand_in';
}

/** Lambda says where it runs. */
function regionOf({ AWS_REGION: region = REGION }: SettingValues): string {
  return region;
}
