import { basename } from 'node:path';
import type { LoadedList } from '../../../application/check/load-list.ts';
import type { HeldBack, SettledList } from '../../../application/check/settle-list.ts';
import { checkDeliveries } from '../../../application/set-up/template-deliveries.ts';
import { APPROVAL_VALID_HOURS } from '../../../domain/approval/approval.ts';
import type { ListChanges } from '../../../domain/list/compare-lists.ts';
import { familiesOf } from '../../../domain/list/list-check.ts';
import type { Message } from '../../../domain/message/message.ts';
import { sentWithOtherContent, type Plan } from '../../../domain/message/plan.ts';
import type { Template } from '../../../domain/message/template.ts';
import { FIRST_BATCH } from '../../../domain/policy/first-batch.ts';
import {
  dailyRoom,
  isNewPerson,
  type PeopleCounted,
} from '../../../domain/policy/people-counted.ts';
import type { Invite } from '../../../domain/record/invite.ts';
import { internationalForm } from '../../../domain/record/phone/phone.ts';
import type { Mode } from '../../../domain/set-up/mode.ts';
import type { Advice } from '../../../text/advice.ts';
import { explainCandidate } from '../../../text/delivery/candidate.ts';
import { errorOfFate } from '../../../text/delivery/fate.ts';
import {
  count,
  few,
  londonDay,
  londonTime,
  playerOf,
  printable,
  recipientOf,
  rowNumber,
  rowsIn,
} from '../../../text/format.ts';
import { leftForLaterText } from '../../../text/list/narrowing.ts';
import { parentsText } from '../../../text/list/parents.ts';
import { sheetsRead } from '../../../text/list/sheets-read.ts';
import { MODE_NAMES } from '../../../text/mode-names.ts';
import type { SendOptions, ViaOptions } from '../../command-line/options.ts';
import type { World } from '../../composition/world.ts';
import type { NamedList } from '../../list/named-list.ts';
import { leftOutText, renderFindings } from '../../list/render-findings.ts';
import { teamsText } from '../../list/render-teams.ts';
import type { SinceShown } from '../../list/since-shown.ts';
import {
  accountFacts,
  costOf,
  templateFacts,
  type Fact,
  fileText,
  noteOf,
  factTable,
} from '../../sending/header-facts.ts';
import type { Fetched } from '../../sending/operator-session.ts';
import type { SendingRun } from '../../sending/sending-ports.ts';
import type { Colours } from '../../terminal/colours.ts';
import { wrapped } from '../../terminal/wrap-text.ts';
import { toAskText, undeliverableText } from './not-delivered.ts';

const MODE_MEANINGS: { readonly [mode in Mode]: string } = {
  live: 'every message you say yes to goes to a real person',
  rehearsal: 'nothing leaves this computer',
  stand_in: 'TWILIO_BASE_URL is set, so nothing reaches Twilio or any parent',
};

/** A run of `send`, as far as its texts need it. */
export type SendView = SendingRun & {
  readonly options: SendOptions & ViaOptions;
  readonly list: NamedList;
};

/**
 * What the operator must know before the first question: account, template, file, what was found in it,
 * how many messages there are to ask about, what is left out, and the cost.
 */
export async function headerOf(
  { shell, world, list, colours }: SendView,
  { template, known }: Fetched,
  settled: SettledList,
  shown: { readonly changes: SinceShown; readonly isQueued: boolean },
): Promise<string> {
  const { chosen, later, plan, changes, notChosen, optedOut, withoutConsent } = settled;
  const { mode, guards } = world;
  const columns = shell.stderr.columns();
  const cost = { mode, messages: plan.toAsk.length, price: guards.price, balance: known.balance };
  const facts: readonly Fact[] = [
    ...accountFacts(world, known, colours),
    ...templateFacts(template, colours),
    ...(await firstBatchFacts(world, template, plan, colours)),
    ...sharedFacts(world, shown.isQueued),
    ['file', `${fileText(list)}, read as ${formatText(list.readAs)}`],
    ...shown.changes.facts,
    ...parentsFacts(list),
    ...teamsFacts(chosen),
    ...foundFacts(chosen),
    ...changeFacts(changes),
    ['to ask', toAskText(plan)],
    ...laterFacts(later),
    ...onItsWayFacts(plan),
    ...otherTextFacts(plan),
    ['left out', leftOutText(list, chosen, { optedOut, withoutConsent }) ?? 'nothing'],
    ...notChosen.map((one): Fact => ['', notChosenText(one)]),
    ...settled.openRecipients.map(({ message }): Fact => ['', undecidedText(message)]),
    ...(await dailyLimitFacts(world, plan, shell.clock.now())),
    ['cost', costOf(cost, colours)],
  ];
  const banner = colours.bold(`${MODE_NAMES[mode]}: ${MODE_MEANINGS[mode]}`);
  const table = await factTable(facts, colours, columns);
  const unknown = await wrapped(unknownText(plan.unknown, colours), columns, 2);
  const undeliverable = await wrapped(undeliverableText(plan, colours), columns, 2);
  const findings = await wrapped(renderFindings(chosen.findings, colours), columns, 2);
  const problems = [findings, undeliverable, unknown].filter((part) => part !== '').join('\n');
  return `${[banner, table, ...(problems === '' ? [] : ['', problems.trimEnd()])].join('\n')}\n`;
}

