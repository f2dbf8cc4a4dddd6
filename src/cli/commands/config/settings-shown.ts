import type { FoundSetting } from '../../../adapters/settings/find-settings.ts';
import type { SettingName } from '../../../adapters/settings/settings.ts';

export type Setting = {
  readonly name: SettingName;
  /** The part of a value that may be shown on a shared screen or in a log. */
  readonly show: (value: string) => string;
  readonly onlyInEnvironment?: true;
};

/** How each setting is shown, in the order of the list. */
const SHOWN: { readonly [name in SettingName]: Omit<Setting, 'name'> } = {
  TWILIO_ACCOUNT_SID: { show: sidOrHidden },
  TWILIO_AUTH_TOKEN: { show: hidden },
  TWILIO_API_KEY: { show: sidOrHidden },
  TWILIO_API_SECRET: { show: hidden },
  TWILIO_PHONE_NUMBER: { show: phones },
  TWILIO_TEMPLATE_SID: { show: sidOrHidden },
  TEST_NUMBERS: { show: phones },
  API_KEY: { show: hidden },
  PUBLIC_URL: { show: address },
  SEND_HOURS: { show: plain },
  DAILY_LIMIT: { show: plain },
  TEAMS_FILE: { show: plain },
  TEAMS: { show: plain },
  PRICE_PER_MESSAGE: { show: plain },
  LINK: { show: address },
  KEEP_UNTIL: { show: plain },
  OPERATOR: { show: plain },
  LEDGER_TABLE: { show: plain },
  LEDGER_KEY: { show: hidden },
  INVITE_QUEUE_URL: { show: address },
  AWS_REGION: { show: plain },
  TWILIO_BASE_URL: { show: address },
  REHEARSAL_FAULT: { show: plain },
  URMSTON_INVITE_HOME: { show: plain, onlyInEnvironment: true },
};

export const SETTINGS: readonly Setting[] = Object.entries(SHOWN).map(([name, setting]) => ({
  name: name as SettingName,
  ...setting,
}));

/** The value of a setting as it may be shown. Of an unknown setting only the length is shown. */
export function shownSetting(name: string, value: string): string {
  const show = SETTINGS.find((setting) => setting.name === name)?.show ?? hidden;
  return show(value);
}

/** The source of a setting, to follow "the" in a sentence. */
export function sourceName(source: FoundSetting['source']): string {
  return source === '.env' ? 'file .env of this folder' : source;
}

function plain(value: string): string {
  return value;
}

/** The length alone, which shows whether a secret was pasted whole. */
function hidden(value: string): string {
  return `set, ${value.length} characters`;
}

/** A SID is not secret, but a secret may have been pasted in its place. */
function sidOrHidden(value: string): string {
  return /^(?:AC|SK|HX)[\da-f]{32}$/iu.test(value) ? value : hidden(value);
}

/** Each number with all but its last two digits masked. */
function phones(value: string): string {
  if (!/^(?:whatsapp:|[+\d\s(),;-])+$/u.test(value)) return hidden(value);
  return value.replace(/[^,;]+/gu, (number) => number.replace(/\d(?=(?:\D*\d){2})/gu, '*'));
}

/** An address without the user name, password and query it may contain. */
function address(value: string): string {
  return URL.canParse(value) ? withoutLogin(new URL(value), value) : hidden(value);
}

function withoutLogin(url: URL, value: string): string {
  return url.username === '' && url.password === '' && url.search === '' ? value : url.origin;
}
