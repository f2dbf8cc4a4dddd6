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
import type { Moving } from '../../adapters/storage/dynamo/ledger-table.ts';
import { LEDGER_KEY_SECRET } from '../../adapters/storage/dynamo/table-layout.ts';
import { keyFileOf } from '../../adapters/storage/ledger-key.ts';
import type { OpenLedger } from '../../adapters/storage/open-ledger.ts';
import { twilioAccountSource } from '../../adapters/twilio/account-source.ts';
import { TWILIO_TIMEOUT_MS } from '../../adapters/twilio/client.ts';
import type { SetUp } from '../../application/set-up/examine-set-up.ts';
import type { SenderExpectations } from '../../application/set-up/sender-details.ts';
import { builtInTemplate } from '../../domain/message/built-in-template.ts';
import { NEW_SENDER_LIMIT } from '../../domain/policy/people-counted.ts';
import { InviteError } from '../../domain/problem/problem.ts';
import { parseSeason, type Season } from '../../domain/record/values/season.ts';
import type { Mode } from '../../domain/set-up/mode.ts';
import type { KeyPlace, SetUpDetail } from '../../domain/set-up/set-up.ts';
import type { SettingFault } from '../../domain/set-up/setting.ts';
import type { Shell } from '../shell.ts';
import {
  openLocalLedgerIfExists,
  moveOptions,
  openSharedLedger,
  sharedLedgerName,
} from './open-stores.ts';
import { REHEARSAL_SENDER, startRehearsalTwilio } from './rehearsal-twilio.ts';
import {
  malformedSettings,
  REHEARSAL_SETTINGS,
  readRehearsalSettings,
  settingsOf,
} from './settings-of.ts';

export type OpenSetUp = {
  readonly mode: Mode;
  readonly setUp: SetUp;
  /** Cancels open requests. */
  readonly close: () => Promise<void>;
};

/** What `doctor` examines, as far as the settings are complete. */
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
          : {
              source: accountSourceFor(login, shell, closing.signal),
              sender,
              templateSid,
              ...expectationsIn(settings),
            },
      ...ledgerOf(settings, home, mode, moveOptions(shell)),
      askWebhook: async () => await askWebhook(settings.values.PUBLIC_URL, closing.signal),
      clock: shell.clock,
    },
    close: async () => closing.abort(),
  };
}

/** What `doctor --rehearse` examines: the simulator, without its kept messages. No setting is required. */
export async function openRehearsalSetUp(shell: Shell): Promise<OpenSetUp> {
  const { memoryStore } = await import('../../adapters/simulator/messages/message-store.ts');
  const home = homeFolder(shell);
  const { settings, details } = await readForDoctor(shell, rehearsalDetails);
  const { plan } = await readRehearsalSettings(settings, []);
  const ledgerFile = rehearsalLedgerFile(home);
  await moveOlderLedgers(shell, [ledgerFile]);
  const expected = expectationsIn(settings);
  const { serviceUrl } = expected;
  const twilio = await startRehearsalTwilio(shell, memoryStore(), { ...plan, serviceUrl });
  const closing = new AbortController();
  return {
    mode: 'rehearsal',
    setUp: {
      settings: details,
      twilio: {
        source: accountSourceFor(twilio.connection, shell, closing.signal),
        sender: REHEARSAL_SENDER,
        templateSid: builtInTemplate().sid,
        ...expected,
      },
      ledgerFile,
      ledgerKey: { kind: 'rehearsal' },
      tryLedger: async () => await tryLedger(ledgerFile, 'rehearsal'),
      keptSeasons: async () => await seasonsInFile(ledgerFile),
      askWebhook: async () => ({ code: 'webhook_not_asked' }),
      clock: shell.clock,
    },
    close: async () => {
      closing.abort();
      await twilio.close();
    },
  };
}

/** The settings, with the findings about them. If a file cannot be read, no setting is known. */
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

/** Every setting that a send requires and that is missing, and every malformed one. */
async function realDetails(settings: Settings): Promise<readonly SetUpDetail[]> {
  const faults = [
    ...sendSettingProblems(settings).missing.map((name): SetUpDetail => ({
      code: 'setting_missing',
      name,
    })),
    ...(await malformedSettings(settings)).map(asDetail),
  ];
  return faults.length > 0 ? faults : [{ code: 'settings_complete' }];
}

async function rehearsalDetails(settings: Settings): Promise<readonly SetUpDetail[]> {
  const { malformed } = await readRehearsalSettings(settings, REHEARSAL_SETTINGS);
  return malformed.length > 0 ? malformed.map(asDetail) : [{ code: 'settings_not_needed' }];
}

