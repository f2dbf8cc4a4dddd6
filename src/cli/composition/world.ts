import { homeFolder, rehearsalLedgerFile } from '../../adapters/files/home-folder.ts';
import { keepingTemplates } from '../../adapters/files/template-cache.ts';
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
import type { Waiting } from '../../adapters/storage/sqlite/sqlite-store.ts';
import { twilioAccountSource } from '../../adapters/twilio/account-source.ts';
import { TWILIO_TIMEOUT_MS, type TwilioConnection } from '../../adapters/twilio/client.ts';
import { twilioGateway } from '../../adapters/twilio/gateway.ts';
import { twilioDeliveries, twilioMessageLog } from '../../adapters/twilio/message-log.ts';
import { twilioSentMessages } from '../../adapters/twilio/sent-messages.ts';
import { twilioTemplateSource } from '../../adapters/twilio/template-source.ts';
import type { Deliveries } from '../../application/follow-up/follow-delivery.ts';
import type { AccountSource } from '../../application/ports/account-source.ts';
import type { Clock } from '../../application/ports/clock.ts';
import type {
  MessageGateway,
  TemplateSource,
  MessageLog,
  SentMessages,
} from '../../application/ports/gateway.ts';
import type { ReplyGateway } from '../../application/replies/send-reply.ts';
import type { AttemptId } from '../../domain/delivery/ids.ts';
import { builtInTemplate } from '../../domain/message/built-in-template.ts';
import type { TemplateSid } from '../../domain/message/template.ts';
import { callbackUrl } from '../../domain/set-up/callback-url.ts';
import type { Mode } from '../../domain/set-up/mode.ts';
import type { Shell } from '../shell.ts';
import { openStores, refuseUnsafePlace, rehearsalStores, type Stores } from './open-stores.ts';
import { REHEARSAL_SENDER, startRehearsalTwilio, type RehearsalPlan } from './rehearsal-twilio.ts';
import { readRehearsalSettings } from './settings-of.ts';

/** The stores, the adapters for Twilio and the settings that a run uses, with the mode they belong to. */
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
  /** Twilio's data about the account; null in a rehearsal. */
  readonly accountSource: Pick<AccountSource, 'account' | 'balance'> | null;
  readonly senderSource: Pick<AccountSource, 'senders' | 'clockAheadMs'>;
  /** Settings whose value takes precedence over another one in a file. */
  readonly overruled: readonly OverruledSetting[];
  /** The time until Twilio's list is sure to contain a message it has accepted, in milliseconds. */
  readonly showsUpWithinMs: number;
  readonly operatorName: string;
  /** The number of people who may be sent messages in 24 hours. */
  readonly dailyLimit: number;
  /** The address at which the settings say that Twilio reaches the service; null where none is set. */
  readonly serviceUrl: string | null;
  readonly guards: GuardSettings;
  /** Cancels open requests and closes the stores. */
  readonly close: () => Promise<void>;
};

/**
 * Opens the simulator for a rehearsal, else Twilio or the stand-in that the settings name.
 *
 * @param waiting how a real run waits while another process writes to the ledger's file
 * @throws InviteError as `openRehearsal` and `openRealWorld` do
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
 * Opens Twilio, or the stand-in that the setting TWILIO_BASE_URL names.
 *
 * @param waiting how a call waits while another process writes to the ledger's file
 * @throws InviteError if settings are missing or malformed, or the ledger cannot be used
 */
