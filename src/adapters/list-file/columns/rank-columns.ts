import {
  fitsCells,
  hasTellingValues,
  shareOfValues,
} from '../../../domain/list/headings/fitting-cells.ts';
import type { RowReading } from '../../../domain/list/headings/read-heading-row.ts';
import type { ColumnField } from '../../../domain/record/field.ts';
import { headingKey, isStatusHeading, refusedContent } from './headings.ts';

/** A field without a certain column, and the columns, counted from 0, that a person can choose from. */
export type RankedColumns = {
  readonly field: ColumnField;
  /** The best first. */
  readonly indexes: readonly number[];
  /** How many of the first ones are likely to be the field, by their heading or their cells. */
  readonly likely: number;
};

/** A column that nothing uses, with its heading as a whole row of headings reads it. */
type OpenColumn = {
  readonly index: number;
  readonly heading: string;
  readonly reading: RowReading | undefined;
  /** Some of its cells. */
  readonly cells: readonly string[];
};

/** If this many of its cells are values of the field, a column is likely to be it. */
const LIKELY_SHARE = 0.5;

/**
 * The columns that `--map` can give to a field: those with a heading that no other column has, and whose
 * heading does not say that they hold something that is never taken.
 */
export function openColumns(columns: readonly OpenColumn[]): readonly OpenColumn[] {
  const byKey = Map.groupBy(columns, ({ heading }) => headingKey(heading));
  return columns.filter(({ heading }) => {
    const key = headingKey(heading);
    const isOnly = key !== '' && byKey.get(key)?.length === 1;
    return isOnly && refusedContent(heading) === null && !isStatusHeading(heading);
  });
}

/**
 * The open columns for a field: first those that its heading suggests, in their order, then those with
 * values of the field, then those that could be anything, and last those whose headings or cells say that they
 * hold something else.
 *
 * @param suggested the indexes of the columns whose headings suggest the field
 */
export function rankColumns(
  field: ColumnField,
  suggested: readonly number[],
  open: readonly OpenColumn[],
): RankedColumns {
  const first = suggested.filter((index) => open.some((column) => column.index === index));
  const others = open.filter(({ index }) => !first.includes(index));
  const ranked = others
    .map((column) => ({ ...column, ...rankOf(field, column) }))
    .toSorted((a, b) => a.rank - b.rank || b.share - a.share || a.index - b.index);
  return {
    field,
    indexes: [...first, ...ranked.map(({ index }) => index)],
    likely: first.length + ranked.filter(({ rank }) => rank === 0).length,
  };
}

function rankOf(
  field: ColumnField,
  { reading, cells }: OpenColumn,
): { readonly rank: number; readonly share: number } {
  const holdsElse = (reading?.holds ?? null) !== null;
  const isOfOtherField = reading !== undefined && reading.ask.length > 0;
  const share = hasTellingValues(field) ? shareOfValues(field, cells) : 0;
  const isEmpty = cells.every((cell) => cell.trim() === '');
  if (holdsElse || isEmpty) return { rank: 3, share };
  if (isOfOtherField || !fitsCells(field, cells)) return { rank: 2, share };
  return { rank: share >= LIKELY_SHARE ? 0 : 1, share };
}
