import type { Mode } from '../domain/mode.ts';
import { NEW_SENDER_LIMIT } from '../domain/daily-limit.ts';
import { InviteError } from '../domain/problem.ts';
import { asTemplateSid, type TemplateSid } from '../domain/template.ts';
import type { SettingValues } from './find-settings.ts';
import { guardFaults } from './guard-settings.ts';
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

/** What a ledger on AWS needs; a region alone may be there for anything else. */
const SHARED = ['LEDGER_TABLE', 'INVITE_QUEUE_URL', 'AWS_REGION'] as const;

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
      ...(values['LEDGER_TABLE'] === undefined ? [] : SHARED),
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
