import type { FoundSetting } from '../../../adapters/settings/find-settings.ts';
import type { SettingName } from '../../../adapters/settings/settings.ts';

export type Setting = {
  readonly name: SettingName;
  /** What may stand on a screen that is shared, or in a log. */
  readonly show: (value: string) => string;
  readonly onlyInEnvironment?: true;
};

/** How much of each setting is shown, in the order in which they are listed. */
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
  TEAMS: { show: plain },
  PRICE_PER_MESSAGE: { show: plain },
  OPERATOR: { show: plain },
  LEDGER_TABLE: { show: plain },
  LEDGER_KEY: { show: hidden },
  INVITE_QUEUE_URL: { show: address },
  AWS_REGION: { show: plain },
  TWILIO_BASE_URL: { show: address },
  REHEARSAL_FAULT: { show: plain },
  URMSTON_INVITE_HOME: { show: plain, onlyInEnvironment: true },
};

/** Every setting there is. */
export const SETTINGS: readonly Setting[] = Object.entries(SHOWN).map(([name, setting]) => ({
  name: name as SettingName,
  ...setting,
}));

/** How much of this setting's value may be shown; of one that nobody knows, nothing but its length. */
export function shownSetting(name: string, value: string): string {
  const show = SETTINGS.find((setting) => setting.name === name)?.show ?? hidden;
  return show(value);
}

/** Where a setting was found, as it follows "the" in a sentence. */
export function sourceName(source: FoundSetting['source']): string {
  return source === '.env' ? 'file .env of this folder' : source;
}

function plain(value: string): string {
  return value;
}

/** How long it is, which tells half a secret from a whole one, and nothing else. */
function hidden(value: string): string {
  return `set, ${value.length} characters`;
}

/** A SID is no secret; what was put in its place by mistake may be one. */
function sidOrHidden(value: string): string {
  return /^(?:AC|SK|HX)[\da-f]{32}$/iu.test(value) ? value : hidden(value);
}

/** The last two digits of each number: enough to know one's own. */
function phones(value: string): string {
  if (!/^(?:whatsapp:|[+\d\s(),;-])+$/u.test(value)) return hidden(value);
  return value.replace(/[^,;]+/gu, (number) => number.replace(/\d(?=(?:\D*\d){2})/gu, '*'));
}

/** Without the name and the password that an address can carry. */
function address(value: string): string {
  return URL.canParse(value) ? withoutLogin(new URL(value), value) : hidden(value);
}

function withoutLogin(url: URL, value: string): string {
  return url.username === '' && url.password === '' && url.search === '' ? value : url.origin;
}
