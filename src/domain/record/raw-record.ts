import type { RowProblem } from '../problem/finding.ts';
import type { OtherEncoding } from './cell/windows-1252.ts';
import type { ColumnField } from './field.ts';
import type { RowConsent } from './row-consent.ts';
import type { SheetRow } from './sheet-row.ts';

/** One cell as it is in the file, with its place. */
export type Cell = {
  readonly value: unknown;
  readonly column: string | null;
  readonly heading: string | null;
  /** The row of the teams' sheet that the cell is from; left out for a cell of the list. */
  readonly sheet?: SheetRow & {
    /** The encoding that the sheet probably is in, where it was decoded as Windows-1252. */
    readonly misread: OtherEncoding | null;
  };
};

/** The columns that are about a parent. */
export type ParentField = Extract<ColumnField, `parent_${string}`>;

/**
 * One record as it was read. A field has no cell if the list has no column for it; that is reported
 * once for the list.
 */
export type RawRecord = {
  readonly row: number;
  readonly cells: { readonly [field in ColumnField]?: Cell };
  /** The cells of a second parent in the same row, if there is one with a phone. */
  readonly secondParent?: { readonly [field in ParentField]?: Cell };
  /** What is wrong with the shape of the row. No value in such a row is used. */
  readonly shapeProblem: RowProblem | null;
  /**
   * Whether the row is neither checked nor sent, because the operator or a column of the list
   * excludes it.
   */
  readonly leftOut: boolean;
  /** What the list's own columns say about consent, where they say something. */
  readonly consent?: RowConsent;
  /**
   * The encoding that the list probably is in, where its text was decoded as Windows-1252. The operator
   * has to agree to each value that would change.
   */
  readonly misread?: OtherEncoding;
};
