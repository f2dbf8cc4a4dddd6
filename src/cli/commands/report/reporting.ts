import { homeFolder } from '../../../adapters/files/home-folder.ts';
import { keptTemplate } from '../../../adapters/files/template-cache.ts';
import type { RawTable } from '../../../adapters/list-file/raw-table.ts';
import { runMode } from '../../../adapters/settings/run-settings.ts';
import { refuseMalformed } from '../../../adapters/settings/settings.ts';
import { settleList } from '../../../application/check/settle-list.ts';
import { findHeld } from '../../../application/follow-up/find-held.ts';
import type { Ledger } from '../../../application/ports/ledger.ts';
import {
  readConversations,
  type ConversationPorts,
} from '../../../application/replies/conversations.ts';
import {
  type ReportRows,
  type ReportPeople,
  type RowToRing,
  rowsOfList,
  rowOfLedger,
  type ReportLine,
  type ReportMoment,
  reportLineOf,
} from '../../../application/report/report-rows.ts';
import {
  conversationState,
  lastReplyOf,
  type ConversationState,
} from '../../../domain/contact/conversation.ts';
import { isForEveryPlayer } from '../../../domain/contact/opt-out.ts';
import { whatsappAddress } from '../../../domain/contact/recipient.ts';
import type { Reply } from '../../../domain/contact/reply.ts';
import type { KeyedHash } from '../../../domain/delivery/keyed-hash.ts';
import type { LedgerMessage } from '../../../domain/delivery/ledger-message.ts';
import { builtInTemplate } from '../../../domain/message/built-in-template.ts';
import type { MessageKey } from '../../../domain/message/message.ts';
import type { Template } from '../../../domain/message/template.ts';
import type { RawRecord } from '../../../domain/record/raw-record.ts';
import type { Mode } from '../../../domain/set-up/mode.ts';
import type { ReportOptions } from '../../command-line/options.ts';
import { openStores } from '../../composition/open-stores.ts';
import { settingsOf } from '../../composition/settings-of.ts';
import type { ExitCode } from '../../exit-code.ts';
import { keepMapOf } from '../../list/kept-map.ts';
import { readListFile, reloadOf, rulesFor } from '../../list/read-list-file.ts';
import type { Shell } from '../../shell.ts';

/** The rows of a report, and what its outputs say about them as a whole. */
export type Reporting = {
  readonly rows: ReportRows;
  readonly mode: Mode;
  /** The cells of the list; null for a report on the whole season. */
  readonly raw: RawTable | null;
  /** The latest season of the ledger; null where it has none, and for a report on a list. */
  readonly season: string | null;
  readonly template: Template;
  /** The number of people who are opted out. */
  readonly optOuts: number;
  /** What was last written by a recipient (`whatsapp:` and E.164), and what became of it. */
  readonly replyTo: (to: string | null) => LastReply | null;
};

/** The last message of a parent, and the state of the conversation. */
export type LastReply = { readonly last: Reply; readonly state: ConversationState };

/**
 * Opens the ledger and the list, and calls `work` with the rows. The rows can be read only until `work`
 * ends, when the ledger is closed.
 *
 * @param file undefined for the latest season of the ledger
 * @throws InviteError where the file as a whole cannot be read as a list, and what the ledger throws
 */
