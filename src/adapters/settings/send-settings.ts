import type { TemplateSid } from '../../domain/message/template.ts';
import type { Mode } from '../../domain/set-up/mode.ts';
import type { ShapedSetting } from '../../domain/set-up/setting.ts';
import type { TwilioCredentials } from '../twilio/client.ts';
import { dailyLimit, EVERY_RUN, realMode } from './run-settings.ts';
import { isSet, settingProblems, refuse, type SettingProblems, type Settings } from './settings.ts';

/** The settings that a send needs, parsed. */
export type SendSettings = {
  readonly mode: Exclude<Mode, 'rehearsal'>;
  readonly credentials: TwilioCredentials;
  /** `whatsapp:` and the club's number in E.164. */
  readonly sender: string;
  readonly templateSid: TemplateSid;
  /** The number of people who may get a message in 24 hours. */
  readonly dailyLimit: number;
  /** A loopback address to use in place of Twilio; null for Twilio. */
  readonly standIn: URL | null;
};

/** The settings of a ledger on AWS. AWS_REGION alone may be set for other programs. */
const SHARED = ['LEDGER_TABLE', 'INVITE_QUEUE_URL', 'AWS_REGION'] as const;

/** Missing and malformed settings of a send that is no rehearsal. */
export function sendSettingProblems(settings: Settings): SettingProblems {
  return settingProblems(
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
 * The settings of a send that is no rehearsal.
 *
 * @throws InviteError `settings_missing`, `settings_malformed`
 */
export function sendSettings(settings: Settings): SendSettings {
  const problems = sendSettingProblems(settings);
  const { login, sender, templateSid } = twilioSettings(settings);
  const isLacking = problems.missing.length > 0 || problems.faults.length > 0;
  if (isLacking || login === null || sender === null || templateSid === null) refuse(problems);
  return {
    mode: realMode(settings),
    ...login,
    sender,
    templateSid,
    dailyLimit: dailyLimit(settings),
  };
}

/** How to reach Twilio or a stand-in. */
export type TwilioLogin = Pick<SendSettings, 'credentials' | 'standIn'>;

/** The settings for calls to Twilio. Each is null where it is missing or malformed. */
type TwilioSettings = {
  readonly login: TwilioLogin | null;
  readonly sender: string | null;
  readonly templateSid: TemplateSid | null;
};

/** The settings for calls to Twilio, which can be made even where other settings are malformed. */
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
  // With a malformed stand-in address nothing may go to Twilio.
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
