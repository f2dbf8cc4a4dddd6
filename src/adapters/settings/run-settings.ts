import type { ClubTeam } from '../../domain/record/values/club-teams.ts';
import { NEW_SENDER_LIMIT } from '../../domain/policy/people-counted.ts';
import type { Mode } from '../../domain/set-up/mode.ts';
import type { Price } from '../../domain/message/price.ts';
import {
  DEFAULT_SEND_HOURS,
  parseSendHours,
  type SendHours,
} from '../../domain/policy/send-hours.ts';
import type { ShapedSetting } from '../../domain/set-up/setting.ts';
import { isSet, refuseMalformed, type Settings, refuse, refuseFaults } from './settings.ts';
import {
  examplesAmong,
  parseTestNumbers,
  type TestNumber,
} from '../../domain/message/test-message.ts';

/** What keeps a send from going wrong before its first question. */
export type GuardSettings = {
  readonly sendHours: SendHours;
  /** Null where it is not set. */
  readonly price: Price | null;
};

/** The settings of the guards. */
const GUARDS = ['SEND_HOURS', 'PRICE_PER_MESSAGE'] as const satisfies readonly ShapedSetting[];

/** What every run reads that writes to a ledger, a rehearsal too. */
export const EVERY_RUN = [
  'DAILY_LIMIT',
  'TEAMS',
  'OPERATOR',
  ...GUARDS,
] as const satisfies readonly ShapedSetting[];

/** Twilio, or what stands in for it. A malformed address is a stand-in: it must not lead to Twilio. */
export function modeOf(settings: Settings): Exclude<Mode, 'rehearsal'> {
  return isSet(settings, 'TWILIO_BASE_URL') ? 'stand_in' : 'live';
}

/**
 * Whose record a run reads and writes.
 *
 * @throws InviteError `settings_malformed` where it is no rehearsal
 */
export function runMode(settings: Settings, isRehearsal: boolean): Mode {
  return isRehearsal ? 'rehearsal' : realMode(settings);
}

/**
 * Whose record a run that is no rehearsal reads and writes.
 *
 * @throws InviteError `settings_malformed`
 */
export function realMode(settings: Settings): Exclude<Mode, 'rehearsal'> {
  refuseMalformed(settings, ['TWILIO_BASE_URL']);
  return modeOf(settings);
}

/**
 * Whose yes it is, for the ledger.
 *
 * @param loginName who it is where nothing is set
 * @throws InviteError `settings_malformed`
 */
export function operatorName(settings: Settings, loginName: string): string {
  refuseMalformed(settings, ['OPERATOR']);
  return settings.values.OPERATOR ?? loginName;
}

/**
 * The teams that the club has; none where they are not set.
 *
 * @throws InviteError `settings_malformed`
 */
export function clubTeams(settings: Settings): readonly ClubTeam[] {
  refuseMalformed(settings, ['TEAMS']);
  return settings.values.TEAMS ?? [];
}

/**
 * How many people may be written to in 24 hours: what WhatsApp allows a new sender, unless it is set.
 *
 * @throws InviteError `settings_malformed`
 */
export function dailyLimit(settings: Settings): number {
  refuseMalformed(settings, ['DAILY_LIMIT']);
  return settings.values.DAILY_LIMIT ?? NEW_SENDER_LIMIT;
}

/**
 * The guards of a send, each with its default where it is not set.
 *
 * @throws InviteError `settings_malformed`
 */
export function guardSettings(settings: Settings): GuardSettings {
  refuseMalformed(settings, GUARDS);
  const { SEND_HOURS: sendHours = usualHours(), PRICE_PER_MESSAGE: price = null } = settings.values;
  return { sendHours, price };
}

function usualHours(): SendHours {
  const hours = parseSendHours(DEFAULT_SEND_HOURS);
  if (hours === null) throw new Error(`${DEFAULT_SEND_HOURS} are no hours.`);
  return hours;
}

const NAME = 'TEST_NUMBERS';

/** A rehearsal needs no settings, and reaches nobody. */
const REHEARSED = '07700 900001';

const NO_EXAMPLES = { code: 'example_numbers', name: NAME } as const;

/**
 * The operator's own phones.
 *
 * @throws InviteError `settings_missing`, `settings_malformed`
 */
export function testNumbers(settings: Settings, mode: Mode): readonly TestNumber[] {
  refuseMalformed(settings, [NAME]);
  const set = settings.values[NAME];
  const numbers = set ?? (mode === 'rehearsal' ? parseTestNumbers(REHEARSED) : null);
  if (numbers === null) refuse({ missing: [NAME], faults: [] });
  refuseFaults(mode === 'live' && examplesAmong(numbers).length > 0 ? [NO_EXAMPLES] : []);
  return numbers;
}
