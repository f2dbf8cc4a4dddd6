import { homeFolder, liveLedgerFile, rehearsalLedgerFile } from '../adapters/home-folder.ts';
import { sharedLedgerIn, type SharedLedger } from '../adapters/aws-settings.ts';
import { readSettings, type SettingValues } from '../adapters/find-settings.ts';
import { sendSettings, type SendSettings } from '../adapters/settings.ts';
import { expectationOf, isPossible, malformedSettings } from '../adapters/setting-shapes.ts';
import { TWILIO_TIMEOUT_MS, type TwilioConnection } from '../adapters/twilio/client.ts';
import { twilioAccountSource } from '../adapters/twilio/account-source.ts';
import type { SetUp } from '../application/examine-set-up.ts';
import { builtInTemplate } from '../domain/built-in-template.ts';
import type { Mode } from '../domain/mode.ts';
import { InviteError } from '../domain/problem.ts';
import type { Season } from '../domain/season.ts';
import type { SetUpDetail } from '../domain/set-up.ts';
import { sharedName } from './open-stores.ts';
import { REHEARSAL_SENDER, startRehearsalTwilio } from './rehearsal-twilio.ts';
import type { Shell } from './shell.ts';

export type OpenSetUp = {
  readonly mode: Mode;
  readonly setUp: SetUp;
  /** Cuts off what nobody waits for any more. */
  readonly close: () => Promise<void>;
};

/** The real set-up, as far as the settings lead to it. */
export async function openRealSetUp(shell: Shell): Promise<OpenSetUp> {
  const home = homeFolder(shell);
  const { values, details, complete } = settingsIn(shell, home);
  const mode = values['TWILIO_BASE_URL'] === undefined ? 'live' : 'stand_in';
  const shared = sharedIn(values);
  const ledgerFile = shared === null ? liveLedgerFile(home) : sharedName(shared);
  const closing = new AbortController();
  return {
    mode,
    setUp: {
      settings: details,
      twilio:
        complete === null
          ? null
          : {
              source: sourceBehind(complete, shell, closing.signal),
              sender: complete.sender,
              templateSid: complete.templateSid,
            },
      ledgerFile,
      tryLedger: async () =>
        await (shared === null ? tryLedger(ledgerFile, mode) : tryShared(shared, mode)),
      keptSeasons: async () =>
        [
          ...new Set([
            ...(shared === null ? [] : await seasonsOf(shared)),
            ...(await seasonsIn(liveLedgerFile(home))),
            ...(await rehearsedSeasons(rehearsalLedgerFile(home))),
          ]),
        ].toSorted(),
      askWebhook: async () => await askWebhook(values['PUBLIC_URL'], closing.signal),
      clock: shell.clock,
    },
    close: async () => closing.abort(),
  };
}

/** The built-in simulator in Twilio's place. Needs no settings, and keeps no message. */
export async function openRehearsalSetUp(shell: Shell): Promise<OpenSetUp> {
  const { memoryStore } = await import('../adapters/simulator/message-store.ts');
  const ledgerFile = rehearsalLedgerFile(homeFolder(shell));
  const twilio = await startRehearsalTwilio(shell, memoryStore());
  const closing = new AbortController();
  return {
    mode: 'rehearsal',
    setUp: {
      settings: [{ code: 'settings_not_needed' }],
      twilio: {
        source: sourceBehind(twilio.connection, shell, closing.signal),
        sender: REHEARSAL_SENDER,
        templateSid: builtInTemplate().sid,
      },
      ledgerFile,
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

type FoundSettings = {
  readonly values: SettingValues;
  readonly details: readonly SetUpDetail[];
  /** Null where a send could not begin with them. */
  readonly complete: SendSettings | null;
};

/** Everything that is missing and everything that cannot be right, at once. */
function settingsIn(shell: Shell, home: string): FoundSettings {
  let values: SettingValues = {};
  try {
    values = readSettings(shell.env, shell.workingFolder, home);
    const complete = sendSettings(values);
    const odd = malformedIn(values);
    return {
      values,
      details: odd.length === 0 ? [{ code: 'settings_complete' }] : odd,
      complete,
    };
  } catch (error) {
    const problem = error instanceof InviteError ? error.problem : null;
    switch (problem?.code) {
      case 'settings_unreadable':
        return { values, details: [problem], complete: null };
      case 'settings_missing': {
        const missing = problem.names.map((name): SetUpDetail => ({
          code: 'setting_missing',
          name,
          expected: expectationOf(name) ?? '',
        }));
        return { values, details: [...missing, ...malformedIn(values)], complete: null };
      }
      case 'settings_malformed':
        return { values, details: malformedIn(values), complete: null };
      default:
        throw error;
    }
  }
}

function malformedIn(values: SettingValues): readonly SetUpDetail[] {
  return malformedSettings(values).map((fault) => ({ code: 'setting_malformed', ...fault }));
}

function sourceBehind(
  { credentials, standIn }: Pick<TwilioConnection, 'credentials' | 'standIn'>,
  { clock }: Shell,
  closed: AbortSignal,
) {
  return twilioAccountSource({ credentials, standIn, timeoutMs: TWILIO_TIMEOUT_MS, closed }, clock);
}

async function tryLedger(file: string, mode: Mode): Promise<void> {
  const { openSqliteLedger } = await import('../adapters/ledger/sqlite-ledger.ts');
  await openSqliteLedger(file, mode).close();
}

/** Null, too, where the settings for it cannot be right, which is told with them. */
function sharedIn(values: SettingValues): SharedLedger | null {
  try {
    return sharedLedgerIn(values);
  } catch (error) {
    if (error instanceof InviteError) return null;
    throw error;
  }
}

/** What a send reads first; a table that is not there, or not ours, refuses it. */
async function tryShared(place: SharedLedger, mode: Mode): Promise<void> {
  const { openDynamoStores } = await import('../adapters/ledger/dynamo-stores.ts');
  const { ledger, optOuts, replies, replyLog } = await openDynamoStores(place, mode);
  try {
    await ledger.open();
  } finally {
    await Promise.all([ledger, optOuts, replies].map(async ({ close }) => await close()));
    await replyLog.close();
  }
}

async function seasonsIn(file: string): Promise<readonly Season[]> {
  const { keptSeasons } = await import('../adapters/ledger/kept-seasons.ts');
  return keptSeasons(file);
}

async function seasonsOf(place: SharedLedger): Promise<readonly Season[]> {
  const { keptSeasonsInTable } = await import('../adapters/ledger/dynamo-kept-seasons.ts');
  return await keptSeasonsInTable(place);
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
  if (address === undefined || !isPossible('PUBLIC_URL', address)) {
    return { code: 'webhook_not_set' };
  }
  const { probeWebhook } = await import('../adapters/webhook-probe.ts');
  return await probeWebhook(address, closed);
}
