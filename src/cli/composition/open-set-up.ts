import {
  homeFolder,
  liveLedgerFile,
  rehearsalLedgerFile,
} from '../../adapters/files/home-folder.ts';
import { sharedLedgerIn, type SharedLedger } from '../../adapters/settings/aws-settings.ts';
import { modeOf } from '../../adapters/settings/run-settings.ts';
import {
  sendSettingProblems,
  twilioSettings,
  type TwilioLogin,
} from '../../adapters/settings/send-settings.ts';
import { parseSettings, type Settings } from '../../adapters/settings/settings.ts';
import { TWILIO_TIMEOUT_MS } from '../../adapters/twilio/client.ts';
import { twilioAccountSource } from '../../adapters/twilio/account-source.ts';
import { LEDGER_KEY_SECRET } from '../../adapters/storage/dynamo/table-layout.ts';
import type { Kept } from '../../adapters/storage/kept.ts';
import { keyFileOf } from '../../adapters/storage/ledger-key.ts';
import type { SetUp } from '../../application/set-up/examine-set-up.ts';
import { builtInTemplate } from '../../domain/message/built-in-template.ts';
import type { Mode } from '../../domain/set-up/mode.ts';
import { InviteError } from '../../domain/problem/problem.ts';
import type { SettingFault } from '../../domain/set-up/setting.ts';
import { parseSeason, type Season } from '../../domain/record/values/season.ts';
import type { KeyPlace, SetUpDetail } from '../../domain/set-up/set-up.ts';
import { openLedgerHereIfThere, movingBy, openShared, sharedName } from './open-stores.ts';
import type { Moving } from '../../adapters/storage/dynamo/ledger-table.ts';
import { everyMalformed, REHEARSED, rehearsalSettings, settingsOf } from './settings-of.ts';
import { REHEARSAL_SENDER, startRehearsalTwilio } from './rehearsal-twilio.ts';
import type { Shell } from '../shell.ts';

export type OpenSetUp = {
  readonly mode: Mode;
  readonly setUp: SetUp;
  /** Cuts off what nobody waits for any more. */
  readonly close: () => Promise<void>;
};

/** The real set-up, as far as the settings lead to it. */
export async function openRealSetUp(shell: Shell): Promise<OpenSetUp> {
  const home = homeFolder(shell);
  const { settings, details } = await readForDoctor(shell, realDetails);
  const { login, sender, templateSid } = twilioSettings(settings);
  const mode = modeOf(settings);
  await moveOlderLedgers(shell, [liveLedgerFile(home), rehearsalLedgerFile(home)]);
  const closing = new AbortController();
  return {
    mode,
    setUp: {
      settings: details,
      twilio:
        login === null
          ? null
          : { source: sourceBehind(login, shell, closing.signal), sender, templateSid },
      ...ledgerOf(settings, home, mode, movingBy(shell)),
      askWebhook: async () => await askWebhook(settings.values.PUBLIC_URL, closing.signal),
      clock: shell.clock,
    },
    close: async () => closing.abort(),
  };
}

/** The built-in simulator in Twilio's place. Needs no settings, and keeps no message. */
export async function openRehearsalSetUp(shell: Shell): Promise<OpenSetUp> {
  const { memoryStore } = await import('../../adapters/simulator/messages/message-store.ts');
  const home = homeFolder(shell);
  const { settings, details } = await readForDoctor(shell, rehearsalDetails);
  const { plan } = await rehearsalSettings(settings, []);
  const ledgerFile = rehearsalLedgerFile(home);
  await moveOlderLedgers(shell, [ledgerFile]);
  const twilio = await startRehearsalTwilio(shell, memoryStore(), plan ?? {});
  const closing = new AbortController();
  return {
    mode: 'rehearsal',
    setUp: {
      settings: details,
      twilio: {
        source: sourceBehind(twilio.connection, shell, closing.signal),
        sender: REHEARSAL_SENDER,
        templateSid: builtInTemplate().sid,
      },
      ledgerFile,
      ledgerKey: { kind: 'rehearsal' },
      tryLedger: async () => await tryLedger(ledgerFile, 'rehearsal'),
      keptSeasons: async () => await seasonsIn(ledgerFile),
      askWebhook: async () => ({ code: 'webhook_not_asked' }),
      clock: shell.clock,
    },
    close: async () => {
      closing.abort();
      await twilio.close();
    },
  };
}

/** The settings and the findings about them. A file that cannot be read hides all of them. */
async function readForDoctor(
  shell: Shell,
  detailsOf: (settings: Settings) => Promise<readonly SetUpDetail[]>,
): Promise<{ readonly settings: Settings; readonly details: readonly SetUpDetail[] }> {
  try {
    const settings = settingsOf(shell);
    return { settings, details: await detailsOf(settings) };
  } catch (error) {
    const problem = error instanceof InviteError ? error.problem : null;
    if (problem?.code !== 'settings_unreadable') throw error;
    return { settings: parseSettings({}), details: [problem] };
  }
}

