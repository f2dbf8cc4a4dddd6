import { InviteError, type SettingFault } from '../domain/problem.ts';
import { parsePrice, type Price } from '../domain/price.ts';
import { DEFAULT_SEND_HOURS, parseSendHours, type SendHours } from '../domain/send-hours.ts';

type Values = { readonly [name: string]: string | undefined };

/** What keeps a send from going wrong before its first question. */
export type GuardSettings = {
  readonly sendHours: SendHours;
  /** Null where it is not set. */
  readonly price: Price | null;
};

/**
 * The guards of a send, each with its default where it is not set.
 *
 * @throws InviteError `settings_malformed`
 */
export function guardSettings(values: Values): GuardSettings {
  const { SEND_HOURS: hours = DEFAULT_SEND_HOURS, PRICE_PER_MESSAGE: price } = values;
  const sendHours = parseSendHours(hours);
  const faults = guardFaults(values);
  if (sendHours === null || faults.length > 0) {
    throw new InviteError({ code: 'settings_malformed', faults });
  }
  return { sendHours, price: price === undefined ? null : parsePrice(price) };
}

/** Every guard's setting that cannot be right. */
export function guardFaults(values: Values): readonly SettingFault[] {
  return SHAPES.flatMap(({ parse, ...fault }) => {
    const value = values[fault.name];
    return value === undefined || parse(value) !== null ? [] : [fault];
  });
}

const SHAPES: readonly (SettingFault & { readonly parse: (value: string) => object | null })[] = [
  {
    name: 'SEND_HOURS',
    expected: 'two times of the day in the UK, as 08:00-20:30, or 00:00-24:00 for always',
    parse: parseSendHours,
  },
  {
    name: 'PRICE_PER_MESSAGE',
    expected: 'the price, its currency and the day it was looked up, as 0.0379 GBP 2026-09-01',
    parse: parsePrice,
  },
];
