import { familiesOf } from '../../domain/list/list-check.ts';
import { narrowsRows, chosenRows } from '../../domain/list/narrowing.ts';
import type { Message } from '../../domain/message/message.ts';
import { InviteError } from '../../domain/problem/problem.ts';
import type { LoadedList } from './load-list.ts';

/** The part of a list that the options choose. */
export type NarrowedList<One = Message> = {
  /** The list without the rows that are left for later. The number of its records stays. */
  readonly chosen: LoadedList<One>;
  /** How many records are left for later. */
  readonly left: number;
};

/** The rows of a list that a run is about by team, row and player. */
export type ChosenPart<One = Message> = {
  readonly chosen: LoadedList<One>;
  /** All other rows. */
  readonly otherRows: ReadonlySet<number>;
  /** How many records they have: a row may have two parents. */
  readonly others: number;
};

const NO_ROWS: ReadonlySet<number> = new Set();

/**
 * Narrows a list by team, row and player. An error of the whole list is in every row, so such a list is
 * not narrowed.
 *
 * @throws InviteError `team_not_found`, `row_not_found`, `player_not_found`
 */
export function chosenPart<One>(
  loaded: LoadedList<One>,
  rowOf: (one: One) => number,
): ChosenPart<One> {
  const { narrowing, findings } = loaded;
  const isFaulty = findings.some(({ row, severity }) => row === null && severity === 'error');
  if (narrowing === undefined || !narrowsRows(narrowing.by) || isFaulty) {
    return { chosen: loaded, otherRows: NO_ROWS, others: 0 };
  }
  const found = chosenRows(narrowing.listed, narrowing.by);
  if (!found.ok) throw new InviteError(found.problem);
  const others = narrowing.listed.filter(({ row }) => !found.rows.has(row));
  const otherRows = new Set(others.map(({ row }) => row));
  return { chosen: withoutRows(loaded, otherRows, rowOf), otherRows, others: others.length };
}

/**
 * Narrows a list whose messages are not compared with a ledger.
 *
 * @param inOrder the messages in the order in which the first ones are taken; that of the list if left out
 * @throws InviteError `team_not_found`, `row_not_found`, `player_not_found`
 */
export function narrowList<One>(
  loaded: LoadedList<One>,
  rowOf: (one: One) => number,
  inOrder: (messages: readonly One[]) => readonly One[] = (messages) => messages,
): NarrowedList<One> {
  const { chosen, others } = chosenPart(loaded, rowOf);
  const first = loaded.narrowing?.by.first ?? chosen.messages.length;
  const cut = inOrder(chosen.messages).slice(first);
  return {
    chosen: withoutMessages(chosen, cut, rowOf),
    left: others + cut.length,
  };
}

/**
 * Narrows a list of which messages are shown, families together, as `send` asks about them.
 *
 * @throws InviteError `team_not_found`, `row_not_found` and `player_not_found`, also where the row or the
 *   player has no message
 */
export function narrowMessages(loaded: LoadedList): NarrowedList {
  const narrowed = narrowList(loaded, rowOfMessage, (messages) =>
    familiesOf(messages).flatMap((family) => family.messages),
  );
  const { row, player } = loaded.narrowing?.by ?? {};
  if (narrowed.chosen.messages.length === 0) {
    if (row !== undefined) throw new InviteError({ code: 'row_not_found', row });
    if (player !== undefined) throw new InviteError({ code: 'player_not_found', player });
  }
  return narrowed;
}

export function rowOfMessage({ invite }: Message): number {
  return invite.row;
}

/** The list without these messages, and without what was found in their rows. */
export function withoutMessages<One>(
  loaded: LoadedList<One>,
  messages: readonly One[],
  rowOf: (one: One) => number,
): LoadedList<One> {
  if (messages.length === 0) return loaded;
  const cut = new Set(messages);
  const kept = loaded.messages.filter((one) => !cut.has(one));
  const rows = new Set(messages.map(rowOf)).difference(new Set(kept.map(rowOf)));
  return { ...withoutRows(loaded, rows, rowOf), messages: kept };
}

/** The list without these rows; the number of its records and findings of the whole list stay. */
function withoutRows<One>(
  loaded: LoadedList<One>,
  rows: ReadonlySet<number>,
  rowOf: (one: One) => number,
): LoadedList<One> {
  const isKept = ({ row }: { readonly row: number | null }): boolean =>
    row === null || !rows.has(row);
  const keptOf = (all: readonly One[]): readonly One[] =>
    all.filter((one) => !rows.has(rowOf(one)));
  const { withoutConsent, narrowing } = loaded;
  const offered = new Set((narrowing?.listed ?? []).filter(isKept).flatMap(({ offers }) => offers));
  return {
    ...loaded,
    messages: keptOf(loaded.messages),
    repeats: keptOf(loaded.repeats),
    ...(withoutConsent === undefined ? {} : { withoutConsent: keptOf(withoutConsent) }),
    refusedRows: loaded.refusedRows.filter(isKept),
    leftOut: loaded.leftOut.filter((row) => !rows.has(row)),
    findings: loaded.findings.filter(isKept),
    mended: loaded.mended.filter(isKept),
    offers: loaded.offers.filter(({ id }) => offered.has(id)),
  };
}
