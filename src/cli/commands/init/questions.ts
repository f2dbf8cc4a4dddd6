import type { ShapedSetting } from '../../../domain/set-up/setting.ts';
import { parseMobile, parsePhone } from '../../../domain/record/phone/phone.ts';

/** One setting that `init` asks for. */
export type SettingQuestion = {
  readonly name: ShapedSetting;
  /** What it is and where it is found, for somebody who sees it for the first time. */
  readonly about: string;
  readonly isSecret: boolean;
  /** Whether it may stay without a value. */
  readonly isOptional: boolean;
  /** What was typed, as the settings file has it. */
  readonly written: (typed: string) => string;
};

const asTyped = (typed: string): string => typed;

function question(
  name: ShapedSetting,
  about: string,
  changes: Partial<SettingQuestion> = {},
): SettingQuestion {
  return { name, about, isSecret: false, isOptional: false, written: asTyped, ...changes };
}

export const ACCOUNT_SID = question(
  'TWILIO_ACCOUNT_SID',
  'The Twilio account, from the front page of the console: AC and 32 hex digits.',
);

export const AUTH_TOKEN = question(
  'TWILIO_AUTH_TOKEN',
  "The account's auth token, from the same page. It does not show as you type or paste it.",
  { isSecret: true },
);

export const API_KEY = question(
  'TWILIO_API_KEY',
  'The API key, from the console under API keys: SK and 32 hex digits.',
);

export const API_SECRET = question(
  'TWILIO_API_SECRET',
  "The key's secret, which Twilio showed once. It does not show as you type or paste it.",
  { isSecret: true },
);

export const SENDER = question(
  'TWILIO_PHONE_NUMBER',
  "The club's WhatsApp sender, a number with its country code.",
  { written: asSender },
);

export const TEMPLATE = question(
  'TWILIO_TEMPLATE_SID',
  'The registration invite, from Content Template Builder: HX and 32 hex digits.',
);

export const OPERATOR = question('OPERATOR', 'Your name, as the ledger keeps it with each yes.');

export const TEST_NUMBERS = question(
  'TEST_NUMBERS',
  'Your own mobiles, for test messages, with commas between them; Enter for none.',
  { isOptional: true, written: asMobiles },
);

export const SEND_HOURS = question(
  'SEND_HOURS',
  'When messages may go, by the clock in London; 00:00-24:00 is always.',
);

/** A sender as Twilio wants it, however the number was typed; what is no number stays as it is. */
function asSender(typed: string): string {
  const number = parsePhone(typed.replace(/^whatsapp:/iu, ''));
  return number.ok ? `whatsapp:${number.value}` : typed;
}

function asMobiles(typed: string): string {
  const numbers = typed.split(',').map((number) => {
    const mobile = parseMobile(number.trim());
    return mobile.ok ? mobile.value : number.trim();
  });
  return numbers.join(',');
}
