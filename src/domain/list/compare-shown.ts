import { matchLists } from './match-lists.ts';
import type { ShownBy, ShownList, ShownMessage } from './shown-list.ts';
import { TEMPLATE_VARIABLES, VARIABLE_NUMBERS, type TemplateField } from '../message/template.ts';

/** What is different from what a person was last shown of the same file. */
export type ShownChanges = {
  readonly since: Date;
  readonly by: ShownBy;
  /** The template has another text, whatever the values are. */
  readonly isOtherText: boolean;
  readonly changed: readonly ChangedRow[];
  /** Rows in which another player, number or season stands. */
  readonly replaced: readonly number[];
  readonly added: readonly number[];
  /** As they were numbered then. */
  readonly removed: readonly number[];
};

export type ChangedRow = { readonly row: number; readonly fields: readonly TemplateField[] };

/**
 * Holds what is to be shown against what was.
 *
 * @param heldBack rows that are in the list and have no message: they are told as that, not as removed
 */
export function compareShown(
  before: ShownList,
  now: ShownList,
  heldBack: ReadonlySet<number> = new Set(),
): ShownChanges {
  const by = { nameNow: whoOf, nameBefore: whoOf, same: [] };
  const { pairs, added, left } = matchLists(now.messages, before.messages, by);
  const come = added.map(({ row }) => row);
  const gone = left.map(({ row }) => row).filter((row) => !heldBack.has(row));
  const replaced = new Set(come).intersection(new Set(gone));
  const isNotReplaced = (row: number): boolean => !replaced.has(row);
  return {
    since: before.at,
    by: before.by,
    isOtherText: before.text !== now.text,
    changed: pairs.flatMap(([is, was]) => changedRow(was, is)),
    replaced: [...replaced].toSorted((a, b) => a - b),
    added: come.filter(isNotReplaced),
    removed: gone.filter(isNotReplaced),
  };
}

/** The same, without what is told of players who came, went or have another number. */
export function withoutPlayers(changes: ShownChanges): ShownChanges {
  return { ...changes, replaced: [], added: [], removed: [] };
}

function whoOf({ who }: ShownMessage): string {
  return who;
}

function changedRow(was: ShownMessage, is: ShownMessage): readonly ChangedRow[] {
  const fields = VARIABLE_NUMBERS.filter((_, place) => was.values[place] !== is.values[place]).map(
    (number) => TEMPLATE_VARIABLES[number],
  );
  return fields.length === 0 ? [] : [{ row: is.row, fields }];
}
