import type { RowProblem } from '../problem/problem.ts';
import type { ColumnField } from './field.ts';

/** One cell as it stands in the file, and where. */
export type Cell = {
  readonly value: unknown;
  readonly column: string | null;
  readonly heading: string | null;
};

/** One record as it was read. A field without a cell has no column; the list as a whole was told so. */
export type RawRecord = {
  readonly row: number;
  readonly cells: { readonly [field in ColumnField]?: Cell };
  /** What is wrong with the row's shape, for which no value in it can be trusted. */
  readonly shapeProblem: RowProblem | null;
  /** Whether the row is neither judged nor sent: the operator leaves it out, or its own cells do. */
  readonly leftOut: boolean;
};
