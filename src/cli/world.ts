import { homeFolder, liveLedgerFile, rehearsalLedgerFile } from '../adapters/home-folder.ts';
import { openSqliteLedger } from '../adapters/ledger/sqlite-ledger.ts';
import { readSettings, sendSettings } from '../adapters/settings.ts';
import { keepingTemplates } from '../adapters/template-cache.ts';
import { TWILIO_TIMEOUT_MS, type TwilioConnection } from '../adapters/twilio/client.ts';
import { twilioGateway } from '../adapters/twilio/gateway.ts';
import { twilioTemplateSource } from '../adapters/twilio/template-source.ts';
import type { Ledger, MessageGateway, TemplateSource } from '../application/ports.ts';
import { builtInTemplate } from '../domain/built-in-template.ts';
import type { Mode } from '../domain/mode.ts';
import type { TemplateSid } from '../domain/template.ts';
import { REHEARSAL_SENDER, startRehearsalTwilio } from './rehearsal-twilio.ts';
import type { Shell } from './shell.ts';

/** What a send needs from the world, and how real that world is. */
export type World = {
  readonly mode: Mode;
  readonly accountSid: string;
  /** `whatsapp:` and an E.164 number. */
  readonly sender: string;
  readonly ledger: Ledger;
  readonly ledgerFile: string;
  readonly gateway: MessageGateway;
  readonly templates: TemplateSource;
  readonly operatorName: string;
  /** Cuts off what nobody waits for any more. */
  readonly close: () => Promise<void>;
};

/**
 * Twilio, or a stand-in for it, by the settings.
 *
 * @throws InviteError when the settings are incomplete or the ledger cannot be used
 */
export function openRealWorld(shell: Shell): World {
  const home = homeFolder(shell);
  const values = readSettings(shell.env, shell.workingFolder, home);
  const settings = sendSettings(values);
  const world = worldBehind({
    mode: settings.mode,
    sender: settings.sender,
    ledgerFile: liveLedgerFile(home),
    templateSid: settings.templateSid,
    operatorName: values['OPERATOR'] ?? shell.loginName(),
    connection: settings,
    ledger: openSqliteLedger(liveLedgerFile(home), settings.mode),
    closeOthers: async () => {},
  });
  const kept = { home, mode: settings.mode, clock: shell.clock };
  return { ...world, templates: keepingTemplates(world.templates, kept) };
}

/** The built-in simulator in Twilio's place, with a ledger of its own. Needs no settings. */
export async function openRehearsal(shell: Shell): Promise<World> {
  const { sqliteStore } = await import('../adapters/simulator/sqlite-store.ts');
  const home = homeFolder(shell);
  const values = readSettings(shell.env, shell.workingFolder, home);
  const ledgerFile = rehearsalLedgerFile(home);
  const operatorName = values['OPERATOR'] ?? shell.loginName();
  // The ledger first: it makes the folder and the file for their owner alone.
  const ledger = openSqliteLedger(ledgerFile, 'rehearsal');
  const store = sqliteStore(ledgerFile);
  const twilio = await startRehearsalTwilio(shell, store);
  return worldBehind({
    mode: 'rehearsal',
    sender: REHEARSAL_SENDER,
    ledgerFile,
    templateSid: builtInTemplate().sid,
    operatorName,
    connection: twilio.connection,
    closeOthers: async () => {
      await twilio.close();
      store.close();
    },
    ledger,
  });
}

type Behind = Pick<World, 'mode' | 'sender' | 'ledgerFile' | 'operatorName'> & {
  readonly templateSid: TemplateSid;
  readonly connection: Pick<TwilioConnection, 'credentials' | 'standIn'>;
  readonly ledger: Ledger;
  readonly closeOthers: () => Promise<void>;
};

function worldBehind(behind: Behind): World {
  const { mode, sender, ledger, ledgerFile, operatorName } = behind;
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
    ledger,
    ledgerFile,
    operatorName,
    gateway: twilioGateway(connection, sender),
    templates: twilioTemplateSource(connection, behind.templateSid),
    close: async () => {
      closing.abort();
      try {
        await behind.closeOthers();
      } finally {
        await ledger.close();
      }
    },
  };
}