export async function openRealWorld(
  shell: Shell,
  given: Settings,
  waiting?: Waiting,
): Promise<World> {
  const home = homeFolder(shell);
  const settings = sendSettings(given);
  refuseUnsafePlace(shell, given, settings.mode);
  const world = buildWorld({
    mode: settings.mode,
    guards: guardSettings(given),
    sender: settings.sender,
    templateSid: settings.templateSid,
    operatorName: operatorName(given, shell.loginName()),
    dailyLimit: settings.dailyLimit,
    connection: settings,
    publicUrl: given.values.PUBLIC_URL ?? null,
    serviceUrl: given.values.PUBLIC_URL ?? null,
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
 * Opens the built-in simulator, with the ledger of rehearsals. No setting is required.
 *
 * @throws InviteError if a setting that a rehearsal uses is malformed, or the ledger cannot be used
 */
export async function openRehearsal(
  shell: Shell,
  settings: Settings,
  { lastInbound }: Pick<RehearsalPlan, 'lastInbound'> = {},
): Promise<World> {
  const { sqliteStore } = await import('../../adapters/simulator/messages/sqlite-store.ts');
  const home = homeFolder(shell);
  const { plan, malformed } = await readRehearsalSettings(settings, EVERY_RUN);
  refuseFaults(malformed);
  const ledgerFile = rehearsalLedgerFile(home);
  // The ledger comes first: it creates the folder and the file, readable by their owner only.
  const stores = await rehearsalStores(shell, ledgerFile);
  const store = sqliteStore(ledgerFile);
  const serviceUrl = settings.values.PUBLIC_URL ?? null;
  const twilio = await startRehearsalTwilio(shell, store, {
    ...plan,
    ...(lastInbound === undefined ? {} : { lastInbound }),
    serviceUrl,
  });
  return buildWorld({
    mode: 'rehearsal',
    guards: guardSettings(settings),
    sender: REHEARSAL_SENDER,
    templateSid: builtInTemplate().sid,
    operatorName: operatorName(settings, shell.loginName()),
    dailyLimit: dailyLimit(settings),
    connection: twilio.connection,
    publicUrl: null,
    serviceUrl,
    clock: shell.clock,
    closeOthers: async () => {
      await twilio.close();
      store.close();
    },
    stores,
  });
}

/**
 * Twilio may take about 26 s to process a request whose client has disconnected (twilio-ruby issue 519), and
 * does not document when its list of messages contains the message. A stand-in on this computer is faster.
 */
const SHOWS_UP_WITHIN_MS = 60_000;
const STAND_IN_SHOWS_UP_WITHIN_MS = 3000;

type WorldParts = Pick<
  World,
  'mode' | 'sender' | 'guards' | 'operatorName' | 'dailyLimit' | 'serviceUrl'
> & {
  readonly stores: Stores;
  readonly templateSid: TemplateSid;
  readonly connection: Pick<TwilioConnection, 'credentials' | 'standIn'>;
  /** The address for callbacks about messages; null for none. */
  readonly publicUrl: string | null;
  readonly clock: Clock;
  readonly closeOthers: () => Promise<void>;
};

/** Requests for data about the account have a shorter timeout, since a run can do without it. */
const ACCOUNT_TIMEOUT_MS = 4000;

function buildWorld(parts: WorldParts): World & { readonly senderSource: AccountSource } {
  const { mode, sender, guards, stores, dailyLimit: limit, serviceUrl } = parts;
  const closing = new AbortController();
  const { credentials, standIn } = parts.connection;
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
    operatorName: parts.operatorName,
    dailyLimit: limit,
    serviceUrl,
    gateway: twilioGateway(connection, sender, statusCallbackFor(parts)),
    templates: twilioTemplateSource(connection, parts.templateSid),
    accountSource: null,
    senderSource: twilioAccountSource(
      { ...connection, timeoutMs: ACCOUNT_TIMEOUT_MS },
      parts.clock,
    ),
    overruled: [],
    deliveries: twilioDeliveries(connection),
    sentMessages: twilioSentMessages(connection, sender),
    messageLog: twilioMessageLog(connection, sender),
    showsUpWithinMs: mode === 'live' ? SHOWS_UP_WITHIN_MS : STAND_IN_SHOWS_UP_WITHIN_MS,
    close: async () => {
      closing.abort();
      try {
        await parts.closeOthers();
      } finally {
        await stores.close();
      }
    },
  };
}

/** The status callback for a message, if any: Twilio refuses a message whose callback it cannot reach. */
function statusCallbackFor({
  mode,
  publicUrl,
}: WorldParts): ((attempt: AttemptId) => string) | null {
  if (publicUrl === null || (mode === 'live' && !publicUrl.startsWith('https:'))) return null;
  return (attempt) => callbackUrl(publicUrl, attempt);
}
