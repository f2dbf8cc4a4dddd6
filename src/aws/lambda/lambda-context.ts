import { setTimeout as pause } from 'node:timers/promises';
import { sharedLedgerIn } from '../../adapters/settings/aws-settings.ts';
import type { SettingValues } from '../../adapters/settings/find-settings.ts';
import { modeOf } from '../../adapters/settings/run-settings.ts';
import {
  parseSettings,
  refuse,
  type Settings,
  settingProblems,
} from '../../adapters/settings/settings.ts';
import type { DynamoPlace } from '../../adapters/storage/dynamo/connection.ts';
import { openLedgerTable } from '../../adapters/storage/dynamo/ledger-table.ts';
import type { ServiceLedger } from '../../adapters/storage/service-ledger.ts';
import type { Clock, Wait } from '../../application/ports/clock.ts';
import { REGION } from '../names.ts';
import { awsStores, parsedSource, settingsSource, type SettingsSource } from './settings-source.ts';

export const clock: Clock = { now: () => new Date() };

export const wait: Wait = async (milliseconds, ended) => {
  await pause(milliseconds, undefined, { signal: ended }).catch(() => {});
};

/**
 * The settings of this function, read on first use.
 *
 * @param env names the places of the values, and holds no secret
 */
export function sourceFor(env: SettingValues): SettingsSource {
  const { AWS_REGION: region = REGION } = parseSettings(env).values;
  let stores: ReturnType<typeof awsStores> | null = null;
  const opened = async () => await (stores ??= awsStores({ region }));
  const source = settingsSource(env, {
    secrets: { read: async (...asked) => await (await opened()).secrets.read(...asked) },
    parameters: { read: async (...asked) => await (await opened()).parameters.read(...asked) },
  });
  return parsedSource(source);
}

/** @throws InviteError `settings_missing`, `settings_malformed` */
function ledgerPlace(settings: Settings): DynamoPlace {
  return sharedLedgerIn(settings) ?? refuse({ missing: ['LEDGER_TABLE'], faults: [] });
}

/** How long before its end a function must have recorded what it knows. */
export const WRITES_WITHIN_MS = 3000;

/**
 * Twilio itself may take some 26 s to fail, which a function cannot wait for. An outcome that is not
 * known by then is settled by a callback, or by searching Twilio's message list.
 */
export const TWILIO_WITHIN_MS = 12_000;

/** The longest time from the start of a send to its recorded outcome. */
export const LONGEST_SEND_MS = TWILIO_WITHIN_MS + 3000;

export type TimeLeft = {
  /** Fires when nothing may be waited for any more: unknown outcomes are recorded as unknown. */
  readonly closing: AbortSignal;
  /** Fires when there is not enough time left for a send. */
  readonly tooLate: AbortSignal;
};

/** @param msLeft until the caller's timeout, in milliseconds */
export function timeLeft(msLeft: number): TimeLeft {
  return {
    closing: firesIn(msLeft - WRITES_WITHIN_MS),
    tooLate: firesIn(msLeft - WRITES_WITHIN_MS - LONGEST_SEND_MS),
  };
}

function firesIn(milliseconds: number): AbortSignal {
  return milliseconds > 0 ? AbortSignal.timeout(milliseconds) : AbortSignal.abort();
}

/**
 * The ledger of this function, opened on first use and kept. A failure to open it is retried by the
 * next request.
 *
 * @param own the settings in the function's environment
 */
export function ledgerOnAws(own: Settings, source: SettingsSource): () => Promise<ServiceLedger> {
  let opening: Promise<ServiceLedger> | null = null;
  return async () => {
    opening ??= open(own, source);
    try {
      return await opening;
    } catch (error) {
      opening = null;
      throw error;
    }
  };
}

/** @throws InviteError `settings_missing`, `settings_malformed`, and the errors of `openLedgerTable` */
async function open(own: Settings, source: SettingsSource): Promise<ServiceLedger> {
  const settings = await source.settings();
  const key = settings.values.LEDGER_KEY ?? refuse(settingProblems(settings, ['LEDGER_KEY']));
  return await openLedgerTable(ledgerPlace(own), modeOf(own), key);
}
