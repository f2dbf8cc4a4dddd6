import type { Answer } from './column.ts';

/** A value under a heading, in its first spelling, and what it says about its rows. */
export type ColumnValue = {
  readonly value: string;
  readonly rows: number;
  readonly answer: Answer;
};

/** Values that are shown and chosen together, all with the same meaning. */
export type ValueGroup = {
  readonly kind: 'value' | 'beginning' | 'others';
  /** The value itself, the word that the values begin with, or nothing for other values. */
  readonly value: string;
  readonly answer: Answer;
  readonly rows: number;
  readonly values: readonly string[];
};

/**
 * Groups the values of a column by the word they begin with, if there are more than `most`. Values with
 * different meanings are in different groups. The most frequent group is first.
 *
 * @param most the largest number of groups, at least 5
 */
export function groupValues(values: readonly ColumnValue[], most: number): readonly ValueGroup[] {
  const alone = values.map((one) => merged('value', one.value, [one]));
  if (alone.length <= most) return inOrder(alone);
  const byBeginning = Map.groupBy(values, ({ value, answer }) =>
    JSON.stringify([answer, value === '' ? null : beginningOf(value).toLowerCase()]),
  );
  const groups = inOrder([...byBeginning.values()].map(groupOf));
  if (groups.length <= most) return groups;
  // One group of other values for each of the four meanings.
  const shown = groups.slice(0, most - MEANINGS);
  const rest = Map.groupBy(values, ({ answer }) => answer);
  const isShown = new Set(shown.flatMap((group) => group.values));
  const others = [...rest.values()]
    .map((some) => some.filter(({ value }) => !isShown.has(value)))
    .filter((some) => some.length > 0);
  return [...shown, ...others.map((some) => merged('others', '', some))];
}

const MEANINGS = 4;

function groupOf(values: readonly ColumnValue[]): ValueGroup {
  const first = values[0]?.value ?? '';
  if (values.length === 1) return merged('value', first, values);
  const beginning = beginningOf(first);
  return merged(beginning === '' ? 'others' : 'beginning', beginning, values);
}

function merged(
  kind: ValueGroup['kind'],
  value: string,
  values: readonly ColumnValue[],
): ValueGroup {
  return {
    kind,
    value,
    answer: values[0]?.answer ?? 'undecided',
    rows: values.reduce((sum, { rows }) => sum + rows, 0),
    values: values.map((one) => one.value),
  };
}

/** The first word; empty if the value begins with a number, such as a date or a reference. */
function beginningOf(value: string): string {
  return /^\p{L}[\p{L}\p{M}'’-]*/u.exec(value.trim())?.[0] ?? '';
}

function inOrder(groups: readonly ValueGroup[]): readonly ValueGroup[] {
  return groups.toSorted((a, b) => b.rows - a.rows);
}
