import { InviteError, type SettingFault } from '../domain/problem.ts';
import { DEFAULT_SEND_HOURS, parseSendHours, type SendHours } from '../domain/send-hours.ts';

type Values = { readonly [name: string]: string | undefined };

/** What keeps a send from going wrong before its first question. */
export type GuardSettings = {
  readonly sendHours: SendHours;
};

/**
 * The guards of a send, each with its default where it is not set.
 *
 * @throws InviteError `settings_malformed`
 */
export function guardSettings(values: Values): GuardSettings {
  const sendHours = parseSendHours(values['SEND_HOURS'] ?? DEFAULT_SEND_HOURS);
  if (sendHours === null) {
    throw new InviteError({ code: 'settings_malformed', faults: guardFaults(values) });
  }
  return { sendHours };
}

/** Every guard's setting that cannot be right. */
export function guardFaults(values: Values): readonly SettingFault[] {
  const { SEND_HOURS: hours } = values;
  return hours !== undefined && parseSendHours(hours) === null ? [SEND_HOURS_FAULT] : [];
}

const SEND_HOURS_FAULT: SettingFault = {
  name: 'SEND_HOURS',
  expected: 'two times of the day in the UK, as 08:00-20:30, or 00:00-24:00 for always',
};
