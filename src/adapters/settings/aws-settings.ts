import type { LedgerKey } from '../../domain/delivery/keyed-hash.ts';
import { isSet, refuse, refuseMalformed, type Settings, settingProblems } from './settings.ts';

/** The table of a ledger that several operators share. */
export type SharedLedger = {
  readonly table: string;
  readonly region: string;
  /** Null where it is read from AWS. */
  readonly key: LedgerKey | null;
};

export type QueueAddress = { readonly url: string; readonly region: string };

const DEFAULT_REGION = 'eu-north-1';

/**
 * The shared ledger; null where the ledger is a file on this computer.
 *
 * @throws InviteError `settings_malformed`
 */
export function sharedLedgerIn(settings: Settings): SharedLedger | null {
  if (!isSet(settings, 'LEDGER_TABLE')) return null;
  refuseMalformed(settings, ['LEDGER_TABLE', 'LEDGER_KEY', 'AWS_REGION']);
  const { LEDGER_TABLE: table, LEDGER_KEY: key = null, AWS_REGION: region } = settings.values;
  return table === undefined ? null : { table, region: region ?? DEFAULT_REGION, key };
}

/**
 * The queue of a send through AWS, whose worker uses the same ledger.
 *
 * @throws InviteError `settings_missing`, `settings_malformed`
 */
export function queueIn(settings: Settings): QueueAddress {
  const problems = settingProblems(settings, ['LEDGER_TABLE', 'INVITE_QUEUE_URL'], ['AWS_REGION']);
  if (problems.missing.length > 0) {
    refuse({
      missing: problems.missing,
      faults: problems.missing.map((name) => ({ code: 'shape', name })),
    });
  }
  const { LEDGER_TABLE: table, INVITE_QUEUE_URL: url, AWS_REGION: region } = settings.values;
  if (problems.faults.length > 0 || table === undefined || url === undefined) refuse(problems);
  return { url, region: region ?? DEFAULT_REGION };
}
