import { InviteError, type SettingFault } from '../../domain/problem.ts';
import type { SettingValues } from './find-settings.ts';
import { expectationOf, refuseMalformed, type ShapedSetting } from './setting-shapes.ts';

/** A ledger that several operators share, and where it is. */
export type SharedLedger = { readonly table: string; readonly region: string };

export type QueueAddress = { readonly url: string; readonly region: string };

const DEFAULT_REGION = 'eu-north-1';

/**
 * Null where the ledger is a file of this computer.
 *
 * @throws InviteError `settings_malformed`
 */
export function sharedLedgerIn(values: SettingValues): SharedLedger | null {
  const table = values['LEDGER_TABLE'];
  if (table === undefined) return null;
  return { table, region: regionOf(values, ['LEDGER_TABLE']) };
}

/**
 * The queue of a send by way of AWS, where a worker has the same ledger.
 *
 * @throws InviteError `settings_missing`, `settings_malformed`
 */
export function queueIn(values: SettingValues): QueueAddress {
  const needed = ['LEDGER_TABLE', 'INVITE_QUEUE_URL'] as const;
  const names = needed.filter((name) => values[name] === undefined);
  if (names.length > 0) {
    const faults = names.map((name): SettingFault => ({
      name,
      expected: expectationOf(name) ?? '',
    }));
    throw new InviteError({ code: 'settings_missing', names, faults });
  }
  return { url: values['INVITE_QUEUE_URL'] ?? '', region: regionOf(values, needed) };
}

function regionOf(values: SettingValues, beside: readonly ShapedSetting[]): string {
  refuseMalformed(values, [...beside, 'AWS_REGION']);
  return values['AWS_REGION'] ?? DEFAULT_REGION;
}
