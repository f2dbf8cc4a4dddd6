import { setTimeout as pause } from 'node:timers/promises';
import { sharedLedgerIn } from '../../adapters/settings/aws-settings.ts';
import type { SettingValues } from '../../adapters/settings/find-settings.ts';
import {
  parseSettings,
  refuse,
  type Settings,
  settingProblems,
} from '../../adapters/settings/settings.ts';
import type { DynamoPlace } from '../../adapters/storage/dynamo/connect.ts';
import type { Clock, Wait } from '../../application/ports/clock.ts';
import { REGION } from '../names.ts';
import { awsStores, parsedSource, settingsSource, type SettingsSource } from './settings-source.ts';
import { modeOf } from '../../adapters/settings/run-settings.ts';
import { openLedgerTable } from '../../adapters/storage/dynamo/ledger-table.ts';
import type { Kept } from '../../adapters/storage/kept.ts';

export const clock: Clock = { now: () => new Date() };

export const wait: Wait = async (milliseconds, ended) => {
  await pause(milliseconds, undefined, { signal: ended }).catch(() => {});
};

/**
 * The settings of this function, read when they are first needed.
 *
 * @param env names where the values are, and holds no secret itself
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

/** How long before its end a function is to have written down what it knows. */
export const WRITES_WITHIN_MS = 3000;

/**
 * Twilio may itself need some 26 s to give up; a function cannot wait for that. An outcome that is not
 * known by then is settled by the callback, or by asking Twilio.
 */
export const TWILIO_WITHIN_MS = 12_000;

/** From when on a send is begun until its outcome is known: that of Twilio, and what the ledger is told. */
export const LONGEST_SEND_MS = TWILIO_WITHIN_MS + 3000;

export type TimeLeft = {
  /** Fires when nothing may be waited for any more, so that what is not known is written down as that. */
  readonly closing: AbortSignal;
  /** Fires when a send could not be waited for to its end. */
  readonly tooLate: AbortSignal;
};

/** @param msLeft until whoever waits for the answer gives up */
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
 * The ledger of this function, opened when it is first needed and kept from then on. What keeps it from
 * being opened is tried again by the next request.
 *
 * @param own the settings of the function's environment
 */
export function ledgerOnAws(own: Settings, source: SettingsSource): () => Promise<Kept> {
  let opening: Promise<Kept> | null = null;
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

/** @throws InviteError `settings_missing`, `settings_malformed`, and what `openLedgerTable` does */
async function open(own: Settings, source: SettingsSource): Promise<Kept> {
  const settings = await source.settings();
  const key = settings.values.LEDGER_KEY ?? refuse(settingProblems(settings, ['LEDGER_KEY']));
  return await openLedgerTable(ledgerPlace(own), modeOf(own), key);
}
