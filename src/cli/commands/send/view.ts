import { basename } from 'node:path';
import type { LoadedList } from '../../../application/check/load-list.ts';
import type { HeldBack, SettledList } from '../../../application/check/settle-list.ts';
import type { ListChanges } from '../../../domain/list/compare-lists.ts';
import { APPROVAL_VALID_HOURS } from '../../../domain/approval/approval.ts';
import type { Mode } from '../../../domain/set-up/mode.ts';
import { familiesOf } from '../../../domain/list/list-check.ts';
import { internationalForm } from '../../../domain/record/phone/phone.ts';
import type { Invite } from '../../../domain/record/invite.ts';
import { sentWithOtherContent, type Plan } from '../../../domain/message/plan.ts';
import type { Advice } from '../../../text/advice.ts';
import { explainCandidate } from '../../../text/delivery/candidate.ts';
import { errorOfFate } from '../../../text/delivery/fate.ts';
import { leftOutText, renderFindings } from '../../list/render-findings.ts';
import { hanging, wrapped } from '../../terminal/wrap-text.ts';
import type { Colours } from '../../terminal/colours.ts';
import type { NamedList } from '../../list/read-list-file.ts';
import {
  count,
  few,
  londonDay,
  londonTime,
  playerOf,
  printable,
  recipientOf,
  rowsIn,
} from '../../../text/format.ts';
import type { World } from '../../composition/world.ts';
import { accountFacts, costOf, templateFacts, type Fact } from '../../sending/header-facts.ts';
import { MODE_NAMES } from '../../../text/mode-names.ts';
import type { Fetched } from '../../sending/operator-session.ts';
import {
  dailyRoom,
  isNewPerson,
  type PeopleCounted,
} from '../../../domain/policy/people-counted.ts';

const MODE_MEANINGS: { readonly [mode in Mode]: string } = {
  live: 'every message you say yes to goes to a real person',
  rehearsal: 'nothing leaves this computer',
  stand_in: 'TWILIO_BASE_URL is set, so nothing reaches Twilio or any parent',
};

/** Where the facts stand, behind their labels. */
const FACT_INDENT = 12;

/** What the operator must know before the first question: what, from where, to how many, and what not. */
export async function headerOf(
  world: World,
  { template, known }: Fetched,
  { name, changedAt, readAs, leftOut }: NamedList,
  { loaded, plan, changes, notChosen, optedOut }: SettledList,
  {
    shown,
    limit,
    isQueued,
  }: {
    readonly shown: readonly Fact[];
    readonly limit: readonly Fact[];
    readonly isQueued: boolean;
  },
  { colours, columns }: { readonly colours: Colours; readonly columns: number | null },
): Promise<string> {
  const { mode, guards } = world;
  const { balance } = known;
  const banner = colours.bold(`${MODE_NAMES[mode]}: ${MODE_MEANINGS[mode]}`);
  const changed = changedAt === null ? '' : `, changed ${londonTime(changedAt)}`;
  const facts: readonly Fact[] = [
    ...accountFacts(world, known, colours),
    ...templateFacts(template, colours),
    ...waysOf(world, isQueued),
    ['file', `${printable(basename(name))}${changed}, read as ${howRead(readAs)}`],
    ...shown,
    ...foundIn(loaded),
    ...sinceLast(changes),
    ['to ask', toAskIn(plan)],
    ...onItsWayIn(plan),
    ...sentOtherwiseIn(plan),
    ['left out', leftOutText(leftOut, loaded, optedOut) ?? 'nothing'],
    ...notChosen.map((one): Fact => ['', notChosenText(one)]),
    ...limit,
    ['cost', costOf({ mode, messages: plan.toAsk.length, price: guards.price, balance }, colours)],
  ];
  const lines = facts.map(
    async ([label, fact]) =>
      `  ${colours.dim(label.padEnd(9))} ${await hanging(fact, columns, FACT_INDENT)}`,
  );
  const table = (await Promise.all(lines)).join('\n');
  const unknown = await wrapped(unknownText(plan.unknown, colours), columns, 2);
  const oddities = [renderFindings(loaded.findings, colours), unknown]
    .filter((part) => part !== '')
    .join('\n');
  return `${[banner, table, ...(oddities === '' ? [] : ['', oddities.trimEnd()])].join('\n')}\n`;
}

/** What is not as on one computer alone. */
function waysOf({ ledger, ledgerName }: World, isQueued: boolean): readonly Fact[] {
  return [
    ...(ledger.isShared ? [['ledger', ledgerName] as const] : []),
    ...(isQueued ? [['sent by', 'a worker on AWS, from the queue, by your yes'] as const] : []),
  ];
}

