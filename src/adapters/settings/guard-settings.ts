import { parsePrice, type Price } from '../../domain/price.ts';
import { InviteError } from '../../domain/problem.ts';
import { DEFAULT_SEND_HOURS, parseSendHours, type SendHours } from '../../domain/send-hours.ts';
import { malformedSettings, type ShapedSetting } from './setting-shapes.ts';

type Values = { readonly [name: string]: string | undefined };

/** What keeps a send from going wrong before its first question. */
export type GuardSettings = {
  readonly sendHours: SendHours;
  /** Null where it is not set. */
  readonly price: Price | null;
};

/** The settings of the guards. */
export const GUARDS = [
  'SEND_HOURS',
  'PRICE_PER_MESSAGE',
] as const satisfies readonly ShapedSetting[];

/**
 * The guards of a send, each with its default where it is not set.
 *
 * @throws InviteError `settings_malformed`
 */
export function guardSettings(values: Values): GuardSettings {
  const { SEND_HOURS: hours = DEFAULT_SEND_HOURS, PRICE_PER_MESSAGE: price } = values;
  const sendHours = parseSendHours(hours);
  const faults = malformedSettings(values, GUARDS);
  if (sendHours === null || faults.length > 0) {
    throw new InviteError({ code: 'settings_malformed', faults });
  }
  return { sendHours, price: price === undefined ? null : parsePrice(price) };
}
