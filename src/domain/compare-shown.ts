import type { ShownBy, ShownList, ShownMessage } from './shown-list.ts';
import { TEMPLATE_VARIABLES, VARIABLE_NUMBERS, type TemplateField } from './template.ts';

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
  const was = new Map(before.messages.map((one) => [one.who, one]));
  const is = new Set(now.messages.map(({ who }) => who));
  const come = now.messages.filter(({ who }) => !was.has(who)).map(({ row }) => row);
  const gone = before.messages
    .filter(({ who, row }) => !is.has(who) && !heldBack.has(row))
    .map(({ row }) => row);
  const replaced = new Set(come).intersection(new Set(gone));
  const isNotReplaced = (row: number): boolean => !replaced.has(row);
  return {
    since: before.at,
    by: before.by,
    isOtherText: before.text !== now.text,
    changed: now.messages.flatMap((one) => changedRow(was.get(one.who), one)),
    replaced: [...replaced].toSorted((a, b) => a - b),
    added: come.filter(isNotReplaced),
    removed: gone.filter(isNotReplaced),
  };
}

/** The same, without what is told of players who came, went or have another number. */
export function withoutPlayers(changes: ShownChanges): ShownChanges {
  return { ...changes, replaced: [], added: [], removed: [] };
}

function changedRow(was: ShownMessage | undefined, is: ShownMessage): readonly ChangedRow[] {
  if (was === undefined) return [];
  const fields = VARIABLE_NUMBERS.filter((_, place) => was.values[place] !== is.values[place]).map(
    (number) => TEMPLATE_VARIABLES[number],
  );
  return fields.length === 0 ? [] : [{ row: is.row, fields }];
}
