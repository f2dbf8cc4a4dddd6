import type { ColumnField } from '../../domain/field.ts';

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

/** A column that says who has left, or who agreed to be written to. */
export type StatusColumn = {
  readonly column: string;
  readonly heading: string;
  /** Each value that stands in it, as it is written, with the number of rows; the most frequent first. */
  readonly values: readonly { readonly value: string; readonly rows: number }[];
};

/** Rows that the operator leaves out: those with this value under this heading. */
export type LeaveOut = { readonly heading: string; readonly value: string };
