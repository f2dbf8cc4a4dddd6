import { answerReader } from '../../../domain/list/exclusion/answer.ts';
import type { Answer } from '../../../domain/list/exclusion/column.ts';
import { memoize } from '../../../domain/memoize.ts';
import { NOWHERE, type Finding } from '../../../domain/problem/finding.ts';
import { writtenText } from '../../../domain/record/cell/cell-text.ts';
import { headingKey, visibleHeading } from './headings.ts';
import { decisionKey, type LeaveOut, type LeaveOutOptions } from './leave-out.ts';

/** A column about who has left or who consents, with the values that only a person can interpret. */
export type StatusColumn = {
  /** The column's letter; null in JSON. */
  readonly column: string | null;
  readonly heading: string;
  /** Each undecided value as it is first written, with its number of rows; the most frequent first. */
  readonly values: readonly { readonly value: string; readonly rows: number }[];
  /** The number of rows whose value is clear. */
  readonly decidedRows: number;
};

/** A column with more undecided values than this holds something other than a status. */
const MOST_STATUS_VALUES = 50;

/** A column, or a name in JSON, that is matched to no field. */
export type UnmatchedColumn = {
  /** Its index among the headings. */
  readonly at: number;
  /** The column's letter; null in JSON. */
  readonly column: string | null;
  readonly heading: string;
};

export type RowExclusion = {
  /** Whether the row's own cells exclude it. Called for every row that nothing else leaves out. */
  readonly excludes: (row: number, valueOf: (at: number) => unknown) => boolean;
  /** Why each row was excluded, in the order of the rows. */
  readonly findings: () => readonly Finding[];
  /**
   * The columns that a person has to decide about, but for those named with --leave-out and the values that
   * a kept map decides.
   */
  readonly statusColumns: () => readonly StatusColumn[];
};

type Seen = { readonly value: string; rows: number };

type ColumnState = UnmatchedColumn & {
  readonly read: (text: string) => Answer;
  /** By value in lower case; null once there are too many. */
  undecided: Map<string, Seen> | null;
  decidedRows: number;
  /** The value of the current row. */
  text: string;
  answer: Answer;
};

/** Excludes the rows of people who do not consent to messages and of players who have left. */
export function rowExclusion(
  columns: readonly UnmatchedColumn[],
  { leaveOut, keptMap }: Pick<LeaveOutOptions, 'leaveOut' | 'keptMap'>,
): RowExclusion {
  const columnStates = columns.flatMap(columnState);
  const findings: Finding[] = [];
  return {
    excludes: (row, valueOf) => {
      for (const one of columnStates) {
        one.text = writtenText(valueOf(one.at)).trim();
        one.answer = one.read(one.text);
      }
      const why =
        columnStates.find(({ answer }) => answer === 'no_consent') ??
        columnStates.find(({ answer }) => answer === 'left_club');
      if (why !== undefined) {
        why.decidedRows += 1;
        findings.push(exclusionFinding(row, why));
        return true;
      }
      for (const one of columnStates) countValue(one);
      return false;
    },
    findings: () => findings,
    statusColumns: () => {
      const named = new Set(leaveOut.map(({ heading }) => headingKey(heading)));
      const decided = new Set((keptMap?.rows ?? []).map(decisionKey));
      const isDecided = (one: LeaveOut): boolean => decided.has(decisionKey(one));
      return columnStates
        .filter(({ heading }) => !named.has(headingKey(heading)))
        .flatMap((state) => statusColumnOf(state, isDecided));
    },
  };
}

/** The findings about columns that a person has to decide about. */
export function statusFindings(columns: readonly StatusColumn[]): readonly Finding[] {
  return columns.map(({ column, heading, values }) => ({
    ...NOWHERE,
    severity: 'warning',
    row: null,
    column,
    heading,
    detail: { code: 'status_column', values },
  }));
}

function columnState(column: UnmatchedColumn): readonly ColumnState[] {
  const read = answerReader(visibleHeading(column.heading));
  if (read === null) return [];
  const nothing = { undecided: new Map<string, Seen>(), decidedRows: 0, text: '' };
  return [{ ...column, ...nothing, read: memoize(read), answer: 'undecided' }];
}

function exclusionFinding(row: number, { column, heading, text, answer }: ColumnState): Finding {
  const detail = answer === 'no_consent' ? NO_CONSENT : LEFT_CLUB;
  return { severity: 'warning', row, column, heading, field: null, value: text, detail };
}

// One object each, since a long list may have many such rows.
const NO_CONSENT = { code: 'no_consent' } as const;
const LEFT_CLUB = { code: 'left_club' } as const;

/** Counts `Pending` and `pending ` as one value, in its first spelling. */
function countValue(column: ColumnState): void {
  const { undecided, text, answer } = column;
  if (answer !== 'undecided') {
    column.decidedRows += 1;
    return;
  }
  if (undecided === null) return;
  const key = text.toLowerCase();
  const seen = undecided.get(key);
  if (seen === undefined) undecided.set(key, { value: text, rows: 1 });
  else seen.rows += 1;
  if (undecided.size > MOST_STATUS_VALUES) column.undecided = null;
}

function statusColumnOf(
  state: ColumnState,
  isDecided: (one: LeaveOut) => boolean,
): readonly StatusColumn[] {
  const { column, heading, undecided, decidedRows } = state;
  const all = [...(undecided?.values() ?? [])];
  const seen = all.filter(({ value }) => !isDecided({ heading, value }));
  // A column that is empty throughout has nothing to decide.
  const saysSomething = decidedRows > 0 || all.some(({ value }) => value !== '');
  if (seen.length === 0 || !saysSomething) return [];
  const values = seen
    .toSorted((a, b) => b.rows - a.rows)
    .map(({ value, rows }) => ({ value, rows }));
  return [{ column, heading, values, decidedRows }];
}