function howRead({ format, encoding, sheet }: NamedList['readAs']): string {
  const name = format.toUpperCase();
  return sheet === undefined ? `${name} in ${encoding}` : `${name}, sheet ${printable(sheet)}`;
}

function foundIn({ messages }: LoadedList): readonly Fact[] {
  if (messages.length === 0) return [['found', 'nothing that can be sent']];
  const invites = messages.map(({ invite }) => invite);
  const kinds = (of: (invite: Invite) => string): string => few([...new Set(invites.map(of))]);
  const families = count(familiesOf(messages).length, 'family', 'families');
  return [
    ['found', `${families}, ${count(messages.length, 'player')}`],
    ['teams', kinds(({ team, ageGroup }) => `${team} ${ageGroup}`)],
    ['season', kinds(({ season }) => season)],
    ['fees', kinds((one) => `£${one.membershipFee} to join and £${one.subscriptionFee} a month`)],
  ];
}

/** What is different from the last list; nothing where none is known. */
function sinceLast({ since, added, gone, moved, numberChanged }: ListChanges): readonly Fact[] {
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

function notChosenText({ message, because }: HeldBack): string {
  const { detail } = because;
  const other = detail.code === 'two_parents' ? `row ${detail.firstRow}` : 'the other row';
  return `row ${message.invite.row}: ${playerOf(message)} goes to the parent in ${other}, as answered before`;
}

function toAskIn({ toAsk, alreadySent, onItsWay, unknown }: Plan): string {
  const last = alreadySent.map(({ attempt }) => attempt.at.getTime()).toSorted((a, b) => b - a)[0];
  return [
    count(toAsk.length, 'message'),
    ...(last === undefined
      ? []
      : [`${alreadySent.length} already sent, the last on ${londonTime(new Date(last))}`]),
    ...(onItsWay.length === 0 ? [] : [`${onItsWay.length} approved and on the way`]),
    ...(unknown.length === 0 ? [] : [`${unknown.length} of unknown outcome, not sent again`]),
  ].join('; ');
}

/** Whose yes it is that waits, so that one can ask them; it may be oneself, in a run that was cut off. */
function onItsWayIn({ onItsWay }: Plan): readonly Fact[] {
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

/** What was sent once stays sent, whatever the list says now. */
function sentOtherwiseIn(plan: Plan): readonly Fact[] {
  const others = sentWithOtherContent(plan);
  if (others.length <= MOST_SENT_OTHERWISE) {
    return others.map(({ message, attempt }) => [
      '',
      `row ${message.invite.row} was sent on ${londonTime(attempt.at)} with another text; it is not sent again`,
    ]);
  }
  const rows = rowsIn(others.map(({ message }) => message.invite.row));
  return [['', `${rows} were sent with another text; they are not sent again`]];
}

const MOST_SENT_OTHERWISE = 3;

/** What nobody knows of these, each with what to do; empty where there are none. */
export function unknownText(unknown: Plan['unknown'], colours: Colours): string {
  return unknown
    .map(({ message, attempt }) => {
      const error = whyUnknown(message, attempt);
      const what = `${playerOf(message)}, for ${recipientOf(message)}`;
      return error === null ? '' : `${colours.odd(what)}\n  ${error.message}\n  -> ${error.fix}\n`;
    })
    .join('\n');
}

function whyUnknown(
  { invite }: Plan['unknown'][number]['message'],
  attempt: Plan['unknown'][number]['attempt'],
): Advice | null {
  const { candidate } = attempt;
  return candidate === undefined
    ? errorOfFate({ kind: 'still_unknown', attempt })
    : explainCandidate(candidate, internationalForm(invite.parent.phone));
}

/** From this part of the limit on, it is worth a line. */
const WORTH_TELLING = 0.8;

/** Who was written to, as the ledger has it. */
type Written = {
  readonly people: PeopleCounted;
  /** Of the numbers of the list, those that were. */
  readonly lastWrittenTo: ReadonlyMap<string, Date>;
};

/** What the daily limit means for a list; nothing where it is far away. */
export function limitFacts(
  { toAsk }: Plan,
  { people, lastWrittenTo }: Written,
  now: Date,
  dailyLimit: number,
): readonly Fact[] {
  const { limit, used, since, fits, nextFreeAt } = dailyRoom(people, now, dailyLimit);
  const numbers = new Set(toAsk.map(({ message }) => message.to));
  const more = [...numbers].filter((to) => isNewPerson(lastWrittenTo.get(to) ?? null, now)).length;
  if (more === 0 || used + more <= WORTH_TELLING * limit) return [];
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
