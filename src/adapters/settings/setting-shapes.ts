import * as z from 'zod/mini';
import { parseApiKeys } from '../../domain/approval/api-key.ts';
import { asLedgerKey } from '../../domain/delivery/keyed-hash.ts';
import { parseTeams, type ClubTeam } from '../../domain/record/values/club-teams.ts';
import { parsePrice } from '../../domain/message/price.ts';
import type { SettingFault, ShapedSetting } from '../../domain/set-up/setting.ts';
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

/** The form of each setting, with the type that it is parsed into. In the order in which faults are listed. */
const SHAPES = {
  TWILIO_ACCOUNT_SID: text(/^AC[0-9a-f]{32}$/iu),
  TWILIO_AUTH_TOKEN: text(/^\S+$/u),
  TWILIO_API_KEY: text(/^SK[0-9a-f]{32}$/iu),
  TWILIO_API_SECRET: text(/^\S+$/u),
  TWILIO_PHONE_NUMBER: text(/^whatsapp:\+[1-9]\d{6,14}$/u),
  TWILIO_TEMPLATE_SID: parsed(asTemplateSid),
  DAILY_LIMIT: parsed(peopleIn),
  TEST_NUMBERS: parsed(parseTestNumbers),
  SEND_HOURS: parsed(parseSendHours),
  TEAMS: parsed(teamsIn),
  PRICE_PER_MESSAGE: parsed(parsePrice),
  API_KEY: parsed(parseApiKeys),
  PUBLIC_URL: z.pipe(
    z.union([z.url({ protocol: /^https$/u }), loopbackUrl]),
    z.transform(withoutSlash),
  ),
  LEDGER_TABLE: text(/^[\w.-]{3,255}$/u),
  LEDGER_KEY: parsed(asLedgerKey),
  INVITE_QUEUE_URL: z.union([z.url({ protocol: /^https$/u }), loopbackUrl]),
  AWS_REGION: text(/^[a-z]{2}(?:-[a-z]+)+-\d$/u),
  OPERATOR: text(/^[^\p{Cc}"`\\#]{1,80}$/u),
  TWILIO_BASE_URL: z.pipe(
    loopbackUrl,
    z.transform((address) => new URL(address)),
  ),
} as const satisfies { readonly [name in ShapedSetting]: z.ZodMiniType };

/** The type that each setting is read into. */
export type SettingTypes = {
  readonly [Name in ShapedSetting]: z.output<(typeof SHAPES)[Name]>;
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

/** Whether a value can be right, as far as its shape goes. */
export function isPossible(name: ShapedSetting, value: string): boolean {
  return readSetting(name, value).ok;
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
  const shape: z.ZodMiniType = SHAPES[name];
  const { success, data } = shape.safeParse(given);
  return success
    ? { ok: true, value: data as SettingTypes[Name] }
    : { ok: false, fault: { code: 'shape', name } };
}
