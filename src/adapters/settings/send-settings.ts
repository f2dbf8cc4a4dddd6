import type { Mode } from '../../domain/set-up/mode.ts';
import type { TemplateSid } from '../../domain/message/template.ts';
import type { TwilioCredentials } from '../twilio/client.ts';
import { dailyLimit, EVERY_RUN, realMode } from './run-settings.ts';
import type { ShapedSetting } from '../../domain/set-up/setting.ts';
import { isSet, lackOf, refuse, type Lack, type Settings } from './settings.ts';

/** Every setting a send needs, in the form in which it cannot be wrong. */
export type SendSettings = {
  readonly mode: Exclude<Mode, 'rehearsal'>;
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

/** What keeps a send that is no rehearsal from beginning. */
export function lackOfSend(settings: Settings): Lack {
  return lackOf(
    settings,
    [...credentialNames(settings), 'TWILIO_PHONE_NUMBER', 'TWILIO_TEMPLATE_SID'],
    [
      'PUBLIC_URL',
      ...(isSet(settings, 'LEDGER_TABLE') ? SHARED : []),
      'TWILIO_BASE_URL',
      ...EVERY_RUN,
    ],
  );
}

/**
 * The settings of a send that is no rehearsal, or all that is missing and malformed at once.
 *
 * @throws InviteError `settings_missing`, `settings_malformed`
 */
export function sendSettings(settings: Settings): SendSettings {
  const lack = lackOfSend(settings);
  const { login, sender, templateSid } = twilioSettings(settings);
  const isLacking = lack.missing.length > 0 || lack.faults.length > 0;
  if (isLacking || login === null || sender === null || templateSid === null) refuse(lack);
  return {
    mode: realMode(settings),
    ...login,
    sender,
    templateSid,
    dailyLimit: dailyLimit(settings),
  };
}

/** How Twilio, or what stands in for it, is reached. */
export type TwilioLogin = Pick<SendSettings, 'credentials' | 'standIn'>;

/** What of a send's settings leads to Twilio; null for each part that is missing or malformed. */
type TwilioSettings = {
  readonly login: TwilioLogin | null;
  readonly sender: string | null;
  readonly templateSid: TemplateSid | null;
};

/** As much of the settings as leads to Twilio, so that the rest of them keeps nobody from asking it. */
export function twilioSettings(settings: Settings): TwilioSettings {
  const { TWILIO_PHONE_NUMBER: sender = null, TWILIO_TEMPLATE_SID: templateSid = null } =
    settings.values;
  return { login: loginIn(settings), sender, templateSid };
}

function loginIn(settings: Settings): TwilioLogin | null {
  const { values } = settings;
  const { TWILIO_ACCOUNT_SID: accountSid, TWILIO_BASE_URL: standIn = null } = values;
  const [username, password] = isByKey(settings)
    ? [values.TWILIO_API_KEY, values.TWILIO_API_SECRET]
    : [accountSid, values.TWILIO_AUTH_TOKEN];
  // What was to go to a stand-in must not go to Twilio because its address is misspelt.
  const isMisled = standIn === null && isSet(settings, 'TWILIO_BASE_URL');
  if (accountSid === undefined || username === undefined || password === undefined || isMisled) {
    return null;
  }
  return { credentials: { accountSid, username, password }, standIn };
}

function isByKey(settings: Settings): boolean {
  return isSet(settings, 'TWILIO_API_KEY');
}

function credentialNames(settings: Settings): readonly ShapedSetting[] {
  return isByKey(settings)
    ? ['TWILIO_ACCOUNT_SID', 'TWILIO_API_KEY', 'TWILIO_API_SECRET']
    : ['TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN'];
}