export async function withReporting(
  shell: Shell,
  file: string | undefined,
  options: ReportOptions,
  work: (reporting: Reporting) => Promise<ExitCode>,
): Promise<ExitCode> {
  const home = homeFolder(shell);
  const settings = settingsOf(shell);
  const mode = runMode(settings, options.rehearse);
  if (mode !== 'rehearsal') refuseMalformed(settings, ['TWILIO_TEMPLATE_SID']);
  const sid = mode === 'rehearsal' ? null : (settings.values.TWILIO_TEMPLATE_SID ?? null);
  const kept = mode === 'rehearsal' || sid === null ? null : keptTemplate({ home, mode }, sid);
  const template = kept?.template ?? builtInTemplate(sid ?? undefined);
  // A file that cannot be read ends the run before the ledger is opened.
  const list = file === undefined ? null : await readListFile(shell, file, options);

  const now = shell.clock.now();
  const stores = await openStores(shell, settings, mode);
  const { ledger, optOuts, close } = stores;
  try {
    const stopped = (await optOuts.list()).filter(isForEveryPlayer).length;
    const moment = { now, held: await findHeld({ ledger, now }) };
    const about = { mode, template, optOuts: stopped, replyTo: await lastReplies(stores, now) };
    if (list === null) {
      return await work({ ...about, raw: null, ...(await rowsOfSeason(ledger, moment)) });
    }
    await keepMapOf(shell, list);
    const rules = rulesFor(shell, settings, list, mode === 'live');
    const settled = await settleList(reloadOf(list, template, rules), ledger, optOuts);
    const messages = [...settled.loaded.messages, ...settled.loaded.repeats];
    const known = new Map(
      [...(await ledger.find(messages))].map(
        ([invitee, found]) => [invitee, invitesOf(found)] as const,
      ),
    );
    const keyOf = (key: MessageKey): KeyedHash => ledger.keyOf(key);
    const records: RawRecord[] = [];
    await list.readAgain((record) => void records.push(record));
    const rows = rowsOfList({ settled, records, known, keyOf, set: list.set, ...moment });
    return await work({
      ...about,
      rows: async function* eachRow() {
        yield* rows;
      },
      raw: await list.readRaw(),
      season: null,
    });
  } finally {
    await close();
  }
}

async function lastReplies(stores: ConversationPorts, now: Date): Promise<Reporting['replyTo']> {
  const byRecipient = new Map(
    (await readConversations(stores)).map((one) => [
      whatsappAddress(one.correspondent),
      { last: lastReplyOf(one), state: conversationState(one, now) },
    ]),
  );
  return (to) => (to === null ? null : (byRecipient.get(to) ?? null));
}

async function rowsOfSeason(
  ledger: Pick<Ledger, 'latestSeason' | 'messages'>,
  moment: ReportMoment,
): Promise<Pick<Reporting, 'rows' | 'season'>> {
  const season = await ledger.latestSeason();
  return {
    season,
    rows: async function* rows() {
      if (season === null) return;
      for await (const message of ledger.messages({ season })) {
        if (message.purpose === 'invite') yield rowOfLedger(reportLineOf(message), moment);
      }
    },
  };
}

/** Without test messages. */
function invitesOf(messages: readonly LedgerMessage[]): readonly ReportLine[] {
  return messages.flatMap((one) => (one.purpose === 'invite' ? [reportLineOf(one)] : []));
}

export type TeamToRing = {
  readonly team: string;
  readonly manager: string;
  readonly managerNumber: string;
  readonly rows: readonly RowToRing[];
};

/** The rows whose parents should be rung, by team and manager, in the order of the team names. */
export async function teamsToRing(rows: ReportRows): Promise<readonly TeamToRing[]> {
  const groups = new Map<string, TeamToRing & { readonly rows: RowToRing[] }>();
  for await (const row of rows()) {
    if (!row.needsPhoneCall) continue;
    const { people, line } = row;
    const name = JSON.stringify([people.team, people.manager, people.managerNumber]);
    const group = groups.get(name) ?? { ...managerOf(people), rows: [] };
    groups.set(name, group);
    group.rows.push({
      ...row,
      people: { ...people, ...managerOf(group) },
      line: line && shortLine(line),
    });
  }
  return [...groups.values()].toSorted((a, b) =>
    a.team.localeCompare(b.team, 'en-GB', { numeric: true }),
  );
}

function managerOf({
  team,
  manager,
  managerNumber,
}: Pick<ReportPeople, 'team' | 'manager' | 'managerNumber'>): Omit<TeamToRing, 'rows'> {
  return { team, manager, managerNumber };
}

/** Without the text of the message, since all these rows are held in memory. */
function shortLine({ messageSid, at, state, delivery }: ReportLine): RowToRing['line'] {
  return { messageSid, at, state, delivery };
}