/** Which of two parents in a row are written to. */
function parentsFacts({ parents }: NamedList): readonly Fact[] {
  const text = parentsText(parents);
  return text === null ? [] : [['parents', text]];
}

/** The teams' sheet, if one is used, and how many teams and players it is for. */
function teamsFacts({ teams }: LoadedList): readonly Fact[] {
  if (teams === undefined) return [];
  return [['sheet', `${printable(basename(teams.file))}: ${teamsText(teams)}`]];
}

/** The recommendation to begin with a few messages, where a long list has a new template. */
async function firstBatchFacts(
  { ledger }: World,
  { sid }: Template,
  { toAsk }: Plan,
  colours: Colours,
): Promise<readonly Fact[]> {
  if (toAsk.length <= FIRST_BATCH) return [];
  const deliveries = await checkDeliveries(ledger, sid);
  return deliveries.code === 'template_new' ? [['', colours.odd(noteOf(deliveries))]] : [];
}

/** The shared ledger and the worker, where there are any. */
function sharedFacts({ ledger, ledgerName }: World, isQueued: boolean): readonly Fact[] {
  return [
    ...(ledger.isShared ? [['ledger', ledgerName] as const] : []),
    ...(isQueued ? [['sent by', 'a worker on AWS, from the queue, by your yes'] as const] : []),
  ];
}

function formatText({ format, encoding, sheet, sheets }: NamedList['readAs']): string {
  const name = format.toUpperCase();
  const read = sheets ?? (sheet === undefined ? [] : [sheet]);
  return read.length === 0 ? `${name} in ${encoding}` : `${name}, ${sheetsRead(read)}`;
}

function foundFacts({ messages }: LoadedList): readonly Fact[] {
  if (messages.length === 0) return [['found', 'nothing that can be sent']];
  const invites = messages.map(({ invite }) => invite);
  const kinds = (of: (invite: Invite) => string): string => few([...new Set(invites.map(of))]);
  const families = count(familiesOf(messages).length, 'family', 'families');
  return [
    [
      'found',
      `${families}, ${count(new Set(messages.map(({ invite }) => invite.row)).size, 'player')}`,
    ],
    ['teams', kinds(({ team, ageGroup }) => `${team} ${ageGroup}`)],
    ['season', kinds(({ season }) => season)],
    ['fees', kinds((one) => `£${one.membershipFee} to join and £${one.subscriptionFee} a month`)],
  ];
}

/** The differences from the last list; none where no list is known. */
function changeFacts({ since, added, gone, moved, numberChanged }: ListChanges): readonly Fact[] {
  if (since === null) return [];
  const names = few(gone.map(({ player }) => printable(player)));
  const parts = [
    ...(added.length > 0 ? [`${added.length} new`] : []),
    ...(gone.length > 0 ? [`${gone.length} gone (${names})`] : []),
    ...(moved.length > 0 ? [`${moved.length} other team`] : []),
    ...(numberChanged.length > 0 ? [`${numberChanged.length} other number`] : []),
  ];
  return [['since', `${londonDay(since)}: ${parts.length === 0 ? 'the same' : parts.join(', ')}`]];
}

function notChosenText({ message, because: { detail } }: HeldBack): string {
  const what =
    detail.code === 'two_parents'
      ? `goes to the parent in row ${rowNumber(detail.firstRow)}`
      : 'is left out, since the message may go to the player';
  return `row ${rowNumber(message.invite.row)}: ${printable(playerOf(message))} ${what}, as answered before`;
}

