import type { ColumnField } from '../../../domain/record/field.ts';

/** A field that no column is surely for, and the columns that may be it. */
export type ColumnDoubt = {
  readonly field: ColumnField;
  readonly candidates: readonly {
    /** The column's letter. */
    readonly column: string;
    readonly heading: string;
    /** The first cells below the heading that hold anything, three at most. */
    readonly samples: readonly string[];
  }[];
};

/** A column that says who has left, or who agreed, as far as only a person can tell what it says. */
export type StatusColumn = {
  /** The column's letter; null in JSON. */
  readonly column: string | null;
  readonly heading: string;
  /** Each undecided value, as it is written, with the number of rows; the most frequent first. */
  readonly values: readonly { readonly value: string; readonly rows: number }[];
  /** How many rows say clearly whether they stay. */
  readonly decidedRows: number;
};

/** Rows that the operator leaves out: those with this value under this heading. */
export type LeaveOut = { readonly heading: string; readonly value: string };