/** A malformed setting counts as one that is not set here: the check of the settings reports it. */
function expectationsIn({ values }: Settings): SenderExpectations {
  return {
    dailyLimit: values.DAILY_LIMIT ?? NEW_SENDER_LIMIT,
    serviceUrl: values.PUBLIC_URL ?? null,
  };
}

function asDetail(fault: SettingFault): SetUpDetail {
  return { code: 'setting_malformed', fault };
}

function accountSourceFor(
  { credentials, standIn }: TwilioLogin,
  { clock }: Shell,
  closed: AbortSignal,
) {
  return twilioAccountSource({ credentials, standIn, timeoutMs: TWILIO_TIMEOUT_MS, closed }, clock);
}

/**
 * Moves ledgers of older versions before anything is drawn. Other errors are ignored here: the examination
 * opens the same files and reports them.
 */
async function moveOlderLedgers(shell: Shell, files: readonly string[]): Promise<void> {
  for (const file of files) {
    try {
      // oxlint-disable-next-line no-await-in-loop -- each shows its progress on the same line
      await (await openLocalLedgerIfExists(shell, file, 'live'))?.close();
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

/** The checks of the ledger that the settings name, and of the seasons in every ledger. */
function ledgerOf(
  settings: Settings,
  home: string,
  mode: Mode,
  moving: Moving,
): Pick<SetUp, 'ledgerFile' | 'ledgerKey' | 'tryLedger' | 'keptSeasons'> {
  const file = liveLedgerFile(home);
  const shared = sharedIn(settings);
  const table = shared === null || shared === 'malformed' ? null : shared;
  return {
    ledgerFile: shared === 'malformed' ? null : table === null ? file : sharedLedgerName(table),
    ledgerKey: keyPlaceFor(file, table),
    tryLedger: async () =>
      await (table === null ? tryLedger(file, mode) : trySharedLedger(table, mode, moving)),
    keptSeasons: async () =>
      [
        ...new Set([
          ...(table === null ? [] : await seasonsInTable(table, moving)),
          ...(await seasonsInFile(file)),
          ...(await rehearsedSeasons(rehearsalLedgerFile(home))),
        ]),
      ].toSorted(),
  };
}

function keyPlaceFor(file: string, shared: SharedLedger | null): KeyPlace {
  if (shared === null) return { kind: 'file', file: keyFileOf(file) };
  return shared.key === null
    ? { kind: 'secret', name: LEDGER_KEY_SECRET }
    : { kind: 'setting', name: 'LEDGER_KEY' };
}

/** Null if the ledger is a file. Malformed settings are reported by the check of the settings. */
function sharedIn(settings: Settings): SharedLedger | 'malformed' | null {
  try {
    return sharedLedgerIn(settings);
  } catch (error) {
    if (error instanceof InviteError) return 'malformed';
    throw error;
  }
}

/** Opens the table as a send does, which fails if it is missing or is no ledger. */
async function trySharedLedger(place: SharedLedger, mode: Mode, moving: Moving): Promise<void> {
  const { ledger, close } = await openSharedLedger(place, mode, moving);
  try {
    await ledger.open();
  } finally {
    await close();
  }
}

async function seasonsInFile(file: string): Promise<readonly Season[]> {
  const { openLedgerFileIfThere } = await import('../../adapters/storage/sqlite/ledger-file.ts');
  const kept = openLedgerFileIfThere(file, 'live');
  return kept === null ? [] : await readSeasons(kept);
}

async function seasonsInTable(place: SharedLedger, moving: Moving): Promise<readonly Season[]> {
  return await readSeasons(await openSharedLedger(place, 'live', moving));
}

async function readSeasons({ seasons, close }: OpenLedger): Promise<readonly Season[]> {
  try {
    return (await seasons()).flatMap((text) => {
      const season = parseSeason(text);
      return season.ok ? [season.value] : [];
    });
  } finally {
    await close();
  }
}

/** A damaged ledger of rehearsals does not affect a real send, so its errors are ignored. */
async function rehearsedSeasons(file: string): Promise<readonly Season[]> {
  try {
    return await seasonsInFile(file);
  } catch (error) {
    if (error instanceof InviteError) return [];
    throw error;
  }
}

async function askWebhook(address: string | undefined, closed: AbortSignal): Promise<SetUpDetail> {
  // A malformed PUBLIC_URL is undefined here and is reported by the check of the settings.
  if (address === undefined) return { code: 'webhook_not_set' };
  const { probeWebhook } = await import('../../adapters/probes/webhook-probe.ts');
  return await probeWebhook(address, closed);
}