/** Every setting that a send lacks, and every malformed one, whichever command reads it. */
async function realDetails(settings: Settings): Promise<readonly SetUpDetail[]> {
  const faults = [
    ...sendSettingProblems(settings).missing.map((name): SetUpDetail => ({
      code: 'setting_missing',
      name,
    })),
    ...(await everyMalformed(settings)).map(asDetail),
  ];
  return faults.length > 0 ? faults : [{ code: 'settings_complete' }];
}

async function rehearsalDetails(settings: Settings): Promise<readonly SetUpDetail[]> {
  const { malformed } = await rehearsalSettings(settings, REHEARSED);
  return malformed.length > 0 ? malformed.map(asDetail) : [{ code: 'settings_not_needed' }];
}

function asDetail(fault: SettingFault): SetUpDetail {
  return { code: 'setting_malformed', fault };
}

function sourceBehind(
  { credentials, standIn }: TwilioLogin,
  { clock }: Shell,
  closed: AbortSignal,
) {
  return twilioAccountSource({ credentials, standIn, timeoutMs: TWILIO_TIMEOUT_MS, closed }, clock);
}

/** Shown before anything else is drawn. Why a ledger cannot be opened is found again by the examination. */
async function moveOlderLedgers(shell: Shell, files: readonly string[]): Promise<void> {
  for (const file of files) {
    try {
      // oxlint-disable-next-line no-await-in-loop -- one after the other, as they are shown
      await (await openLedgerHereIfThere(shell, file, 'live'))?.close();
    } catch (error) {
      const problem = error instanceof InviteError ? error.problem : null;
      if (problem === null || problem.code === 'stopped_by_hand') throw error;
    }
  }
}

async function tryLedger(file: string, mode: Mode): Promise<void> {
  const { openLedgerFile } = await import('../../adapters/storage/sqlite/ledger-file.ts');
  await openLedgerFile(file, mode).close();
}

/** The ledger that the settings name, and all those that name people. */
function ledgerOf(
  settings: Settings,
  home: string,
  mode: Mode,
  moving: Moving,
): Pick<SetUp, 'ledgerFile' | 'ledgerKey' | 'tryLedger' | 'keptSeasons'> {
  const file = liveLedgerFile(home);
  const shared = sharedIn(settings);
  const ofShared = shared === null || shared === 'malformed' ? null : shared;
  return {
    ledgerFile: shared === 'malformed' ? null : ofShared === null ? file : sharedName(ofShared),
    ledgerKey: keyPlaceOf(file, ofShared),
    tryLedger: async () =>
      await (ofShared === null ? tryLedger(file, mode) : tryShared(ofShared, mode, moving)),
    keptSeasons: async () =>
      [
        ...new Set([
          ...(ofShared === null ? [] : await seasonsOf(ofShared, moving)),
          ...(await seasonsIn(file)),
          ...(await rehearsedSeasons(rehearsalLedgerFile(home))),
        ]),
      ].toSorted(),
  };
}

function keyPlaceOf(file: string, shared: SharedLedger | null): KeyPlace {
  if (shared === null) return { kind: 'file', file: keyFileOf(file) };
  return shared.key === null
    ? { kind: 'secret', name: LEDGER_KEY_SECRET }
    : { kind: 'setting', name: 'LEDGER_KEY' };
}

/** Null where the ledger is a file of this computer; what is malformed is told with the settings. */
function sharedIn(settings: Settings): SharedLedger | 'malformed' | null {
  try {
    return sharedLedgerIn(settings);
  } catch (error) {
    if (error instanceof InviteError) return 'malformed';
    throw error;
  }
}

/** What a send reads first; a table that is not there, or not ours, refuses it. */
async function tryShared(place: SharedLedger, mode: Mode, moving: Moving): Promise<void> {
  const { ledger, close } = await openShared(place, mode, moving);
  try {
    await ledger.open();
  } finally {
    await close();
  }
}

async function seasonsIn(file: string): Promise<readonly Season[]> {
  const { openLedgerFileIfThere } = await import('../../adapters/storage/sqlite/ledger-file.ts');
  const kept = openLedgerFileIfThere(file, 'live');
  return kept === null ? [] : await seasonsKept(kept);
}

async function seasonsOf(place: SharedLedger, moving: Moving): Promise<readonly Season[]> {
  return await seasonsKept(await openShared(place, 'live', moving));
}

async function seasonsKept({ seasons, close }: Kept): Promise<readonly Season[]> {
  try {
    return (await seasons()).flatMap((text) => {
      const season = parseSeason(text);
      return season.ok ? [season.value] : [];
    });
  } finally {
    await close();
  }
}

/** What is wrong with the file of rehearsals is no fault of what a send rests on. */
async function rehearsedSeasons(file: string): Promise<readonly Season[]> {
  try {
    return await seasonsIn(file);
  } catch (error) {
    if (error instanceof InviteError) return [];
    throw error;
  }
}

async function askWebhook(address: string | undefined, closed: AbortSignal): Promise<SetUpDetail> {
  // One that is malformed is told with the settings.
  if (address === undefined) return { code: 'webhook_not_set' };
  const { probeWebhook } = await import('../../adapters/probes/webhook-probe.ts');
  return await probeWebhook(address, closed);
}
