import {
  refusedList,
  settleList,
  type Reload,
  type SettledList,
} from '../../../application/check/settle-list.ts';
import type { RecipientDoubt } from '../../../domain/list/recipient-check.ts';
import { choiceOf, type ParentChoice, type TwoParents } from '../../../domain/list/two-parents.ts';
import { fullName } from '../../../domain/record/names/full-name.ts';
import { internationalForm } from '../../../domain/record/phone/phone.ts';
import { isRequiredRepair } from '../../../domain/record/read-value.ts';
import { type RepairOffer } from '../../../domain/record/read-value.ts';
import {
  count,
  londonDay,
  playerOf,
  printable,
  recipientOf,
  rowNumber,
} from '../../../text/format.ts';
import { explainFinding } from '../../../text/list/finding.ts';
import type { World } from '../../composition/world.ts';
import { keepEncodingOf } from '../../list/kept-map.ts';
import type { NamedList } from '../../list/named-list.ts';
import { yesNoQuestion, type KeyQuestion } from '../../operator/answer-source.ts';
import type { OperatorSession } from '../../sending/operator-session.ts';
import type { Shell } from '../../shell.ts';
import type { Colours } from '../../terminal/colours.ts';

type ListSession = OperatorSession & {
  readonly list: Pick<NamedList, 'options' | 'misread'>;
  readonly world: Pick<World, 'ledger' | 'optOuts' | 'operatorName'>;
};

/**
 * Asks what must be known of a list before its first message: whether to go on when many numbers have
 * changed, which offered repairs to make, which of two parents to invite, and whether messages may go to
 * players. The answers are kept in the ledger. Without a keyboard nothing is asked, no repair is made, and
 * what needs an answer waits.
 *
 * @returns the list with the answers applied
 */
export async function askAboutList(
  settled: SettledList,
  reload: Reload,
  session: ListSession,
): Promise<SettledList> {
  const { shell, world, colours } = session;
  if (!shell.stdin.isTerminal || !hasSomethingToAsk(settled)) return settled;
  const { numbersChanged } = settled.changes;
  if (numbersChanged !== null) {
    const key = await nextKey(session, goOnQuestion(settled, colours));
    if (key !== 'y' && !shell.stop.aborted) return refusedList(settled, numbersChanged);
  }
  const { openOffers, openPairs, openRecipients } = settled;
  if (openOffers.length + openPairs.length + openRecipients.length === 0) return settled;
  await askOffers(openOffers, session);
  // A repaired name may be the same child as in another row, and so make a new pair of parents.
  const repaired = await settleList(reload, world.ledger, world.optOuts);
  await askPairs(repaired.openPairs, session);
  await askRecipients(repaired.openRecipients, session);
  const answered = await settleList(reload, world.ledger, world.optOuts);
  shell.stderr.write(`\n${count(answered.plan.toAsk.length, 'message')} to ask now.\n`);
  return answered;
}

/** Whether the list has a message to ask about, or would have one once an offered repair is made. */
export function hasSomethingToAsk({ plan, openOffers, openRecipients }: SettledList): boolean {
  const isDoubted = openRecipients.length > 0;
  return plan.toAsk.length > 0 || isDoubted || openOffers.some(isRequiredRepair);
}

/** Without a keyboard, refuses a list in which many numbers have changed: nobody can confirm it. */
export function refuseUnseen(settled: SettledList, { stdin }: Shell): SettledList {
  const { numbersChanged } = settled.changes;
  return numbersChanged === null || stdin.isTerminal
    ? settled
    : refusedList(settled, numbersChanged);
}

async function askOffers(offers: readonly RepairOffer[], session: ListSession): Promise<void> {
  const together = await agreedTogether(offers, session);
  if (together === null) return;
  let isEncodingSure = offers.some(isOfEncoding);
  for (const offer of offers.filter((one) => !together.has(one))) {
    const { id } = offer;
    const question = `${changeIn(offer)}? (y/n)`;
    // oxlint-disable-next-line no-await-in-loop -- one question after the other
    const key = await nextKey(session, yesNoQuestion(question, session.colours));
    if (key === null) return;
    // oxlint-disable-next-line no-await-in-loop -- an answer is kept before the next question
    await keepAnswer(session, id, key);
    if (isOfEncoding(offer) && key !== 'y') isEncodingSure = false;
  }
  if (isEncodingSure) await keepEncodingOf(session.shell, session.list);
}

function isOfEncoding({ why }: RepairOffer): boolean {
  return why === 'read_twice';
}

/** How many values of a wrong encoding are shown for all of them. */
const SAMPLES = 3;

