import { homeFolder, rehearsalLedgerFile } from '../../adapters/files/home-folder.ts';
import { overruledSettings, type OverruledSetting } from '../../adapters/settings/find-settings.ts';
import {
  dailyLimit,
  EVERY_RUN,
  guardSettings,
  operatorName,
  type GuardSettings,
} from '../../adapters/settings/run-settings.ts';
import { sendSettings } from '../../adapters/settings/send-settings.ts';
import { refuseFaults, type Settings } from '../../adapters/settings/settings.ts';
import { keepingTemplates } from '../../adapters/files/template-cache.ts';
import { twilioAccountSource } from '../../adapters/twilio/account-source.ts';
import { TWILIO_TIMEOUT_MS, type TwilioConnection } from '../../adapters/twilio/client.ts';
import { twilioDeliveries, twilioMessageLog } from '../../adapters/twilio/message-log.ts';
import { twilioGateway } from '../../adapters/twilio/gateway.ts';
import { twilioSentMessages } from '../../adapters/twilio/sent-messages.ts';
import { twilioTemplateSource } from '../../adapters/twilio/template-source.ts';
import type { AccountSource } from '../../application/ports/account-source.ts';
import type { Deliveries } from '../../application/follow-up/follow-delivery.ts';
import type { Clock, MessageGateway, TemplateSource } from '../../application/ports/ports.ts';
import type { MessageLog, SentMessages } from '../../application/ports/twilio-ports.ts';
import type { ReplyGateway } from '../../application/replies/send-reply.ts';
import { builtInTemplate } from '../../domain/message/built-in-template.ts';
import { callbackUrl } from '../../domain/set-up/callback-url.ts';
import type { Mode } from '../../domain/set-up/mode.ts';
import type { AttemptId } from '../../domain/delivery/ids.ts';
import type { TemplateSid } from '../../domain/message/template.ts';
import { REHEARSAL_SENDER, startRehearsalTwilio, type RehearsalPlan } from './rehearsal-twilio.ts';
import { rehearsalSettings } from './settings-of.ts';
import { fileStores, openStores, type Stores } from './open-stores.ts';
import type { Waiting } from '../../adapters/storage/sqlite/sqlite-store.ts';
import type { Shell } from '../shell.ts';

/** What a send needs from the world, and how real that world is. */
export type World = Stores & {
  readonly mode: Mode;
  readonly accountSid: string;
  /** `whatsapp:` and an E.164 number. */
  readonly sender: string;
  readonly gateway: MessageGateway & ReplyGateway;
  readonly templates: TemplateSource;
  readonly sentMessages: SentMessages;
  readonly messageLog: MessageLog;
  readonly deliveries: Deliveries;
  /** What Twilio tells of the account; null where nobody is to be asked. */
  readonly accountSource: Pick<AccountSource, 'account' | 'balance'> | null;
  readonly senderSource: Pick<AccountSource, 'senders'>;
  /** Settings of which another value stands in a place that does not count. */
  readonly overruled: readonly OverruledSetting[];
  /** How long Twilio may take to show a message in its list, in milliseconds. */
  readonly showsUpWithinMs: number;
  readonly operatorName: string;
  /** How many people may be written to in 24 hours. */
  readonly dailyLimit: number;
  readonly guards: GuardSettings;
  /** Cuts off what nobody waits for any more. */
  readonly close: () => Promise<void>;
};

/**
 * The world of a run: the simulator's for a rehearsal, else Twilio's or that of a stand-in.
 *
 * @param waiting how a call of a real run waits for another process that writes into the ledger's file
 * @throws InviteError as the two that it opens
 */
export async function openWorld(
  shell: Shell,
  settings: Settings,
  { rehearse }: { readonly rehearse: boolean },
  waiting?: Waiting,
): Promise<World> {
  return await (rehearse
    ? openRehearsal(shell, settings)
    : openRealWorld(shell, settings, waiting));
}

/**
 * Twilio, or a stand-in for it, by the settings.
 *
 * @param waiting how a call waits for another process that writes into the ledger's file
 * @throws InviteError when the settings are incomplete or the ledger cannot be used
 */
export async function openRealWorld(
  shell: Shell,
  given: Settings,
  waiting?: Waiting,
): Promise<World> {
  const home = homeFolder(shell);
  const settings = sendSettings(given);
  const world = worldBehind({
    mode: settings.mode,
    guards: guardSettings(given),
    sender: settings.sender,
    templateSid: settings.templateSid,
    operatorName: operatorName(given, shell.loginName()),
    dailyLimit: settings.dailyLimit,
    connection: settings,
    publicUrl: given.values.PUBLIC_URL ?? null,
    clock: shell.clock,
    stores: await openStores(shell, given, settings.mode, waiting),
    closeOthers: async () => {},
  });
  const place = [shell.env, shell.workingFolder, home] as const;
  const overruled = overruledSettings(['TWILIO_ACCOUNT_SID', 'TWILIO_PHONE_NUMBER'], ...place);
  const kept = { home, mode: settings.mode, clock: shell.clock };
  const templates = keepingTemplates(world.templates, kept);
  return { ...world, templates, accountSource: world.senderSource, overruled };
}

