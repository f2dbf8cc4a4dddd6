import { cellKey, type RowDecision } from '../../../domain/list/exclusion/row-decision.ts';
import { InviteError } from '../../../domain/problem/problem.ts';
import { writtenText } from '../../../domain/record/cell/cell-text.ts';
import { headingKey, isStatusHeading } from './headings.ts';

/** Rows that the operator leaves out: those with this value under this heading. */
export type LeaveOut = { readonly heading: string; readonly value: string };

/** The decisions of a kept map, and its name. */
export type KeptDecisions = { readonly name: string; readonly rows: readonly RowDecision[] };

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
 * The rows that `--leave-out` or a kept map leaves out by a value in one of their columns. A value of a kept
 * map may be in no row this time.
 *
 * @param headings the headings, or the names of a JSON list; `leaves` gets their index
 * @throws InviteError `usage` when the list has no such heading
 */
export function leaveOutFilter(
  headings: readonly string[],
  { name: file, leaveOut, keptMap }: LeaveOutOptions,
): LeaveOutFilter {
  const given = leaveOut.map((one) => ({ ...one, keptMap: null }));
  const wanted = [...given, ...keptLeaveOut(leaveOut, keptMap)].map((one) => ({
    ...one,
    key: cellKey(one.value),
    columns: columnsToRead(one, headings, file),
    others: new Set<string>(),
    matched: 0,
    rows: 0,
  }));
  return {
    leaves: (valueOf) => {
      let isLeftOut = false;
      for (const one of wanted) {
        const values = one.columns.map((column) => writtenText(valueOf(column)).trim());
        if (values.some((value) => cellKey(value) === one.key)) {
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
      wanted.map(({ heading, value, keptMap: kept, others, matched, rows }) => {
        if (matched > 0 || kept !== null) return { heading, value, rows };
        const fault = { code: 'left_out_value_missing', heading, value, file } as const;
        throw new InviteError({ code: 'usage', fault: { ...fault, values: [...others] } });
      }),
  };
}

export type LeaveOutOptions = {
  /** What the file is called in problems. */
  readonly name: string;
  readonly leaveOut: readonly LeaveOut[];
  readonly keptMap: KeptDecisions | null;
};

type Wanted = LeaveOut & { readonly keptMap: string | null };

/** What the kept map leaves out, apart from what `--leave-out` leaves out as well. */
function keptLeaveOut(
  leaveOut: readonly LeaveOut[],
  keptMap: KeptDecisions | null,
): readonly Wanted[] {
  const given = new Set(leaveOut.map(decisionKey));
  return (keptMap?.rows ?? [])
    .filter((row) => row.isLeftOut && !given.has(decisionKey(row)))
    .map(({ heading, value }) => ({ heading, value, keptMap: keptMap?.name ?? null }));
}

/** Equal for the same heading and value, however each is written. */
export function decisionKey({ heading, value }: LeaveOut): string {
  return JSON.stringify([headingKey(heading), cellKey(value)]);
}

/** What a kept map says about a status or consent column is read with that column. */
function columnsToRead(
  wanted: Wanted,
  headings: readonly string[],
  file: string,
): readonly number[] {
  const columns = columnsOf(wanted, headings, file);
  return wanted.keptMap !== null && isStatusHeading(wanted.heading) ? [] : columns;
}

function columnsOf(
  { heading, value, keptMap }: Wanted,
  headings: readonly string[],
  file: string,
): readonly number[] {
  const key = headingKey(heading);
  const columns = headings.flatMap((one, column) => (headingKey(one) === key ? [column] : []));
  if (key !== '' && columns.length > 0) return columns;
  const fault = { code: 'left_out_heading_missing', heading, value, file, headings } as const;
  throw new InviteError({ code: 'usage', fault: { ...fault, keptMap } });
}
