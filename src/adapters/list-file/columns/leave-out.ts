import { InviteError } from '../../../domain/problem/problem.ts';
import { writtenText } from '../../../domain/record/cell/cell-text.ts';
import { headingKey } from './headings.ts';

/** Rows that the operator leaves out: those with this value under this heading. */
export type LeaveOut = { readonly heading: string; readonly value: string };

/** The most values that are listed in one sentence. */
const MOST_LISTED = 12;

export type LeftOut = LeaveOut & { readonly rows: number };

export type LeaveOutFilter = {
  /** Whether the operator leaves this row out. Called for every row. */
  readonly leaves: (valueOf: (column: number) => unknown) => boolean;
  /**
   * What was left out. Called after the last row.
   *
   * @throws InviteError `usage` when no row has a value that was given
   */
  readonly leftOut: () => readonly LeftOut[];
};

/**
 * The rows that `--leave-out` leaves out by a value in one of their columns.
 *
 * @param headings the headings, or the names of a JSON list; `leaves` gets their index
 * @throws InviteError `usage` when the list has no such heading
 */
export function leaveOutFilter(
  headings: readonly string[],
  leaveOut: readonly LeaveOut[],
  file: string,
): LeaveOutFilter {
  const wanted = leaveOut.map((one) => ({
    ...one,
    key: valueKey(one.value),
    columns: columnsOf(one, headings, file),
    others: new Set<string>(),
    matched: 0,
    rows: 0,
  }));
  return {
    leaves: (valueOf) => {
      let isLeftOut = false;
      for (const one of wanted) {
        const values = one.columns.map((column) => writtenText(valueOf(column)).trim());
        if (values.some((value) => valueKey(value) === one.key)) {
          one.matched += 1;
          // A row that two options leave out is counted once.
          if (!isLeftOut) one.rows += 1;
          isLeftOut = true;
        } else if (one.others.size < MOST_LISTED) {
          for (const value of values) one.others.add(value);
        }
      }
      return isLeftOut;
    },
    leftOut: () =>
      wanted.map(({ heading, value, others, matched, rows }) => {
        if (matched > 0) return { heading, value, rows };
        const fault = { code: 'left_out_value_missing', heading, value, file } as const;
        throw new InviteError({ code: 'usage', fault: { ...fault, values: [...others] } });
      }),
  };
}

function columnsOf(
  { heading, value }: LeaveOut,
  headings: readonly string[],
  file: string,
): readonly number[] {
  const key = headingKey(heading);
  const columns = headings.flatMap((one, column) => (headingKey(one) === key ? [column] : []));
  if (key !== '' && columns.length > 0) return columns;
  const fault = { code: 'left_out_heading_missing', heading, value, file, headings } as const;
  throw new InviteError({ code: 'usage', fault });
}

function valueKey(value: string): string {
  return value.trim().normalize('NFKC').toLowerCase();
}