/**
 * Asks once about all values in a wrong encoding, if there are more than the samples. After a no, each is
 * asked about alone.
 *
 * @returns the offers agreed to; null where the run was stopped
 */
async function agreedTogether(
  offers: readonly RepairOffer[],
  session: ListSession,
): Promise<ReadonlySet<RepairOffer> | null> {
  const misread = offers.filter(isOfEncoding);
  if (misread.length <= SAMPLES) return new Set();
  const samples = misread.slice(0, SAMPLES).map((offer) => `  ${changeIn(offer)}`);
  const key = await nextKey(session, {
    ...yesNoQuestion('', session.colours),
    question: [
      `${misread.length} values were read in the wrong encoding, for example:`,
      ...samples,
      session.colours.bold(`Read all ${misread.length} so? n asks about each. (y/n)`),
    ].join('\n'),
  });
  if (key === null) return null;
  if (key !== 'y') return new Set();
  for (const { id } of misread) {
    // oxlint-disable-next-line no-await-in-loop -- a ledger is written to in sequence
    await keepAnswer(session, id, key);
  }
  return new Set(misread);
}

function changeIn({ from, to }: RepairOffer): string {
  return `${printable(from)} -> ${printable(to)}`;
}

async function askPairs(pairs: readonly TwoParents[], session: ListSession): Promise<void> {
  for (const pair of pairs) {
    // oxlint-disable-next-line no-await-in-loop -- one question after the other
    const key = await nextKey(session, pairQuestion(pair, session.colours));
    if (key === null) return;
    const choice: ParentChoice = key === 'b' ? 'both' : choiceOf(pair, key === '1' ? 0 : 1);
    // oxlint-disable-next-line no-await-in-loop -- an answer is kept before the next question
    await keepAnswer(session, pair.id, choice);
  }
}

async function askRecipients(
  doubts: readonly RecipientDoubt[],
  session: ListSession,
): Promise<void> {
  for (const { id, message, because } of doubts) {
    const { row, parent } = message.invite;
    const who = `${printable(playerOf(message))}, ${internationalForm(parent.phone)}`;
    const ask = session.colours.bold('Does it reach a parent or the welfare officer, too? (y/n)');
    const question = [`Row ${rowNumber(row)}: ${who}`, explainFinding(because).message, ask].join(
      '\n',
    );
    // oxlint-disable-next-line no-await-in-loop -- one question after the other
    const key = await nextKey(session, { ...yesNoQuestion('', session.colours), question });
    if (key === null) return;
    // oxlint-disable-next-line no-await-in-loop -- an answer is kept before the next question
    await keepAnswer(session, id, key);
  }
}

/** The key pressed; null where the run was stopped meanwhile, even if a key was pressed as well. */
async function nextKey(
  { shell, answers }: OperatorSession,
  question: KeyQuestion,
): Promise<string | null> {
  const key = await answers.next(question, shell.stop);
  return shell.stop.aborted ? null : key;
}

async function keepAnswer(
  { shell, world }: ListSession,
  id: string,
  answer: string,
): Promise<void> {
  await world.ledger.remember(id, answer, world.operatorName, shell.clock.now());
}

function goOnQuestion({ changes }: SettledList, colours: Colours): KeyQuestion {
  const { numbersChanged, since } = changes;
  const { changed, of } =
    numbersChanged?.detail.code === 'numbers_changed'
      ? numbersChanged.detail
      : { changed: 0, of: 0 };
  const day = since === null ? 'before' : `on ${londonDay(since)}`;
  const what = `${changed} of ${of} players have another mobile than ${day}.`;
  return yesNoQuestion(`${what} Go on all the same? (y/n)`, colours);
}

function pairQuestion({ messages }: TwoParents, colours: Colours): KeyQuestion {
  const [first, second] = messages;
  const { row, player } = first.invite;
  const child = printable(fullName(player));
  const parents = messages.map((message) => printable(recipientOf(message)));
  const which =
    row === second.invite.row
      ? [
          `In row ${rowNumber(row)}, ${child} has two parents:`,
          ...parents.map((one, at) => `  ${at + 1} ${one}`),
        ].join('\n')
      : `Row ${rowNumber(row)} and row ${rowNumber(second.invite.row)} are ${child} with two parents: ${parents.join('; ')}.`;
  return {
    question: `${which}\n${colours.bold('Send to the first, the second or both? (1/2/b)')}`,
    keys: ['1', '2', 'b'],
    otherKey: colours.odd('Press 1, 2 or b.'),
  };
}
