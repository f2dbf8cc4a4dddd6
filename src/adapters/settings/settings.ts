import type { Mode } from '../../domain/mode.ts';
import { parseTeams, type ClubTeam } from '../../domain/club-teams.ts';
import { NEW_SENDER_LIMIT } from '../../domain/daily-limit.ts';
import { InviteError } from '../../domain/problem.ts';
import { asTemplateSid, type TemplateSid } from '../../domain/template.ts';
import type { SettingValues } from './find-settings.ts';
import { GUARDS } from './guard-settings.ts';
import {
  isPossible,
  malformedSettings,
  refuseMalformed,
  type ShapedSetting,
} from './setting-shapes.ts';
import type { TwilioCredentials } from '../twilio/client.ts';

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

/** What a ledger on AWS needs; a region alone may be there for anything else. */
const SHARED = ['LEDGER_TABLE', 'INVITE_QUEUE_URL', 'AWS_REGION'] as const;

/** What every run reads that writes to a ledger, a rehearsal too. */
export const EVERY_RUN = [
  'DAILY_LIMIT',
  'TEAMS',
  'OPERATOR',
  ...GUARDS,
] as const satisfies readonly ShapedSetting[];

/**
 * The settings of a send that is no rehearsal, or all that is missing and malformed at once.
 *
 * @throws InviteError `settings_missing`, `settings_malformed`
 */
export function sendSettings(values: SettingValues): SendSettings {
  const needed = [
    ...credentialNames(values),
    'TWILIO_PHONE_NUMBER',
    'TWILIO_TEMPLATE_SID',
  ] as const;
  const names = needed.filter((name) => values[name] === undefined);
  const faults = malformedSettings(values, [
    ...needed,
    'PUBLIC_URL',
    ...(values['LEDGER_TABLE'] === undefined ? [] : SHARED),
    'TWILIO_BASE_URL',
    ...EVERY_RUN,
  ]);
  if (names.length > 0) throw new InviteError({ code: 'settings_missing', names, faults });
  const { login, sender, templateSid } = twilioSettings(values);
  if (faults.length > 0 || login === null || sender === null || templateSid === null)
    throw new InviteError({ code: 'settings_malformed', faults });
  return {
    mode: realMode(values),
    ...login,
    sender,
    templateSid,
    dailyLimit: dailyLimit(values),
  };
}

/** How Twilio, or what stands in for it, is reached. */
export type TwilioLogin = Pick<SendSettings, 'credentials' | 'standIn'>;

/** What of a send's settings leads to Twilio; null for each part that is missing or malformed. */
export type TwilioSettings = {
  readonly login: TwilioLogin | null;
  readonly sender: string | null;
  readonly templateSid: TemplateSid | null;
};

/** As much of the settings as leads to Twilio, so that the rest of them keeps nobody from asking it. */
export function twilioSettings(values: SettingValues): TwilioSettings {
  const read = (name: ShapedSetting): string | null => {
    const value = values[name];
    return value === undefined || !isPossible(name, value) ? null : value;
  };
  return {
    login: loginIn(values, read),
    sender: read('TWILIO_PHONE_NUMBER'),
    templateSid: previewTemplateSid(values),
  };
}

function loginIn(
  values: SettingValues,
  read: (name: ShapedSetting) => string | null,
): TwilioLogin | null {
  const [accountSid, username, password] = isByKey(values)
    ? [read('TWILIO_ACCOUNT_SID'), read('TWILIO_API_KEY'), read('TWILIO_API_SECRET')]
    : [read('TWILIO_ACCOUNT_SID'), read('TWILIO_ACCOUNT_SID'), read('TWILIO_AUTH_TOKEN')];
  const baseUrl = read('TWILIO_BASE_URL');
  // What was to go to a stand-in must not go to Twilio because its address is misspelt.
  const isMisled = baseUrl === null && values['TWILIO_BASE_URL'] !== undefined;
  if (accountSid === null || username === null || password === null || isMisled) return null;
  return {
    credentials: { accountSid, username, password },
    standIn: baseUrl === null ? null : new URL(baseUrl),
  };
}

function isByKey(values: SettingValues): boolean {
  return values['TWILIO_API_KEY'] !== undefined;
}

function credentialNames(values: SettingValues): readonly ShapedSetting[] {
  return isByKey(values)
    ? ['TWILIO_ACCOUNT_SID', 'TWILIO_API_KEY', 'TWILIO_API_SECRET']
    : ['TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN'];
}

/**
 * Whose record a run that is no rehearsal reads and writes.
 *
 * @throws InviteError `settings_malformed`
 */
export function realMode(values: SettingValues): SendSettings['mode'] {
  refuseMalformed(values, ['TWILIO_BASE_URL']);
  return values['TWILIO_BASE_URL'] === undefined ? 'live' : 'stand_in';
}

/**
 * Whose yes it is, for the ledger.
 *
 * @param loginName who it is where nothing is set
 * @throws InviteError `settings_malformed`
 */
export function operatorName(values: SettingValues, loginName: string): string {
  refuseMalformed(values, ['OPERATOR']);
  return values['OPERATOR'] ?? loginName;
}

/**
 * The teams that the club has; none where they are not set.
 *
 * @throws InviteError `settings_malformed`
 */
export function clubTeams(values: SettingValues): readonly ClubTeam[] {
  refuseMalformed(values, ['TEAMS']);
  return parseTeams(values['TEAMS'] ?? '');
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
  refuseMalformed(values, ['DAILY_LIMIT']);
  return Number(values['DAILY_LIMIT'] ?? NEW_SENDER_LIMIT);
}
