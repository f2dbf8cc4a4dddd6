import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'dotenv';
import * as z from 'zod/mini';
import type { Mode } from '../domain/mode.ts';
import { NEW_SENDER_LIMIT } from '../domain/daily-limit.ts';
import { parseMobile } from '../domain/phone.ts';
import { parseSendHours } from '../domain/send-hours.ts';
import { InviteError, type SettingFault } from '../domain/problem.ts';
import { asTemplateSid, type TemplateSid } from '../domain/template.ts';
import { guardFaults } from './guard-settings.ts';
import { settingsFile } from './home-folder.ts';
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

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/u;

const loopbackUrl = z.url({ protocol: /^https?$/u, hostname: LOOPBACK });

/** Each setting's shape, and in words what is expected where it does not fit. */
const SHAPES = {
  TWILIO_ACCOUNT_SID: [z.string().check(z.regex(/^AC[0-9a-f]{32}$/iu)), 'AC and 32 hex digits'],
  TWILIO_AUTH_TOKEN: [
    z.string().check(z.regex(/^\S+$/u)),
    'the token from the Twilio console, without spaces',
  ],
  TWILIO_API_KEY: [z.string().check(z.regex(/^SK[0-9a-f]{32}$/iu)), 'SK and 32 hex digits'],
  TWILIO_API_SECRET: [
    z.string().check(z.regex(/^\S+$/u)),
    'the secret of the API key, without spaces',
  ],
  TWILIO_PHONE_NUMBER: [
    z.string().check(z.regex(/^whatsapp:\+[1-9]\d{6,14}$/u)),
    'whatsapp: and the number with its country code, as whatsapp:+447700900999',
  ],
  TWILIO_TEMPLATE_SID: [z.string().check(z.regex(/^HX[0-9a-f]{32}$/iu)), 'HX and 32 hex digits'],
  DAILY_LIMIT: [z.string().check(z.regex(/^[1-9]\d{0,6}$/u)), 'a number of people, as 250'],
  TEST_NUMBERS: [
    z.string().check(z.refine(areMobiles)),
    'one or more UK mobiles with commas between them, as 07700 900001, 07700 900002',
  ],
  SEND_HOURS: [
    z.string().check(z.refine(areHours)),
    'two times of day, as 08:00-20:30; 00:00-24:00 is always',
  ],
  PUBLIC_URL: [
    z.union([z.url({ protocol: /^https$/u }), loopbackUrl]),
    'the https address of the service, without a path at its end for the webhook',
  ],
  OPERATOR: [z.string().check(z.regex(/^[^\p{Cc}"`\\#]{1,80}$/u)), 'a name of up to 80 characters'],
  TWILIO_BASE_URL: [loopbackUrl, 'an address on this computer, as http://127.0.0.1:8080'],
} as const satisfies { readonly [name: string]: readonly [z.ZodMiniType<string>, string] };

type Name = keyof typeof SHAPES;

function areMobiles(text: string): boolean {
  return text.split(',').every((number) => parseMobile(number.trim()).ok);
}

function areHours(text: string): boolean {
  return parseSendHours(text) !== null;
}

/** What a setting has to look like, in words; null for one that may be anything. */
export function expectationOf(name: string): string | null {
  return Object.hasOwn(SHAPES, name) ? SHAPES[name as Name][1] : null;
}

/** Whether a value can be right, as far as its shape goes. */
export function isPossible(name: string, value: string): boolean {
  return !Object.hasOwn(SHAPES, name) || faultOf(name as Name, value).length === 0;
}

/** Every setting that is there and cannot be right. */
export function malformedSettings(values: SettingValues): readonly SettingFault[] {
  return (Object.keys(SHAPES) as readonly Name[]).flatMap((name) => faultOf(name, values[name]));
}

/**
 * The settings of a send that is no rehearsal, or all that is missing and malformed at once.
 *
 * @throws InviteError `settings_missing`, `settings_malformed`
 */
export function sendSettings(values: SettingValues): SendSettings {
  const withKey = values['TWILIO_API_KEY'] !== undefined;
  const needed: readonly Name[] = [
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

  const read = (name: Name): string => values[name] ?? '';
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

function faultOf(name: Name, value: string | undefined): readonly SettingFault[] {
  const [shape, expected] = SHAPES[name];
  return value === undefined || shape.safeParse(value).success ? [] : [{ name, expected }];
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
