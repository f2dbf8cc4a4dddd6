import type { ListChanges } from '../../domain/list/compare-lists.ts';
import type { Narrowing } from '../../domain/list/narrowing.ts';
import { recipientDoubts, type RecipientDoubt } from '../../domain/list/recipient-check.ts';
import {
  isInOneRow,
  leftOutBy,
  twoParentsIn,
  type TwoParents,
} from '../../domain/list/two-parents.ts';
import type { Message } from '../../domain/message/message.ts';
import { makePlan, type Plan, type PlannedMessage } from '../../domain/message/plan.ts';
import { NOWHERE, type Finding } from '../../domain/problem/finding.ts';
import type { RepairOffer } from '../../domain/record/read-value.ts';
import type { OptOuts } from '../ports/contact.ts';
import type { Ledger } from '../ports/ledger.ts';
import { compareWithLast } from './compare-with-last.ts';
import { inRowOrder, refusedAsAWhole, type LoadedList } from './load-list.ts';
import { chosenPart, rowOfMessage, withoutMessages } from './narrow-list.ts';

/** Loads the list again, with these repairs applied. */
export type Reload = (agreed: ReadonlySet<RepairOffer['id']>) => LoadedList | Promise<LoadedList>;

/** A list with all stored answers applied, and the questions that are still open. */
export type SettledList = {
  /** Its findings include the differences from the last list. */
  readonly loaded: LoadedList;
  /** The part of it that the run is about; all of it where no option narrows the run. */
  readonly chosen: LoadedList;
  /** What is left for later by these options; null where nothing is. */
  readonly later: LeftForLater | null;
  readonly changes: ListChanges;
  /** Asks about the chosen part alone. What the ledger knows of the others is in it, too. */
  readonly plan: Plan;
  /** Messages to parents where the other parent was chosen, and to players that were left out. */
  readonly notChosen: readonly HeldBack[];
  /** Messages to parents who opted out. */
  readonly optedOut: readonly HeldBack[];
  /** Marketing messages to parents whose consent is not on record. */
  readonly withoutConsent: readonly HeldBack[];
  readonly openOffers: readonly RepairOffer[];
  readonly openPairs: readonly TwoParents[];
  /** Messages that may go to a player, and wait until a person has decided. */
  readonly openRecipients: readonly RecipientDoubt[];
};

/** What a narrowed run leaves for later. */
type LeftForLater = {
  readonly by: Narrowing;
  /** The rows that team, row and player do not choose. */
  readonly otherRows: ReadonlySet<number>;
  /** How many records of these rows are left, without those whose message the ledger knows. */
  readonly others: number;
  /** How many chosen messages are left because the run asks about no more. */
  readonly afterFirst: number;
};

/** A valid message that is not sent, and why. */
export type HeldBack = { readonly message: Message; readonly because: Finding };

/**
 * Applies the answers that the ledger has stored, leaves out parents who opted out, and returns the
 * open questions.
 */
export async function settleList(
  reload: Reload,
  ledger: Ledger,
  optOuts: Pick<OptOuts, 'blocked' | 'has'>,
): Promise<SettledList> {
  const asRead = await reload(new Set());
  const answers = await ledger.answers(asRead.offers.map(({ id }) => id));
  const agreed = new Set([...answers].flatMap(([id, answer]) => (answer === 'y' ? [id] : [])));
  const loaded = agreed.size === 0 ? asRead : await reload(agreed);

  const fullPlan = await preparePlan(loaded.messages, ledger);
  // Only messages still to be sent: what was sent before is reported as that.
  const open = fullPlan.toAsk.map(({ message }) => message);
  const optedOut = await optedOutOf(open, optOuts);
  const optedOutMessages = new Set(optedOut.map(({ message }) => message));
  const withoutConsent = withoutConsentIn(loaded, open, optedOutMessages);
  const refused = new Set([...optedOut, ...withoutConsent].map(({ message }) => message));
  const toAsk = new Set(open.filter((message) => !refused.has(message)));

  // Where one of two parents opted out, the other one is asked about.
  const pairs = twoParentsIn(loaded.messages.filter((message) => !optedOutMessages.has(message)));
  const doubts = recipientDoubts([...toAsk], loaded.findings);
  const choices = await ledger.answers([...pairs, ...doubts].map(({ id }) => id));
  const openRecipients = doubts.filter(({ id }) => !choices.has(id));
  const otherParents = pairs.flatMap((pair): readonly HeldBack[] => {
    const message = leftOutBy(pair, choices.get(pair.id));
    if (message === null || !toAsk.has(message)) return [];
    return [{ message, because: becauseOf(pair, message) }];
  });
  const toPlayers = doubts.filter(({ id }) => choices.has(id) && choices.get(id) !== 'y');
  const notChosen = [...otherParents, ...toPlayers];
  const heldBack = [...optedOut, ...withoutConsent, ...notChosen, ...openRecipients];
  const out = new Set(heldBack.map(({ message }) => message));
  const changes = await compareWithLast(loaded, ledger);
  const plan =
    out.size === 0
      ? fullPlan
      : await preparePlan(
          loaded.messages.filter((message) => !out.has(message)),
          ledger,
        );
  const whole = {
    loaded: {
      ...loaded,
      findings: withChanges(loaded.findings, changes, [...optedOut, ...withoutConsent]),
    },
    changes,
    plan,
    notChosen,
    optedOut,
    withoutConsent,
    openOffers: loaded.offers.filter(({ id }) => !answers.has(id)),
    openPairs: pairs.filter(
      (pair) =>
        !choices.has(pair.id) &&
        pair.messages.every((message) => toAsk.has(message)) &&
        (!isInOneRow(pair) || loaded.asksEachFamily === true),
    ),
    openRecipients,
  };
  return narrowed(whole, fullPlan);
}

