import { answerReader } from '../../../domain/list/exclusion/answer.ts';
import type { Answer } from '../../../domain/list/exclusion/column.ts';
import { NOWHERE, type Finding } from '../../../domain/problem/finding.ts';
import { memoize } from '../../../domain/memoize.ts';
import { writtenText } from '../../../domain/record/cell/cell-text.ts';
import type { LeaveOut } from './leave-out.ts';
import { headingKey, visibleHeading } from './headings.ts';

/** A column with more undecided values than this is told apart by something else than a status. */
const MOST_STATUS_VALUES = 50;

/** A column that is taken for no field; in JSON a name. */
export type UntakenColumn = {
  /** Its place among the headings. */
  readonly at: number;
  /** The column's letter; null in JSON. */
  readonly column: string | null;
  readonly heading: string;
};

export type RowExclusion = {
  /** Whether the row's own cells leave it out; to be called for every row that nothing else does. */
  readonly excludes: (row: number, valueOf: (at: number) => unknown) => boolean;
  /** Why each row was left out, in the order of the rows. */
  readonly findings: () => readonly Finding[];
  /** What only a person can decide, but for the columns of which --leave-out speaks. */
  readonly statusColumns: () => readonly StatusColumn[];
};

type Seen = { readonly value: string; rows: number };

type AskingColumn = UntakenColumn & {
  readonly read: (text: string) => Answer;
  /** Null once there are too many. */
  undecided: Map<string, Seen> | null;
  decidedRows: number;
  /** What the row at hand has there. */
  text: string;
  answer: Answer;
};

/** Leaves out the rows of those who do not agree to be written to, and of those who have left. */
export function rowExclusion(
  columns: readonly UntakenColumn[],
  leaveOut: readonly LeaveOut[],
): RowExclusion {
  const asking = columns.flatMap(askingColumn);
  const findings: Finding[] = [];
  return {
    excludes: (row, valueOf) => {
      for (const one of asking) {
        one.text = writtenText(valueOf(one.at)).trim();
        one.answer = one.read(one.text);
      }
      const why =
        asking.find(({ answer }) => answer === 'no_consent') ??
        asking.find(({ answer }) => answer === 'left_club');
      if (why !== undefined) {
        why.decidedRows += 1;
        findings.push(exclusionFinding(row, why));
        return true;
      }
      for (const one of asking) count(one);
      return false;
    },
    findings: () => findings,
    statusColumns: () => {
      const spokenOf = new Set(leaveOut.map(({ heading }) => headingKey(heading)));
      return asking
        .filter(({ heading }) => !spokenOf.has(headingKey(heading)))
        .flatMap(statusColumnOf);
    },
  };
}

/** The findings about columns that only a person can decide. */
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

function askingColumn(column: UntakenColumn): readonly AskingColumn[] {
  const read = answerReader(visibleHeading(column.heading));
  if (read === null) return [];
  const nothing = { undecided: new Map<string, Seen>(), decidedRows: 0, text: '' };
  return [{ ...column, ...nothing, read: memoize(read), answer: 'undecided' }];
}

function exclusionFinding(row: number, { column, heading, text, answer }: AskingColumn): Finding {
  const detail = answer === 'no_consent' ? NO_CONSENT : LEFT_CLUB;
  return { severity: 'warning', row, column, heading, field: null, value: text, detail };
}

/** One for all: a long list may have no other rows. */
const NO_CONSENT = { code: 'no_consent' } as const;
const LEFT_CLUB = { code: 'left_club' } as const;

/** `Pending` and `pending ` are one value, told as it is written first. */
function count(column: AskingColumn): void {
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

function statusColumnOf(asking: AskingColumn): readonly StatusColumn[] {
  const { column, heading, undecided, decidedRows } = asking;
  const seen = [...(undecided?.values() ?? [])];
  // An empty column says nothing of anybody.
  const saysSomething = decidedRows > 0 || seen.some(({ value }) => value !== '');
  if (seen.length === 0 || !saysSomething) return [];
  const values = seen
    .toSorted((a, b) => b.rows - a.rows)
    .map(({ value, rows }) => ({ value, rows }));
  return [{ column, heading, values, decidedRows }];
}

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
