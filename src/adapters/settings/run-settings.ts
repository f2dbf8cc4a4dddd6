import type { Price } from '../../domain/message/price.ts';
import {
  examplesAmong,
  parseTestNumbers,
  type TestNumber,
} from '../../domain/message/test-message.ts';
import { NEW_SENDER_LIMIT } from '../../domain/policy/people-counted.ts';
import {
  DEFAULT_SEND_HOURS,
  parseSendHours,
  type SendHours,
} from '../../domain/policy/send-hours.ts';
import type { ClubTeam } from '../../domain/record/values/club-teams.ts';
import type { Mode } from '../../domain/set-up/mode.ts';
import type { ShapedSetting } from '../../domain/set-up/setting.ts';
import { isSet, refuseMalformed, type Settings, refuse, refuseFaults } from './settings.ts';

/** The settings that limit a send. */
export type GuardSettings = {
  readonly sendHours: SendHours;
  /** Null where it is not set. */
  readonly price: Price | null;
};

const GUARDS = ['SEND_HOURS', 'PRICE_PER_MESSAGE'] as const satisfies readonly ShapedSetting[];

/** The settings that every run with a ledger reads, including a rehearsal. */
export const EVERY_RUN = [
  'DAILY_LIMIT',
  'TEAMS',
  'TEAMS_FILE',
  'OPERATOR',
  ...GUARDS,
] as const satisfies readonly ShapedSetting[];

/** Twilio or a stand-in. A malformed address counts as a stand-in, so that nothing goes to Twilio. */
export function modeOf(settings: Settings): Exclude<Mode, 'rehearsal'> {
  return isSet(settings, 'TWILIO_BASE_URL') ? 'stand_in' : 'live';
}

/**
 * The mode whose ledger a run uses.
 *
 * @throws InviteError `settings_malformed`, but not for a rehearsal
 */
export function runMode(settings: Settings, isRehearsal: boolean): Mode {
  return isRehearsal ? 'rehearsal' : realMode(settings);
}

/**
 * The mode of a run that is no rehearsal.
 *
 * @throws InviteError `settings_malformed`
 */
export function realMode(settings: Settings): Exclude<Mode, 'rehearsal'> {
  refuseMalformed(settings, ['TWILIO_BASE_URL']);
  return modeOf(settings);
}

/**
 * The name of the operator for the ledger.
 *
 * @param loginName used where OPERATOR is not set
 * @throws InviteError `settings_malformed`
 */
export function operatorName(settings: Settings, loginName: string): string {
  refuseMalformed(settings, ['OPERATOR']);
  return settings.values.OPERATOR ?? loginName;
}

/**
 * The teams of the club; empty where TEAMS is not set.
 *
 * @throws InviteError `settings_malformed`
 */
export function clubTeams(settings: Settings): readonly ClubTeam[] {
  refuseMalformed(settings, ['TEAMS']);
  return settings.values.TEAMS ?? [];
}

/**
 * The file of the teams' sheet; null where TEAMS_FILE is not set.
 *
 * @throws InviteError `settings_malformed`
 */
export function teamsFileIn(settings: Settings): string | null {
  refuseMalformed(settings, ['TEAMS_FILE']);
  return settings.values.TEAMS_FILE ?? null;
}

/**
 * The day from which the operator is reminded to forget past seasons, as 2027-06-30; null where it is not set.
 *
 * @throws InviteError `settings_malformed`
 */
export function keepUntil(settings: Settings): string | null {
  refuseMalformed(settings, ['KEEP_UNTIL']);
  return settings.values.KEEP_UNTIL ?? null;
}

/**
 * The number of people who may get a message in 24 hours. Default: WhatsApp's limit for a new sender.
 *
 * @throws InviteError `settings_malformed`
 */
export function dailyLimit(settings: Settings): number {
  refuseMalformed(settings, ['DAILY_LIMIT']);
  return settings.values.DAILY_LIMIT ?? NEW_SENDER_LIMIT;
}

/**
 * The settings that limit a send, with their defaults.
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

/** The number of a rehearsal where TEST_NUMBERS is not set. */
const REHEARSED = '07700 900001';

const NO_EXAMPLES = { code: 'example_numbers', name: 'TEST_NUMBERS' } as const;

/**
 * The numbers to which test messages may go.
 *
 * @throws InviteError `settings_missing`, `settings_malformed`
 */
export function testNumbers(settings: Settings, mode: Mode): readonly TestNumber[] {
  refuseMalformed(settings, ['TEST_NUMBERS']);
  const set = settings.values['TEST_NUMBERS'];
  const numbers = set ?? (mode === 'rehearsal' ? parseTestNumbers(REHEARSED) : null);
  if (numbers === null) refuse({ missing: ['TEST_NUMBERS'], faults: [] });
  refuseFaults(mode === 'live' && examplesAmong(numbers).length > 0 ? [NO_EXAMPLES] : []);
  return numbers;
}
