import type { ShapedSetting } from '../../../domain/set-up/setting.ts';
import type { FoundSetting } from '../../../adapters/settings/find-settings.ts';
import { isPossible } from '../../../adapters/settings/settings.ts';
import { InviteError } from '../../../domain/problem/problem.ts';
import { EXPECTED_SETTINGS } from '../../../text/set-up/setting.ts';
import type { LineAsker } from '../../operator/line-asker.ts';
import type { Colours } from '../../terminal/colours.ts';
import { hanging } from '../../terminal/wrap-text.ts';
import { printable } from '../../../text/format.ts';
import { shownSetting, sourceName } from '../config/settings-shown.ts';
import type { Output } from '../../shell.ts';
import { parseMobile, parsePhone } from '../../../domain/record/phone/phone.ts';

/** Who is asked, what is set already, and what was answered until now. */
export type Conversation = {
  readonly asker: LineAsker;
  readonly output: Output;
  readonly colours: Colours;
  /** What counts now, and where it comes from. */
  readonly found: ReadonlyMap<string, FoundSetting>;
  /** What the settings file has, whatever counts. */
  readonly inFile: { readonly [name: string]: string | undefined };
  /** What is to be written at the end. */
  readonly answers: Map<string, string>;
};

/** What a setting will be when the answers are written. */
export function valueOf({ found, answers }: Conversation, name: string): string | undefined {
  const setting = found.get(name);
  const isOverruled = setting !== undefined && setting.source !== 'settings file';
  const value = isOverruled ? setting.value : (answers.get(name) ?? setting?.value);
  return value === '' ? undefined : value;
}

/**
 * Asks for one setting until it can be right. Enter keeps what there is, or takes what is offered.
 *
 * @param offered what Enter takes where nothing is set
 * @throws InviteError `stopped_by_hand`
 */
export async function askSetting(
  talk: Conversation,
  question: SettingQuestion,
  offered?: string,
): Promise<void> {
  const { name, about, isSecret } = question;
  const now = valueOf(talk, name);
  const kept = now !== undefined && isPossible(name, now) ? now : undefined;
  await say(talk, `\n${about}`);
  const overruling = talk.found.get(name);
  if (overruling !== undefined && overruling.source !== 'settings file') {
    await say(
      talk,
      talk.colours.odd(
        `It is set in the ${sourceName(overruling.source)}, which wins over what you answer here.`,
      ),
    );
  }
  const typed = await lineFrom(talk, {
    question: `${talk.colours.bold(name)}${inBrackets(name, isSecret, kept ?? offered)}:`,
    isSecret,
    faultOf: (text) => faultOf(question, text, kept ?? offered),
  });
  if (typed === '' && (kept !== undefined || offered === undefined)) return;
  await answer(talk, question, typed === '' ? (offered ?? '') : question.written(typed));
}

/**
 * Notes an answer. In place of another value in the settings file it is noted on a yes alone.
 *
 * @throws InviteError `stopped_by_hand`
 */
export async function answer(
  talk: Conversation,
  { name, isSecret }: Pick<SettingQuestion, 'name' | 'isSecret'>,
  value: string,
): Promise<void> {
  const old = talk.inFile[name]?.trim() ?? '';
  if (old !== '' && old !== value) {
    const next = value === '' ? 'nothing' : isSecret ? shownSetting(name, value) : printable(value);
    await say(talk, `${name} is ${printable(shownSetting(name, old))} in the settings file.`);
    const isMeant = await isYes(talk, `Replace it with ${next}? (y/n)`);
    if (!isMeant) {
      talk.answers.delete(name);
      await say(talk, 'It stays as it was.');
      return;
    }
  }
  talk.answers.set(name, value);
}

/** @throws InviteError `stopped_by_hand` */
export async function isYes(talk: Conversation, question: string): Promise<boolean> {
  const typed = await lineFrom(talk, {
    question: talk.colours.bold(question),
    isSecret: false,
    faultOf: (text) => (/^[yn]$/iu.test(text) ? null : talk.colours.odd('Type y or n, and Enter.')),
  });
  return typed.toLowerCase() === 'y';
}

/** @throws InviteError `stopped_by_hand` */
export async function lineFrom(
  { asker }: Conversation,
  question: Parameters<LineAsker['ask']>[0],
): Promise<string> {
  const typed = await asker.ask(question);
  if (typed === null) throw new InviteError({ code: 'stopped_by_hand', during: 'init' });
  return typed;
}

/** @param indent how far in the text stands, wherever it is wrapped */
export async function say({ output }: Conversation, text: string, indent = 0): Promise<void> {
  output.write(`${' '.repeat(indent)}${await hanging(text, output.columns(), indent)}\n`);
}

function faultOf(
  { name, isOptional, written }: SettingQuestion,
  text: string,
  taken: string | undefined,
): string | null {
  if (text === '') {
    return taken !== undefined || isOptional
      ? null
      : 'It is needed. Ctrl-C stops, and changes nothing.';
  }
  return isPossible(name, written(text))
    ? null
    : `That cannot be right: it is ${EXPECTED_SETTINGS[name]}.`;
}

/** What Enter keeps: of a secret its length alone. */
function inBrackets(name: string, isSecret: boolean, value: string | undefined): string {
  if (value === undefined) return '';
  return ` [${isSecret ? shownSetting(name, value) : printable(value)}]`;
}

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
