import type { FoundSetting } from '../../../adapters/settings/find-settings.ts';
import { isPossible } from '../../../adapters/settings/settings.ts';
import { whatsappAddress } from '../../../domain/contact/recipient.ts';
import { InviteError } from '../../../domain/problem/problem.ts';
import { parseMobile, parsePhone } from '../../../domain/record/phone/phone.ts';
import type { ShapedSetting } from '../../../domain/set-up/setting.ts';
import { printable } from '../../../text/format.ts';
import { EXPECTED_SETTINGS } from '../../../text/set-up/setting.ts';
import type { LineAsker } from '../../operator/line-asker.ts';
import type { Output } from '../../shell.ts';
import type { Colours } from '../../terminal/colours.ts';
import { hanging } from '../../terminal/wrap-text.ts';
import { shownSetting, sourceName } from '../config/settings-shown.ts';

/** The terminal, the settings found so far, and the answers given. */
export type Conversation = {
  readonly asker: LineAsker;
  readonly output: Output;
  readonly colours: Colours;
  /** The value of each setting and its source, as every command reads them. */
  readonly found: ReadonlyMap<string, FoundSetting>;
  /** The values in the settings file, even those that another source overrides. */
  readonly inFile: { readonly [name: string]: string | undefined };
  /** The values to write to the settings file at the end. */
  readonly answers: Map<string, string>;
};

/** The value of a setting once the answers are written; undefined where it will have none. */
export function valueOf({ found, answers }: Conversation, name: string): string | undefined {
  const setting = found.get(name);
  const isOverridden = setting !== undefined && setting.source !== 'settings file';
  const value = isOverridden ? setting.value : (answers.get(name) ?? setting?.value);
  return value === '' ? undefined : value;
}

/**
 * Asks for one setting until the answer has the right form. Enter keeps the value that is set.
 *
 * @param offered the value that Enter takes where none is set
 * @throws InviteError `stopped_by_hand`
 */
export async function askSetting(
  conversation: Conversation,
  question: SettingQuestion,
  offered?: string,
): Promise<void> {
  const { name, about, isSecret } = question;
  const now = valueOf(conversation, name);
  const kept = now !== undefined && isPossible(name, now) ? now : undefined;
  await say(conversation, `\n${about}`);
  const override = conversation.found.get(name);
  if (override !== undefined && override.source !== 'settings file') {
    await say(
      conversation,
      conversation.colours.odd(
        `It is set in the ${sourceName(override.source)}, which wins over what you answer here.`,
      ),
    );
  }
  const typed = await askLine(conversation, {
    question: `${conversation.colours.bold(name)}${inBrackets(name, isSecret, kept ?? offered)}:`,
    isSecret,
    faultOf: (text) => problemWith(question, text, kept ?? offered),
  });
  if (typed === '' && (kept !== undefined || offered === undefined)) return;
  await keepAnswer(conversation, question, typed === '' ? (offered ?? '') : question.format(typed));
}

/**
 * Keeps an answer. Where the settings file has another value, asks first whether to replace it.
 *
 * @throws InviteError `stopped_by_hand`
 */
export async function keepAnswer(
  conversation: Conversation,
  { name, isSecret }: Pick<SettingQuestion, 'name' | 'isSecret'>,
  value: string,
): Promise<void> {
  const old = conversation.inFile[name]?.trim() ?? '';
  if (old !== '' && old !== value) {
    const next = value === '' ? 'nothing' : isSecret ? shownSetting(name, value) : printable(value);
    await say(
      conversation,
      `${name} is ${printable(shownSetting(name, old))} in the settings file.`,
    );
    const isReplaced = await isConfirmed(conversation, `Replace it with ${next}? (y/n)`);
    if (!isReplaced) {
      conversation.answers.delete(name);
      await say(conversation, 'It stays as it was.');
      return;
    }
  }
  conversation.answers.set(name, value);
}

/** @throws InviteError `stopped_by_hand` */
export async function isConfirmed(conversation: Conversation, question: string): Promise<boolean> {
  const typed = await askLine(conversation, {
    question: conversation.colours.bold(question),
    isSecret: false,
    faultOf: (text) =>
      /^[yn]$/iu.test(text) ? null : conversation.colours.odd('Type y or n, and Enter.'),
  });
  return typed.toLowerCase() === 'y';
}

/** @throws InviteError `stopped_by_hand` */
export async function askLine(
  { asker }: Conversation,
  question: Parameters<LineAsker['ask']>[0],
): Promise<string> {
  const typed = await asker.ask(question);
  if (typed === null) throw new InviteError({ code: 'stopped_by_hand', during: 'init' });
  return typed;
}

/** @param indent characters before each line of the text */
export async function say({ output }: Conversation, text: string, indent = 0): Promise<void> {
  output.write(`${' '.repeat(indent)}${await hanging(text, output.columns(), indent)}\n`);
}

function problemWith(
  { name, isOptional, format }: SettingQuestion,
  text: string,
  onEnter: string | undefined,
): string | null {
  if (text === '') {
    return onEnter !== undefined || isOptional
      ? null
      : 'It is needed. Ctrl-C stops, and changes nothing.';
  }
  return isPossible(name, format(text))
    ? null
    : `That cannot be right: it is ${EXPECTED_SETTINGS[name]}.`;
}

/** The value that Enter keeps; only the length of a secret. */
function inBrackets(name: string, isSecret: boolean, value: string | undefined): string {
  if (value === undefined) return '';
  return ` [${isSecret ? shownSetting(name, value) : printable(value)}]`;
}

/** A setting that `init` asks for. */
export type SettingQuestion = {
  readonly name: ShapedSetting;
  /** What it is and where to find it, as shown to the operator. */
  readonly about: string;
  readonly isSecret: boolean;
  /** Whether it may be left unset. */
  readonly isOptional: boolean;
  /** Turns what was typed into the form of the settings file. */
  readonly format: (typed: string) => string;
};

const asTyped = (typed: string): string => typed;

function question(
  name: ShapedSetting,
  about: string,
  changes: Partial<SettingQuestion> = {},
): SettingQuestion {
  return { name, about, isSecret: false, isOptional: false, format: asTyped, ...changes };
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
  { format: asSender },
);

export const TEMPLATE = question(
  'TWILIO_TEMPLATE_SID',
  'The registration invite, from Content Template Builder: HX and 32 hex digits.',
);

export const OPERATOR = question('OPERATOR', 'Your name, as the ledger keeps it with each yes.');

export const TEST_NUMBERS = question(
  'TEST_NUMBERS',
  'Your own mobiles, for test messages, with commas between them; Enter for none.',
  { isOptional: true, format: asMobiles },
);

export const SEND_HOURS = question(
  'SEND_HOURS',
  'When messages may go, by the clock in London; 00:00-24:00 is always.',
);

/** `whatsapp:+447700900999`, however the number was typed. Any other text stays as it is. */
function asSender(typed: string): string {
  const number = parsePhone(typed.replace(/^whatsapp:/iu, ''));
  return number.ok ? whatsappAddress(number.value) : typed;
}

function asMobiles(typed: string): string {
  const numbers = typed.split(',').map((number) => {
    const mobile = parseMobile(number.trim());
    return mobile.ok ? mobile.value : number.trim();
  });
  return numbers.join(',');
}
