import type { ApiKey } from '../../domain/approval/api-key.ts';
import type { SendHours } from '../../domain/policy/send-hours.ts';
import type { ClubTeam } from '../../domain/record/values/club-teams.ts';
import type { Mode } from '../../domain/set-up/mode.ts';
import type { SettingFault } from '../../domain/set-up/setting.ts';
import { clubTeams, dailyLimit, guardSettings } from './run-settings.ts';
import { sendSettingProblems } from './send-settings.ts';
import { faultsIn, isSet, refuse, type Settings } from './settings.ts';

export type ServiceSettings = {
  readonly apiKeys: readonly ApiKey[];
  /** Where Twilio reaches the service, without a slash at its end. */
  readonly publicUrl: string;
  /** The token that signs Twilio's requests. */
  readonly authToken: string;
};

const KEYS: SettingFault = { code: 'shape', name: 'API_KEY' };
const ADDRESS: SettingFault = { code: 'public_url_missing', name: 'PUBLIC_URL' };

/**
 * The API keys of the trigger.
 *
 * @throws InviteError `settings_missing`, `settings_malformed`
 */
export function apiKeySettings(settings: Settings): readonly ApiKey[] {
  const keys = settings.values.API_KEY;
  return keys ?? refuse({ missing: isSet(settings, 'API_KEY') ? [] : ['API_KEY'], faults: [KEYS] });
}

/** The settings that decide about a request to the trigger and its message. */
export type TriggerSettings = {
  readonly apiKeys: readonly ApiKey[];
  /** Null where messages go at any hour. */
  readonly sendHours: SendHours | null;
  readonly dailyLimit: number;
  readonly teams: readonly ClubTeam[];
};

/** @throws InviteError `settings_missing`, `settings_malformed` */
export function triggerSettings(settings: Settings, mode: Mode): TriggerSettings {
  return {
    apiKeys: apiKeySettings(settings),
    // A rehearsal sends nothing, so that it may run at any hour.
    sendHours: mode === 'rehearsal' ? null : guardSettings(settings).sendHours,
    dailyLimit: dailyLimit(settings),
    teams: clubTeams(settings),
  };
}

/**
 * The settings that the service needs beside those of a send. Throws for all missing and malformed ones
 * of both. An API key of Twilio's is not enough, since the account's token signs Twilio's requests.
 *
 * @throws InviteError `settings_missing`, `settings_malformed`
 */
export function serviceSettings(settings: Settings): ServiceSettings {
  const needed = ['TWILIO_AUTH_TOKEN', 'API_KEY', 'PUBLIC_URL'] as const;
  const ofSend = sendSettingProblems(settings);
  const missing = [...ofSend.missing, ...needed.filter((name) => !isSet(settings, name))];
  const { API_KEY: apiKeys, PUBLIC_URL: publicUrl, TWILIO_AUTH_TOKEN: token } = settings.values;
  const isTokenRead = ofSend.faults.some(({ name }) => name === 'TWILIO_AUTH_TOKEN');
  const faults = [
    ...ofSend.faults,
    // A send with an API key does not read the token.
    ...(isTokenRead ? [] : faultsIn(settings, ['TWILIO_AUTH_TOKEN'])),
    // Says what to set where these are missing, since `init` does not ask for them.
    ...(apiKeys === undefined ? [KEYS] : []),
    ...(isSet(settings, 'PUBLIC_URL') ? [] : [ADDRESS]),
  ];
  const isLacking = missing.length > 0 || faults.length > 0;
  if (isLacking || apiKeys === undefined || publicUrl === undefined || token === undefined) {
    refuse({ missing: [...new Set(missing)], faults });
  }
  return { apiKeys, publicUrl, authToken: token };
}
