import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'dotenv';
import type { Mode } from '../domain/mode.ts';
import { NEW_SENDER_LIMIT } from '../domain/daily-limit.ts';
import { InviteError } from '../domain/problem.ts';
import { asTemplateSid, type TemplateSid } from '../domain/template.ts';
import { guardFaults } from './guard-settings.ts';
import { settingsFile } from './home-folder.ts';
import { faultOf, type ShapedSetting } from './setting-shapes.ts';
import type { TwilioCredentials } from './twilio/client.ts';

/** Every setting a send needs, in the form in which it cannot be wrong. */
export type SendSettings = {
  readonly mode: Extract<Mode, 'live' | 'stand_in'>;
  readonly credentials: TwilioCredentials;
  /** `whatsapp:` and the club's number in E.164. */
  readonly sender: string;
  readonly templateSid: TemplateSid;
  /** How many people may be written to in 24 hours. */
  readonly dailyLimit: number;
  /** A loopback address in Twilio's place, or null. */
  readonly standIn: URL | null;
};

export type SettingValues = { readonly [name: string]: string | undefined };

/** Where a setting was found. */
export type SettingSource = 'environment' | '.env' | 'settings file';
export type FoundSetting = { readonly value: string; readonly source: SettingSource };

/**
 * The settings as text: the real environment, then `.env` in the working folder, then the user's
 * settings file. Nothing is read from parent folders, and an empty value counts as none.
 *
 * @throws InviteError `settings_unreadable`
 */
export function readSettings(
  env: SettingValues,
  workingFolder: string,
  home: string,
): SettingValues {
  const found = findSettings(env, workingFolder, home);
  return Object.fromEntries([...found].map(([name, { value }]) => [name, value]));
}

/**
 * The same, with the place each was found in.
 *
 * @throws InviteError `settings_unreadable`
 */
export function findSettings(
  env: SettingValues,
  workingFolder: string,
  home: string,
): ReadonlyMap<string, FoundSetting> {
  return new Map(
    placesOf(env, workingFolder, home).flatMap(([source, values]) =>
      Object.entries(withoutEmpty(values)).map(([name, value]) => [name, { value, source }]),
    ),
  );
}

/** A setting with another value in a place that does not count. */
export type OverruledSetting = FoundSetting & {
  readonly name: string;
  readonly otherSource: SettingSource;
  readonly otherValue: string;
};

/**
 * Of these settings, each that is found with another value further down: perhaps it was set for
 * something else, and forgotten.
 *
 * @throws InviteError `settings_unreadable`
 */
export function overruledSettings(
  names: readonly string[],
  env: SettingValues,
  workingFolder: string,
  home: string,
): readonly OverruledSetting[] {
  const places = placesOf(env, workingFolder, home).toReversed();
  return names.flatMap((name) => {
    const found = places.flatMap(([source, values]): readonly FoundSetting[] => {
      const value = withoutEmpty(values)[name];
      return value === undefined ? [] : [{ value, source }];
    });
    const [first, ...lower] = found;
    const other = lower.find(({ value }) => value !== first?.value);
    return first === undefined || other === undefined
      ? []
      : [{ name, ...first, otherSource: other.source, otherValue: other.value }];
  });
}

/** The places of settings; a later one counts for more. */
function placesOf(
  env: SettingValues,
  workingFolder: string,
  home: string,
): readonly (readonly [SettingSource, SettingValues])[] {
  return [
    ['settings file', readEnvFile(settingsFile(home))],
    ['.env', readEnvFile(join(workingFolder, '.env'))],
    ['environment', env],
  ];
}

/**
 * The settings of a send that is no rehearsal, or all that is missing and malformed at once.
 *
 * @throws InviteError `settings_missing`, `settings_malformed`
 */
export function sendSettings(values: SettingValues): SendSettings {
  const withKey = values['TWILIO_API_KEY'] !== undefined;
  const needed: readonly ShapedSetting[] = [
    'TWILIO_ACCOUNT_SID',
    ...(withKey
      ? (['TWILIO_API_KEY', 'TWILIO_API_SECRET'] as const)
      : (['TWILIO_AUTH_TOKEN'] as const)),
    'TWILIO_PHONE_NUMBER',
    'TWILIO_TEMPLATE_SID',
  ];
  const names = needed.filter((name) => values[name] === undefined);
  const faults = [
    ...[
      ...needed,
      'DAILY_LIMIT' as const,
      'PUBLIC_URL' as const,
      'TWILIO_BASE_URL' as const,
    ].flatMap((name) => faultOf(name, values[name])),
    ...guardFaults(values),
  ];
  if (names.length > 0) throw new InviteError({ code: 'settings_missing', names, faults });
  const templateSid = previewTemplateSid(values);
  if (faults.length > 0 || templateSid === null)
    throw new InviteError({ code: 'settings_malformed', faults });

  const read = (name: ShapedSetting): string => values[name] ?? '';
  const accountSid = read('TWILIO_ACCOUNT_SID');
  const baseUrl = values['TWILIO_BASE_URL'];
  return {
    mode: baseUrl === undefined ? 'live' : 'stand_in',
    credentials: withKey
      ? { accountSid, username: read('TWILIO_API_KEY'), password: read('TWILIO_API_SECRET') }
      : { accountSid, username: accountSid, password: read('TWILIO_AUTH_TOKEN') },
    sender: read('TWILIO_PHONE_NUMBER'),
    templateSid,
    dailyLimit: dailyLimit(values),
    standIn: baseUrl === undefined ? null : new URL(baseUrl),
  };
}

/** The template a preview is made for: the one in the settings where there is one. */
export function previewTemplateSid(values: SettingValues): TemplateSid | null {
  return asTemplateSid(values['TWILIO_TEMPLATE_SID'] ?? '');
}

/**
 * How many people may be written to in 24 hours: what WhatsApp allows a new sender, unless it is set.
 *
 * @throws InviteError `settings_malformed`
 */
export function dailyLimit(values: SettingValues): number {
  const faults = faultOf('DAILY_LIMIT', values['DAILY_LIMIT']);
  if (faults.length > 0) throw new InviteError({ code: 'settings_malformed', faults });
  return Number(values['DAILY_LIMIT'] ?? NEW_SENDER_LIMIT);
}

/**
 * The lines of a settings file; none where there is no file.
 *
 * @throws InviteError `settings_unreadable`
 */
export function readEnvFile(file: string): SettingValues {
  try {
    return parse(textOf(readFileSync(file)));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return {};
    throw new InviteError({ code: 'settings_unreadable', file });
  }
}

/** PowerShell 5 writes UTF-16 when it redirects, and a volunteer cannot see that. */
function textOf(bytes: Buffer): string {
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  return new TextDecoder(isUtf16 ? 'utf-16le' : 'utf-8').decode(bytes);
}

function withoutEmpty(values: SettingValues): { readonly [name: string]: string } {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => {
      const text = value?.trim();
      return text === undefined || text === '' ? [] : [[name, text]];
    }),
  );
}
