import type { Ledger } from '../../../application/ports/ports.ts';
import type { OptOuts } from '../../../application/ports/people-ports.ts';
import {
  refusedList,
  settleList,
  type Reload,
  type SettledList,
} from '../../../application/check/settle-list.ts';
import { isRequiredRepair, type RepairOffer } from '../../../domain/record/read-value.ts';
import { choiceOf, type ParentChoice, type TwoParents } from '../../../domain/list/two-parents.ts';
import type { AnswerSource, KeyQuestion } from '../../operator/answer-source.ts';
import type { Colours } from '../../terminal/colours.ts';
import { count, londonDay, printable, recipientOf } from '../../../text/format.ts';
import type { Shell } from '../../shell.ts';

/** Who is asked about the list as a whole, and where the answers are kept. */
export type Asking = {
  readonly shell: Shell;
  readonly answers: AnswerSource;
  readonly ledger: Ledger;
  readonly optOuts: OptOuts;
  readonly operatorName: string;
  readonly colours: Colours;
};

/**
 * What is to be known of the list before its first message: whether it can be trusted, which mends
 * are meant, and which of two parents is invited. Asked at a keyboard alone; elsewhere the careful
 * way is taken, and a list in doubt is not sent.
 */
export async function askBefore(
  settled: SettledList,
  reload: Reload,
  asking: Asking,
): Promise<SettledList> {
  const { shell, ledger, optOuts, colours } = asking;
  if (!shell.stdin.isTerminal || !hasSomethingToAsk(settled)) return settled;
  const { numbersChanged } = settled.changes;
  if (numbersChanged !== null) {
    const key = await next(asking, goOnQuestion(settled, colours));
    if (key !== 'y' && !shell.stop.aborted) return refusedList(settled, numbersChanged);
  }
  if (settled.openOffers.length === 0 && settled.openPairs.length === 0) return settled;
  await askOffers(settled.openOffers, asking);
  // A name that was mended may be the name of somebody further down.
  const mended = await settleList(reload, ledger, optOuts);
  await askPairs(mended.openPairs, asking);
  const answered = await settleList(reload, ledger, optOuts);
  shell.stderr.write(`\n${count(answered.plan.toAsk.length, 'message')} to ask now.\n`);
  return answered;
}

/** Whether the list has a message to ask about, or would have one after a yes to a mend. */
export function hasSomethingToAsk({ plan, openOffers }: SettledList): boolean {
  return plan.toAsk.length > 0 || openOffers.some(isRequiredRepair);
}

/** Nobody sees a list in doubt where there is no keyboard, so it goes no further. */
export function refuseUnseen(settled: SettledList, { stdin }: Shell): SettledList {
  const { numbersChanged } = settled.changes;
  return numbersChanged === null || stdin.isTerminal
    ? settled
    : refusedList(settled, numbersChanged);
}

async function askOffers(offers: readonly RepairOffer[], asking: Asking): Promise<void> {
  const { colours } = asking;
  for (const { id, from, to } of offers) {
    // oxlint-disable-next-line no-await-in-loop -- one question after the other
    const key = await next(asking, {
      question: colours.bold(`${printable(from)} -> ${printable(to)}? (y/n)`),
      keys: ['y', 'n'],
      otherKey: colours.odd('Press y or n.'),
    });
    if (key === null) return;
    // oxlint-disable-next-line no-await-in-loop -- an answer is kept before the next is asked for
    await keep(asking, id, key);
  }
}

async function askPairs(pairs: readonly TwoParents[], asking: Asking): Promise<void> {
  for (const pair of pairs) {
    // oxlint-disable-next-line no-await-in-loop -- one question after the other
    const key = await next(asking, pairQuestion(pair, asking.colours));
    if (key === null) return;
    const choice: ParentChoice = key === 'b' ? 'both' : choiceOf(pair, key === '1' ? 0 : 1);
    // oxlint-disable-next-line no-await-in-loop -- an answer is kept before the next is asked for
    await keep(asking, pair.id, choice);
  }
}

async function next(
  { shell, answers }: Pick<Asking, 'shell' | 'answers'>,
  question: KeyQuestion,
): Promise<string | null> {
  const key = await answers.next(question, shell.stop);
  // A question that was withdrawn has no answer, whatever was typed as it went.
  return shell.stop.aborted ? null : key;
}

async function keep(
  { shell, ledger, operatorName }: Asking,
  id: string,
  answer: string,
): Promise<void> {
  await ledger.remember(id, answer, operatorName, shell.clock.now());
}

function goOnQuestion({ changes }: SettledList, colours: Colours): KeyQuestion {
  const { numbersChanged, since } = changes;
  const { changed, of } =
    numbersChanged?.detail.code === 'numbers_changed'
      ? numbersChanged.detail
      : { changed: 0, of: 0 };
  const day = since === null ? 'before' : `on ${londonDay(since)}`;
  const what = `${changed} of ${of} players have another mobile than ${day}.`;
  return {
    question: colours.bold(`${what} Go on all the same? (y/n)`),
    keys: ['y', 'n'],
    otherKey: colours.odd('Press y or n.'),
  };
}

function pairQuestion({ messages }: TwoParents, colours: Colours): KeyQuestion {
  const [first, second] = messages;
  const { row, player } = first.invite;
  const child = printable(`${player.firstName} ${player.lastName}`);
  const parents = messages.map((message) => printable(recipientOf(message))).join('; ');
  return {
    question: `Row ${row} and row ${second.invite.row} are ${child} with two parents: ${parents}.\n${colours.bold('Send to the first, the second or both? (1/2/b)')}`,
    keys: ['1', '2', 'b'],
    otherKey: colours.odd('Press 1, 2 or b.'),
  };
}
