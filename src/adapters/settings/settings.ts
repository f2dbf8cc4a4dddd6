import * as z from 'zod/mini';
import { parseApiKeys } from '../../domain/approval/api-key.ts';
import { asLedgerKey } from '../../domain/delivery/keyed-hash.ts';
import { parsePrice } from '../../domain/message/price.ts';
import { asTemplateSid } from '../../domain/message/template.ts';
import { parseTestNumbers } from '../../domain/message/test-message.ts';
import { parseSendHours } from '../../domain/policy/send-hours.ts';
import { InviteError } from '../../domain/problem/problem.ts';
import { parseTeams, type ClubTeam } from '../../domain/record/values/club-teams.ts';
import type { SettingFault, ShapedSetting } from '../../domain/set-up/setting.ts';
import type { SettingValues } from './find-settings.ts';

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/u;

const loopbackUrl = z.url({ protocol: /^https?$/u, hostname: LOOPBACK });

const text = (shape: RegExp) => z.string().check(z.regex(shape));

/** @param parse returns null for a text that is not valid */
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
  TEAMS_FILE: text(/^[^\p{Cc}]*\S[^\p{Cc}]*$/u),
  PRICE_PER_MESSAGE: parsed(parsePrice),
  LINK: parsed(linkIn),
  KEEP_UNTIL: z.iso.date(),
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
type SettingTypes = {
  readonly [Name in ShapedSetting]: z.output<(typeof SHAPES)[Name]>;
};

/**
 * All settings. REHEARSAL_FAULT is parsed by the simulator, which only a rehearsal loads, and any text
 * can be the name of a folder.
 */
export type SettingName = ShapedSetting | 'REHEARSAL_FAULT' | 'URMSTON_INVITE_HOME';

/** In the order in which faults are listed. */
export const SHAPED_SETTINGS = Object.keys(SHAPES) as readonly ShapedSetting[];

/** Parses the text of a setting. */
function readSetting<Name extends ShapedSetting>(
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

/** Whether a value has the form of the setting. */
export function isPossible(name: ShapedSetting, value: string): boolean {
  return readSetting(name, value).ok;
}

function peopleIn(given: string): number | null {
  return /^[1-9]\d{0,6}$/u.test(given) ? Number(given) : null;
}

const LONGEST_LINK = 300;

/** As it was typed, which is how a parent reads it. */
function linkIn(given: string): string | null {
  const isPlain = /^https:\/\/[^\s\p{Cc}\p{Cf}*~`]+$/iu.test(given);
  return isPlain && given.length <= LONGEST_LINK && URL.canParse(given) ? given : null;
}

function teamsIn(given: string): readonly ClubTeam[] | null {
  const teams = parseTeams(given);
  return teams.length === 0 ? null : teams;
}

function withoutSlash(address: string): string {
  const { origin, pathname } = new URL(address);
  return origin + pathname.replace(/\/+$/u, '');
}

/** The settings of a run, each parsed once. */
export type Settings = {
  /** The settings that are set and valid. */
  readonly values: Partial<SettingTypes>;
  /** The settings that are set and not valid. */
  readonly faults: readonly SettingFault[];
  /** The text of REHEARSAL_FAULT, which the simulator parses. */
  readonly rehearsalFault: string | undefined;
};

/** Parses all settings. A command refuses the faults of those that it reads. */
export function parseSettings(texts: SettingValues): Settings {
  const values: { [name: string]: unknown } = {};
  const faults: SettingFault[] = [];
  for (const name of SHAPED_SETTINGS) {
    const text = texts[name];
    if (text === undefined) continue;
    const read = readSetting(name, text);
    if (read.ok) values[name] = read.value;
    else faults.push(read.fault);
  }
  return { values, faults, rehearsalFault: texts['REHEARSAL_FAULT'] };
}

/** Why settings cannot be used. */
export type SettingProblems = {
  readonly missing: readonly ShapedSetting[];
  readonly faults: readonly SettingFault[];
};

/**
 * The needed settings that are missing, and all named ones that are malformed, in the order of the names.
 *
 * @param others settings that are read where they are set
 */
export function settingProblems(
  settings: Settings,
  needed: readonly ShapedSetting[],
  others: readonly ShapedSetting[] = [],
): SettingProblems {
  return {
    missing: needed.filter((name) => !isSet(settings, name)),
    faults: faultsIn(settings, [...needed, ...others]),
  };
}

/** The faults of these settings, in the order of the names. */
export function faultsIn(
  { faults }: Settings,
  names: readonly ShapedSetting[],
): readonly SettingFault[] {
  return names.flatMap((name) => faults.filter((fault) => fault.name === name));
}

/** Whether the setting has a value, valid or not. */
export function isSet({ values, faults }: Settings, name: ShapedSetting): boolean {
  return values[name] !== undefined || faults.some((fault) => fault.name === name);
}

/**
 * Throws for all missing and malformed settings together.
 *
 * @throws InviteError `settings_missing`, `settings_malformed`
 */
export function refuse({ missing, faults }: SettingProblems): never {
  throw new InviteError(
    missing.length > 0
      ? { code: 'settings_missing', names: missing, faults }
      : { code: 'settings_malformed', faults },
  );
}

/** @throws InviteError `settings_malformed` where any of these settings is malformed */
export function refuseMalformed(settings: Settings, names: readonly ShapedSetting[]): void {
  refuseFaults(faultsIn(settings, names));
}

/** @throws InviteError `settings_malformed` */
export function refuseFault(fault: SettingFault): never {
  refuse({ missing: [], faults: [fault] });
}

/** @throws InviteError `settings_malformed` where there are faults */
export function refuseFaults(faults: readonly SettingFault[]): void {
  if (faults.length > 0) refuse({ missing: [], faults });
}
