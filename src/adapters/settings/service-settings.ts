import { parseApiKeys, type ApiKey } from '../../domain/api-key.ts';
import { InviteError, type SettingFault } from '../../domain/problem.ts';
import type { SettingValues } from './find-settings.ts';
import { sendSettings } from './settings.ts';
import { expectationOf, isPossible } from './setting-shapes.ts';

export type ServiceSettings = {
  readonly apiKeys: readonly ApiKey[];
  /** Where Twilio reaches the service, without a slash at its end. */
  readonly publicUrl: string;
  /** What Twilio signs its requests with. */
  readonly authToken: string;
};

const KEYS: SettingFault = { name: 'API_KEY', expected: expectationOf('API_KEY') ?? '' };

const ADDRESS: SettingFault = {
  name: 'PUBLIC_URL',
  expected: 'the https address at which Twilio reaches the service',
};

/**
 * The keys that open the service's trigger.
 *
 * @throws InviteError `settings_missing`, `settings_malformed`
 */
export function apiKeySettings(values: SettingValues): readonly ApiKey[] {
  const text = values['API_KEY'];
  if (text === undefined)
    throw new InviteError({ code: 'settings_missing', names: ['API_KEY'], faults: [KEYS] });
  const keys = parseApiKeys(text);
  if (keys === null) throw new InviteError({ code: 'settings_malformed', faults: [KEYS] });
  return keys;
}

/**
 * All that the service needs beside what a send does; and of both all that is missing and malformed at
 * once. An API key of Twilio's does not do: its requests are signed with the account's token.
 *
 * @throws InviteError `settings_missing`, `settings_malformed`
 */
export function serviceSettings(values: SettingValues): ServiceSettings {
  const needed = ['TWILIO_AUTH_TOKEN', 'API_KEY', 'PUBLIC_URL'] as const;
  const ofSend = faultsOfSend(values);
  const names = [...ofSend.names, ...needed.filter((name) => values[name] === undefined)];
  const keys = parseApiKeys(values['API_KEY'] ?? '');
  const faults = [
    ...ofSend.faults,
    // What it has to look like is told of one that is missing, too: `init` does not ask for these.
    ...(keys === null ? [KEYS] : []),
    ...(values['PUBLIC_URL'] === undefined ? [ADDRESS] : []),
  ];
  if (names.length > 0) {
    throw new InviteError({ code: 'settings_missing', names: [...new Set(names)], faults });
  }
  const publicUrl = publicUrlIn(values);
  if (faults.length > 0 || keys === null || publicUrl === null) {
    throw new InviteError({ code: 'settings_malformed', faults });
  }
  return { apiKeys: keys, publicUrl, authToken: values['TWILIO_AUTH_TOKEN'] ?? '' };
}

/** Where Twilio reaches the service; null where there is none, or none that can be right. */
export function publicUrlIn(values: SettingValues): string | null {
  const address = values['PUBLIC_URL'];
  if (address === undefined || !isPossible('PUBLIC_URL', address)) return null;
  const { origin, pathname } = new URL(address);
  return origin + pathname.replace(/\/+$/u, '');
}

function faultsOfSend(values: SettingValues): {
  readonly names: readonly string[];
  readonly faults: readonly SettingFault[];
} {
  try {
    sendSettings(values);
    return { names: [], faults: [] };
  } catch (error) {
    const problem = error instanceof InviteError ? error.problem : null;
    if (problem?.code === 'settings_missing') return problem;
    if (problem?.code === 'settings_malformed') return { names: [], faults: problem.faults };
    throw error;
  }
}
