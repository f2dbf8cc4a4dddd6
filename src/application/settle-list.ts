import type { ListChanges } from '../domain/compare-lists.ts';
import type { Message } from '../domain/message.ts';
import { makePlan, type Plan } from '../domain/plan.ts';
import { NOWHERE, type Finding } from '../domain/problem.ts';
import type { MendOffer } from '../domain/record.ts';
import { leftOutBy, twoParentsIn, type TwoParents } from '../domain/two-parents.ts';
import { compareWithLast } from './compare-with-last.ts';
import { refusedAsAWhole, type LoadedList } from './load-list.ts';
import type { Ledger } from './ports.ts';
import { preparePlan } from './prepare-plan.ts';

/** Loads the list once more, with these mends agreed. */
export type Reload = (agreed: ReadonlySet<MendOffer['id']>) => LoadedList | Promise<LoadedList>;

/** A list with every answer applied that the ledger remembers, and what is still to be answered. */
export type SettledList = {
  /** With the differences from the last list among its findings. */
  readonly loaded: LoadedList;
  readonly changes: ListChanges;
  readonly plan: Plan;
  /** Parents who get nothing, since the other one was chosen. */
  readonly notChosen: readonly NotChosen[];
  readonly openOffers: readonly MendOffer[];
  readonly openPairs: readonly TwoParents[];
};

export type NotChosen = { readonly message: Message; readonly because: Finding };

/** Answers are given once: what the ledger remembers is applied, and the rest is left open. */
export async function settleList(reload: Reload, ledger: Ledger): Promise<SettledList> {
  const asRead = await reload(new Set());
  const answers = await ledger.answers(asRead.offers.map(({ id }) => id));
  const agreed = new Set([...answers].flatMap(([id, answer]) => (answer === 'y' ? [id] : [])));
  const loaded = agreed.size === 0 ? asRead : await reload(agreed);

  const pairs = twoParentsIn(loaded.messages);
  const choices = await ledger.answers(pairs.map(({ id }) => id));
  const everybody = await preparePlan(loaded.messages, ledger);
  const toAsk = new Set(everybody.toAsk.map(({ message }) => message));
  const notChosen = pairs.flatMap((pair): readonly NotChosen[] => {
    const message = leftOutBy(pair, choices.get(pair.id));
    // Whoever was written to already is told as that.
    if (message === null || !toAsk.has(message)) return [];
    return [{ message, because: becauseOf(pair, message) }];
  });
  const out = new Set(notChosen.map(({ message }) => message));
  const changes = await compareWithLast(loaded, ledger);
  return {
    loaded: { ...loaded, findings: withChanges(loaded.findings, changes) },
    changes,
    plan:
      out.size === 0
        ? everybody
        : await preparePlan(
            loaded.messages.filter((message) => !out.has(message)),
            ledger,
          ),
    notChosen,
    openOffers: loaded.offers.filter(({ id }) => !answers.has(id)),
    openPairs: pairs.filter(
      ({ id, messages }) => !choices.has(id) && messages.every((message) => toAsk.has(message)),
    ),
  };
}

/** The same list, of which nothing is sent. */
export function refusedList(settled: SettledList, because: Finding): SettledList {
  return {
    ...settled,
    loaded: refusedAsAWhole(settled.loaded, because),
    plan: makePlan([], { byKey: new Map(), otherTemplate: new Map() }),
    notChosen: [],
    openOffers: [],
    openPairs: [],
  };
}

function withChanges(findings: readonly Finding[], changes: ListChanges): readonly Finding[] {
  const { numbersChanged, numberChanged, moved } = changes;
  const whole = numbersChanged === null ? [] : [numbersChanged];
  return [...findings, ...whole, ...numberChanged, ...moved].toSorted(
    (a, b) => (a.row ?? 0) - (b.row ?? 0),
  );
}

function becauseOf({ messages }: TwoParents, { invite }: Message): Finding {
  const other = messages.find((message) => message.invite !== invite) ?? messages[0];
  const detail = { code: 'two_parents', firstRow: other.invite.row } as const;
  return { severity: 'warning', row: invite.row, ...NOWHERE, detail };
}
