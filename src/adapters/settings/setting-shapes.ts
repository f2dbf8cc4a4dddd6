import * as z from 'zod/mini';
import { parseApiKeys } from '../../domain/approval/api-key.ts';
import { asLedgerKey } from '../../domain/delivery/keyed-hash.ts';
import { parseTeams, type ClubTeam } from '../../domain/record/values/club-teams.ts';
import { parsePrice } from '../../domain/message/price.ts';
import type { SettingFault } from '../../domain/problem/problem.ts';
import { parseSendHours } from '../../domain/policy/send-hours.ts';
import { asTemplateSid } from '../../domain/message/template.ts';
import { parseTestNumbers } from '../../domain/message/test-message.ts';

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/u;

const loopbackUrl = z.url({ protocol: /^https?$/u, hostname: LOOPBACK });

const text = (shape: RegExp) => z.string().check(z.regex(shape));

/** @param parse null for a text that cannot be right */
const parsed = <T>(parse: (text: string) => T | null) =>
  z.pipe(
    z.string(),
    z.transform((given: string, { issues }): T => {
      const value = parse(given);
      if (value === null) issues.push({ code: 'custom', input: given });
      return value ?? z.NEVER;
    }),
  );

/** Each setting's shape with the type that it is read into, and in words what is expected where it does not fit. */
const SHAPES = {
  TWILIO_ACCOUNT_SID: [text(/^AC[0-9a-f]{32}$/iu), 'AC and 32 hex digits'],
  TWILIO_AUTH_TOKEN: [text(/^\S+$/u), 'the token from the Twilio console, without spaces'],
  TWILIO_API_KEY: [text(/^SK[0-9a-f]{32}$/iu), 'SK and 32 hex digits'],
  TWILIO_API_SECRET: [text(/^\S+$/u), 'the secret of the API key, without spaces'],
  TWILIO_PHONE_NUMBER: [
    text(/^whatsapp:\+[1-9]\d{6,14}$/u),
    'whatsapp: and the number with its country code, as whatsapp:+447700900999',
  ],
  TWILIO_TEMPLATE_SID: [parsed(asTemplateSid), 'HX and 32 hex digits'],
  DAILY_LIMIT: [parsed(peopleIn), 'a number of people, as 250'],
  TEST_NUMBERS: [
    parsed(parseTestNumbers),
    'one or more UK mobiles with commas between them, as 07700 900001',
  ],
  SEND_HOURS: [parsed(parseSendHours), 'two times of day, as 08:00-20:30; 00:00-24:00 is always'],
  TEAMS: [
    parsed(teamsIn),
    'the names of teams with commas between them, as Panthers u11s, Lions u9s',
  ],
  PRICE_PER_MESSAGE: [
    parsed(parsePrice),
    'the price, its currency and the day it was looked up, as 0.0379 GBP 2026-09-01',
  ],
  API_KEY: [
    parsed(parseApiKeys),
    'one key of at least 20 characters, or several as registration:KEY,secretary:KEY, each with a name of its own',
  ],
  PUBLIC_URL: [
    z.pipe(z.union([z.url({ protocol: /^https$/u }), loopbackUrl]), z.transform(withoutSlash)),
    'the https address of the service, without a path at its end for the webhook',
  ],
  LEDGER_TABLE: [
    text(/^[\w.-]{3,255}$/u),
    'the name of the table on AWS in which several operators keep one ledger',
  ],
  LEDGER_KEY: [parsed(asLedgerKey), 'the key of the shared ledger: 64 hex digits'],
  INVITE_QUEUE_URL: [
    z.union([z.url({ protocol: /^https$/u }), loopbackUrl]),
    'the https address of the queue on AWS, as the deployment printed it',
  ],
  AWS_REGION: [text(/^[a-z]{2}(?:-[a-z]+)+-\d$/u), 'a region of AWS, as eu-north-1'],
  OPERATOR: [text(/^[^\p{Cc}"`\\#]{1,80}$/u), 'a name of up to 80 characters'],
  TWILIO_BASE_URL: [
    z.pipe(
      loopbackUrl,
      z.transform((address) => new URL(address)),
    ),
    'an address on this computer, as http://127.0.0.1:8080',
  ],
} as const satisfies { readonly [name: string]: readonly [z.ZodMiniType, string] };

/** A setting that has a shape. */
export type ShapedSetting = keyof typeof SHAPES;

/** The type that each setting is read into. */
export type SettingTypes = {
  readonly [Name in ShapedSetting]: z.output<(typeof SHAPES)[Name][0]>;
};

/**
 * Every setting there is. The faults of a rehearsal are read by the simulator, which no other run
 * loads, and any text can be the name of a folder.
 */
export type SettingName = ShapedSetting | 'REHEARSAL_FAULT' | 'URMSTON_INVITE_HOME';

function peopleIn(given: string): number | null {
  return /^[1-9]\d{0,6}$/u.test(given) ? Number(given) : null;
}

function teamsIn(given: string): readonly ClubTeam[] | null {
  const teams = parseTeams(given);
  return teams.length === 0 ? null : teams;
}

function withoutSlash(address: string): string {
  const { origin, pathname } = new URL(address);
  return origin + pathname.replace(/\/+$/u, '');
}

/** What a setting has to look like, in words; null for one that may be anything. */
export function expectationOf(name: string): string | null {
  return isShaped(name) ? SHAPES[name][1] : null;
}

/** Whether a value can be right, as far as its shape goes. */
export function isPossible(name: string, value: string): boolean {
  return !isShaped(name) || readSetting(name, value).ok;
}

function isShaped(name: string): name is ShapedSetting {
  return Object.hasOwn(SHAPES, name);
}

/** All of them, in the order in which they are told. */
export const SHAPED_SETTINGS = Object.keys(SHAPES) as readonly ShapedSetting[];

/** A setting's text as the type it is read into, or what is wrong with it. */
export function readSetting<Name extends ShapedSetting>(
  name: Name,
  given: string,
):
  | { readonly ok: true; readonly value: SettingTypes[Name] }
  | { readonly ok: false; readonly fault: SettingFault } {
  const [shape, expected]: readonly [z.ZodMiniType, string] = SHAPES[name];
  const { success, data } = shape.safeParse(given);
  return success
    ? { ok: true, value: data as SettingTypes[Name] }
    : { ok: false, fault: { name, expected } };
}
