import {
  homeFolder,
  liveLedgerFile,
  rehearsalLedgerFile,
} from '../../adapters/files/home-folder.ts';
import { modeOf } from '../../adapters/settings/run-settings.ts';
import {
  sendSettingProblems,
  twilioSettings,
  type TwilioLogin,
} from '../../adapters/settings/send-settings.ts';
import { parseSettings, type Settings } from '../../adapters/settings/settings.ts';
import { twilioAccountSource } from '../../adapters/twilio/account-source.ts';
import { TWILIO_TIMEOUT_MS } from '../../adapters/twilio/client.ts';
import type { SetUp } from '../../application/set-up/examine-set-up.ts';
import type { SenderExpectations } from '../../application/set-up/sender-details.ts';
import { builtInTemplate } from '../../domain/message/built-in-template.ts';
import { NEW_SENDER_LIMIT } from '../../domain/policy/people-counted.ts';
import { InviteError } from '../../domain/problem/problem.ts';
import type { Mode } from '../../domain/set-up/mode.ts';
import type { SetUpDetail } from '../../domain/set-up/set-up.ts';
import type { SettingFault } from '../../domain/set-up/setting.ts';
import type { Shell } from '../shell.ts';
import { ledgerOf, rehearsalLedgerOf } from './ledger-set-up.ts';
import { openLocalLedgerIfExists, moveOptions, refuseUnsafePlace } from './open-stores.ts';
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
  const ledger = ledgerOf(settings, home, mode, moveOptions(shell));
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
      ...ledger,
      tryLedger: async () => {
        refuseUnsafePlace(shell, settings, mode);
        await ledger.tryLedger();
      },
      keepUntil: settings.values.KEEP_UNTIL ?? null,
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
      ...rehearsalLedgerOf(ledgerFile),
      keepUntil: settings.values.KEEP_UNTIL ?? null,
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

async function askWebhook(address: string | undefined, closed: AbortSignal): Promise<SetUpDetail> {
  // A malformed PUBLIC_URL is undefined here and is reported by the check of the settings.
  if (address === undefined) return { code: 'webhook_not_set' };
  const { probeWebhook } = await import('../../adapters/probes/webhook-probe.ts');
  return await probeWebhook(address, closed);
}