/**
 * Narrows a settled list to what the options of the run choose. What the ledger knows of the other messages
 * stays in the plan.
 *
 * @param fullPlan the plan with the messages that are held back, which has the order of the questions
 */
function narrowed(
  settled: Omit<SettledList, 'chosen' | 'later'>,
  { toAsk: inOrder }: Plan,
): SettledList {
  const { loaded, plan, openRecipients } = settled;
  const by = loaded.narrowing?.by;
  if (by === undefined) return { ...settled, chosen: loaded, later: null };
  const { chosen, otherRows, others: listed } = chosenPart(loaded, rowOfMessage);
  const isChosen = ({ message }: { readonly message: Message }): boolean =>
    !otherRows.has(message.invite.row);
  const offered = new Set([...plan.toAsk, ...openRecipients].map(({ message }) => message));
  const all = inOrder.filter((one) => offered.has(one.message) && isChosen(one));
  const asked = new Set(all.slice(0, by.first).map(({ message }) => message));
  const cut = all.filter(({ message }) => !asked.has(message)).map(({ message }) => message);
  const isAsked = ({ message }: Pick<PlannedMessage, 'message'>): boolean => asked.has(message);
  const part = withoutMessages(chosen, cut, rowOfMessage);
  const isOffered = new Set(part.offers.map(({ id }) => id));
  const others = listed - knownIn(plan).filter((one) => !isChosen(one)).length;
  return {
    ...settled,
    // The messages that are cut off were read as well, and belong to what was found.
    chosen: { ...part, messages: chosen.messages },
    later: others + cut.length === 0 ? null : { by, otherRows, others, afterFirst: cut.length },
    plan: { ...plan, toAsk: plan.toAsk.filter(isAsked) },
    notChosen: settled.notChosen.filter(isChosen),
    optedOut: settled.optedOut.filter(isChosen),
    withoutConsent: settled.withoutConsent.filter(isChosen),
    openOffers: settled.openOffers.filter(({ id }) => isOffered.has(id)),
    openPairs: settled.openPairs.filter(({ messages }) => messages.some((one) => asked.has(one))),
    openRecipients: openRecipients.filter(isAsked),
  };
}

/** The messages that the ledger knows as sent, on their way, of unknown outcome or not delivered. */
function knownIn({ alreadySent, onItsWay, unknown, undeliverable }: Plan): Plan['alreadySent'] {
  return [...alreadySent, ...onItsWay, ...unknown, ...undeliverable];
}

/** The same list, with all messages refused. */
export function refusedList(settled: SettledList, because: Finding): SettledList {
  const { later } = settled;
  return {
    ...settled,
    later: later === null || later.others === 0 ? null : { ...later, afterFirst: 0 },
    loaded: refusedAsAWhole(settled.loaded, because),
    chosen: refusedAsAWhole(settled.chosen, because),
    plan: makePlan([], { byKey: new Map(), otherTemplate: new Map() }),
    notChosen: [],
    optedOut: [],
    withoutConsent: [],
    openOffers: [],
    openPairs: [],
    openRecipients: [],
  };
}

async function optedOutOf(
  messages: readonly Message[],
  optOuts: Pick<OptOuts, 'blocked' | 'has'>,
): Promise<readonly HeldBack[]> {
  const blocked = await optOuts.blocked(messages);
  const numbers = new Set([...blocked].map(({ invite }) => invite.parent.phone));
  const stopped = await optOuts.has([...numbers]);
  return messages
    .filter((message) => blocked.has(message))
    .map((message): HeldBack => {
      const { row, parent } = message.invite;
      const about = { ...NOWHERE, field: 'parent_tel', value: parent.phone } as const;
      const because = {
        severity: 'warning',
        row,
        ...about,
        detail: { code: 'opted_out', isOnlyPlayer: !stopped.has(parent.phone) },
      } as const;
      return { message, because };
    });
}

function withoutConsentIn(
  loaded: LoadedList,
  open: readonly Message[],
  optedOut: ReadonlySet<Message>,
): readonly HeldBack[] {
  const lacking = new Set(loaded.withoutConsent ?? []);
  const detail = { code: 'no_marketing_consent' } as const;
  return open
    .filter((message) => lacking.has(message) && !optedOut.has(message))
    .map((message): HeldBack => {
      const { row } = message.invite;
      return { message, because: { severity: 'warning', row, ...NOWHERE, detail } };
    });
}

function withChanges(
  findings: readonly Finding[],
  changes: ListChanges,
  heldBack: readonly HeldBack[],
): readonly Finding[] {
  const { numbersChanged, numberChanged, moved } = changes;
  const whole = numbersChanged === null ? [] : [numbersChanged];
  const why = heldBack.map(({ because }) => because);
  return inRowOrder([...findings, ...whole, ...numberChanged, ...moved, ...why]);
}

function becauseOf(pair: TwoParents, { invite }: Message): Finding {
  const { messages } = pair;
  const other = messages.find((message) => message.invite !== invite) ?? messages[0];
  const detail = isInOneRow(pair)
    ? ({ code: 'other_parent_chosen' } as const)
    : ({ code: 'two_parents', firstRow: other.invite.row } as const);
  return { severity: 'warning', row: invite.row, ...NOWHERE, detail };
}

/** What to do with each message of a list, given the ledger's state. */
export async function preparePlan(messages: readonly Message[], ledger: Ledger): Promise<Plan> {
  return makePlan(messages, await ledger.view(messages));
}