/**
 * The built-in simulator in Twilio's place, with a ledger of its own. Needs no settings.
 *
 * @throws InviteError when a setting that counts in a rehearsal is malformed or the ledger cannot be used
 */
export async function openRehearsal(
  shell: Shell,
  settings: Settings,
  { lastInbound }: Pick<RehearsalPlan, 'lastInbound'> = {},
): Promise<World> {
  const { sqliteStore } = await import('../../adapters/simulator/messages/sqlite-store.ts');
  const home = homeFolder(shell);
  const { plan, malformed } = await rehearsalSettings(settings, EVERY_RUN);
  refuseFaults(malformed);
  const ledgerFile = rehearsalLedgerFile(home);
  // The ledger first: it makes the folder and the file for their owner alone.
  const stores = await fileStores(shell, ledgerFile, 'rehearsal');
  const store = sqliteStore(ledgerFile);
  const twilio = await startRehearsalTwilio(shell, store, {
    ...plan,
    ...(lastInbound === undefined ? {} : { lastInbound }),
  });
  return worldBehind({
    mode: 'rehearsal',
    guards: guardSettings(settings),
    sender: REHEARSAL_SENDER,
    templateSid: builtInTemplate().sid,
    operatorName: operatorName(settings, shell.loginName()),
    dailyLimit: dailyLimit(settings),
    connection: twilio.connection,
    publicUrl: null,
    clock: shell.clock,
    closeOthers: async () => {
      await twilio.close();
      store.close();
    },
    stores,
  });
}

/**
 * Twilio may need some 26 s to take a message whose sender has gone away (twilio-ruby issue 519), and
 * tells nowhere how soon its list shows it. What runs on this computer is quicker.
 */
const SHOWS_UP_WITHIN_MS = 60_000;
const STAND_IN_SHOWS_UP_WITHIN_MS = 3000;

type Behind = Pick<World, 'mode' | 'sender' | 'guards' | 'operatorName' | 'dailyLimit'> & {
  readonly stores: Stores;
  readonly templateSid: TemplateSid;
  readonly connection: Pick<TwilioConnection, 'credentials' | 'standIn'>;
  /** Where Twilio reaches the service; null where there is none. */
  readonly publicUrl: string | null;
  readonly clock: Clock;
  readonly closeOthers: () => Promise<void>;
};

/** What is nice to know is not waited for as long as what is needed. */
const ACCOUNT_TIMEOUT_MS = 4000;

function worldBehind(behind: Behind): World & { readonly senderSource: AccountSource } {
  const { mode, sender, guards, stores, dailyLimit: limit } = behind;
  const closing = new AbortController();
  const { credentials, standIn } = behind.connection;
  const connection = {
    credentials,
    standIn,
    timeoutMs: TWILIO_TIMEOUT_MS,
    closed: closing.signal,
  };
  return {
    mode,
    accountSid: credentials.accountSid,
    sender,
    guards,
    ...stores,
    operatorName: behind.operatorName,
    dailyLimit: limit,
    gateway: twilioGateway(connection, sender, callbackOf(behind)),
    templates: twilioTemplateSource(connection, behind.templateSid),
    accountSource: null,
    senderSource: twilioAccountSource(
      { ...connection, timeoutMs: ACCOUNT_TIMEOUT_MS },
      behind.clock,
    ),
    overruled: [],
    deliveries: twilioDeliveries(connection),
    sentMessages: twilioSentMessages(connection, sender),
    messageLog: twilioMessageLog(connection, sender),
    showsUpWithinMs: mode === 'live' ? SHOWS_UP_WITHIN_MS : STAND_IN_SHOWS_UP_WITHIN_MS,
    close: async () => {
      closing.abort();
      try {
        await behind.closeOthers();
      } finally {
        await stores.close();
      }
    },
  };
}

/** Twilio refuses a message that is to be told of at an address it cannot reach. */
function callbackOf({ mode, publicUrl }: Behind): ((attempt: AttemptId) => string) | null {
  if (publicUrl === null || (mode === 'live' && !publicUrl.startsWith('https:'))) return null;
  return (attempt) => callbackUrl(publicUrl, attempt);
}