function undecidedText(message: Message): string {
  return `row ${rowNumber(message.invite.row)}: ${printable(playerOf(message))} waits for your answer, since the message may go to the player`;
}

/** What the options that narrow the run leave for later. */
function laterFacts(later: SettledList['later']): readonly Fact[] {
  return later === null ? [] : [['', leftForLaterText(later.others + later.afterFirst, later.by)]];
}

/** Messages approved but not sent yet, by another operator or by an earlier run that was cut off. */
function onItsWayFacts({ onItsWay }: Plan): readonly Fact[] {
  const first = onItsWay.map(({ attempt }) => attempt.at.getTime()).toSorted((a, b) => a - b)[0];
  if (first === undefined) return [];
  const who = few([...new Set(onItsWay.map(({ attempt }) => printable(attempt.operator)))]);
  const since = londonTime(new Date(first));
  return [
    [
      '',
      `on the way by the yes of ${who}, since ${since}; what has not gone ${APPROVAL_VALID_HOURS} hours after is asked again`,
    ],
  ];
}

/** Messages that were sent with a text other than the list now gives. */
function otherTextFacts(plan: Plan): readonly Fact[] {
  const others = sentWithOtherContent(plan);
  if (others.length <= MOST_ROWS_IN_FULL) {
    return others.map(({ message, attempt }) => [
      '',
      `row ${rowNumber(message.invite.row)} was sent on ${londonTime(attempt.at)} with another text; it is not sent again`,
    ]);
  }
  const rows = rowsIn(others.map(({ message }) => message.invite.row));
  return [['', `${rows} were sent with another text; they are not sent again`]];
}

const MOST_ROWS_IN_FULL = 3;

/** The messages whose outcome is unknown, each with what to do; empty where there are none. */
export function unknownText(unknown: Plan['unknown'], colours: Colours): string {
  return unknown
    .map(({ message, attempt }) => {
      const error = unknownAdvice(message, attempt);
      const what = `${playerOf(message)}, for ${recipientOf(message)}`;
      return error === null ? '' : `${colours.odd(what)}\n  ${error.message}\n  -> ${error.fix}\n`;
    })
    .join('\n');
}

function unknownAdvice(
  { invite }: Plan['unknown'][number]['message'],
  attempt: Plan['unknown'][number]['attempt'],
): Advice | null {
  const { candidate } = attempt;
  return candidate === undefined
    ? errorOfFate({ kind: 'still_unknown', attempt })
    : explainCandidate(candidate, internationalForm(invite.parent.phone));
}

/** The header mentions the daily limit from this share of it on. */
const MENTIONED_FROM = 0.8;

async function dailyLimitFacts(
  { ledger, dailyLimit }: World,
  plan: Plan,
  now: Date,
): Promise<readonly Fact[]> {
  const numbers = [...new Set(plan.toAsk.map(({ message }) => message.to))];
  const written = {
    people: await ledger.people(),
    lastWrittenTo: await ledger.lastWrittenTo(numbers),
  };
  return limitFacts(plan, written, now, dailyLimit);
}

/** The people that messages went to, as the ledger has them. */
type Written = {
  readonly people: PeopleCounted;
  /** When each number of the list was last written to; without those that never were. */
  readonly lastWrittenTo: ReadonlyMap<string, Date>;
};

/** What the daily limit means for a list; none where most of it is free. */
export function limitFacts(
  { toAsk }: Plan,
  { people, lastWrittenTo }: Written,
  now: Date,
  dailyLimit: number,
): readonly Fact[] {
  const { limit, used, since, fits, nextFreeAt } = dailyRoom(people, now, dailyLimit);
  const numbers = new Set(toAsk.map(({ message }) => message.to));
  const more = [...numbers].filter((to) => isNewPerson(lastWrittenTo.get(to) ?? null, now)).length;
  if (more === 0 || used + more <= MENTIONED_FROM * limit) return [];
  const written = since === null ? 'none' : `${used} since ${londonTime(since)}`;
  const wait = more - fits;
  const room =
    wait <= 0
      ? 'all fit'
      : `${fits === 0 ? 'none fits' : `${fits} ${fits === 1 ? 'fits' : 'fit'}`}, ${wait} ${wait === 1 ? 'waits' : 'wait'} until ${londonTime(nextFreeAt)}`;
  return [
    ['limit', `${limit} people in 24 hours; written to: ${written}`],
    ['', `this list asks for ${more}${used === 0 ? '' : ' more'}: ${room}`],
  ];
}
