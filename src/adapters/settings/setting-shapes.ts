import * as z from 'zod/mini';
import { parseApiKeys } from '../../domain/api-key.ts';
import { parseTeams } from '../../domain/club-teams.ts';
import { parseMobile } from '../../domain/phone.ts';
import { parsePrice } from '../../domain/price.ts';
import { InviteError, type SettingFault } from '../../domain/problem.ts';
import { parseSendHours } from '../../domain/send-hours.ts';

type SettingValues = { readonly [name: string]: string | undefined };

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
    'one or more UK mobiles with commas between them, as 07700 900001',
  ],
  SEND_HOURS: [
    z.string().check(z.refine(areHours)),
    'two times of day, as 08:00-20:30; 00:00-24:00 is always',
  ],
  TEAMS: [
    z.string().check(z.refine(areTeams)),
    'the names of teams with commas between them, as Panthers u11s, Lions u9s',
  ],
  PRICE_PER_MESSAGE: [
    z.string().check(z.refine(isPrice)),
    'the price, its currency and the day it was looked up, as 0.0379 GBP 2026-09-01',
  ],
  API_KEY: [
    z.string().check(z.refine(areApiKeys)),
    'one key of at least 20 characters, or several as registration:KEY,secretary:KEY, each with a name of its own',
  ],
  PUBLIC_URL: [
    z.union([z.url({ protocol: /^https$/u }), loopbackUrl]),
    'the https address of the service, without a path at its end for the webhook',
  ],
  LEDGER_TABLE: [
    z.string().check(z.regex(/^[\w.-]{3,255}$/u)),
    'the name of the table on AWS in which several operators keep one ledger',
  ],
  INVITE_QUEUE_URL: [
    z.union([z.url({ protocol: /^https$/u }), loopbackUrl]),
    'the https address of the queue on AWS, as the deployment printed it',
  ],
  AWS_REGION: [
    z.string().check(z.regex(/^[a-z]{2}(?:-[a-z]+)+-\d$/u)),
    'a region of AWS, as eu-north-1',
  ],
  OPERATOR: [z.string().check(z.regex(/^[^\p{Cc}"`\\#]{1,80}$/u)), 'a name of up to 80 characters'],
  TWILIO_BASE_URL: [loopbackUrl, 'an address on this computer, as http://127.0.0.1:8080'],
} as const satisfies { readonly [name: string]: readonly [z.ZodMiniType<string>, string] };

/** A setting that has a shape. */
export type ShapedSetting = keyof typeof SHAPES;

/**
 * Every setting there is. The faults of a rehearsal are read by the simulator, which no other run
 * loads, and any text can be the name of a folder.
 */
export type SettingName = ShapedSetting | 'REHEARSAL_FAULT' | 'URMSTON_INVITE_HOME';

function areMobiles(text: string): boolean {
  return text.split(',').every((number) => parseMobile(number.trim()).ok);
}

function areHours(text: string): boolean {
  return parseSendHours(text) !== null;
}

function areTeams(text: string): boolean {
  return parseTeams(text).length > 0;
}

function isPrice(text: string): boolean {
  return parsePrice(text) !== null;
}

function areApiKeys(text: string): boolean {
  return parseApiKeys(text) !== null;
}

/** What a setting has to look like, in words; null for one that may be anything. */
export function expectationOf(name: string): string | null {
  return Object.hasOwn(SHAPES, name) ? SHAPES[name as ShapedSetting][1] : null;
}

/** Whether a value can be right, as far as its shape goes. */
export function isPossible(name: string, value: string): boolean {
  return !Object.hasOwn(SHAPES, name) || faultOf(name as ShapedSetting, value).length === 0;
}

/** All of them, in the order in which they are told. */
export const SHAPED_SETTINGS = Object.keys(SHAPES) as readonly ShapedSetting[];

/** Each of these settings that is there and cannot be right. */
export function malformedSettings(
  values: SettingValues,
  names: readonly ShapedSetting[],
): readonly SettingFault[] {
  return names.flatMap((name) => faultOf(name, values[name]));
}

/** @throws InviteError `settings_malformed`, with all of these settings that cannot be right */
export function refuseMalformed(values: SettingValues, names: readonly ShapedSetting[]): void {
  const faults = malformedSettings(values, names);
  if (faults.length > 0) throw new InviteError({ code: 'settings_malformed', faults });
}

/** What is wrong with a value, as far as its shape goes. */
function faultOf(name: ShapedSetting, value: string | undefined): readonly SettingFault[] {
  const [shape, expected] = SHAPES[name];
  return value === undefined || shape.safeParse(value).success ? [] : [{ name, expected }];
}
