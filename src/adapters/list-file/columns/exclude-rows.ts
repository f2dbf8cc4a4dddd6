import { answerReader } from '../../../domain/list/exclusion/answer.ts';
import {
  exclusionColumn,
  exclusionIn,
  type Answer,
  type Exclusion,
  type ExclusionColumn,
} from '../../../domain/list/exclusion/column.ts';
import {
  cellKey,
  decisionFinder,
  type RowDecision,
} from '../../../domain/list/exclusion/row-decision.ts';
import { groupValues, type ColumnValue } from '../../../domain/list/exclusion/value-groups.ts';
import { memoize } from '../../../domain/memoize.ts';
import { NOWHERE, type Finding } from '../../../domain/problem/finding.ts';
import { writtenText } from '../../../domain/record/cell/cell-text.ts';
import type { RawRecord } from '../../../domain/record/raw-record.ts';
import { headingKey, visibleHeading } from './headings.ts';
import { includedRows, type IncludedRows } from './included-rows.ts';
import type { LeaveOut, LeaveOutOptions } from './leave-out.ts';

/** A column about who has left or who consents, with its values. */
export type StatusColumn = {
  /** The column's letter; null in JSON. */
  readonly column: string | null;
  readonly heading: string;
  /** Why its rows are left out. */
  readonly exclusion: Exclusion;
  /** Each value as it is first written; the most frequent first. */
  readonly values: readonly (ColumnValue & {
    /** Whether the operator has decided about these rows. */
    readonly isDecided: boolean;
  })[];
};

/** More values than this are counted with those that begin with the same word. */
const MOST_COUNTED_VALUES = 1000;
/** The most groups of values in one sentence. */
const MOST_GROUPS = 8;

/** A column, or a name in JSON, that is matched to no field. */
export type UnmatchedColumn = {
  /** Its index among the headings. */
  readonly at: number;
  /** The column's letter; null in JSON. */
  readonly column: string | null;
  readonly heading: string;
};

type ExclusionOptions = LeaveOutOptions & {
  /** Rows that get the invite by `--include`. */
  readonly include: readonly LeaveOut[];
  /** The operator's answers about the values of these columns. */
  readonly decisions: readonly RowDecision[];
};

/** Whether a row's own cells exclude it, and what they say about consent otherwise. */
type Judgement = Pick<RawRecord, 'leftOut' | 'consent'>;

export type RowExclusion = {
  /** Called for every row that nothing else leaves out. */
  readonly judge: (row: number, valueOf: (at: number) => unknown) => Judgement;
  /** Why each row was excluded, or included in spite of its cells, in the order of the rows. */
  readonly findings: () => readonly Finding[];
  /** The columns that say something, but for those named with --leave-out. */
  readonly statusColumns: () => readonly StatusColumn[];
  /** @throws InviteError `usage` if no row has a value that --include names */
  readonly checkIncluded: IncludedRows['check'];
};

type Seen = {
  readonly value: string;
  readonly answer: Answer;
  readonly isDecided: boolean;
  rows: number;
};

type ColumnState = UnmatchedColumn & {
  readonly kind: ExclusionColumn;
  readonly read: (text: string) => Reading;
  readonly seen: Map<string, Seen>;
  /** The value of the current row, and how it is read. */
  text: string;
  reading: Reading;
};

type Reading = {
  /** What the cell says. */
  readonly answer: Answer;
  /** The same, after the operator's decision. */
  readonly outcome: Answer;
  readonly isDecided: boolean;
};

const NO_READING: Reading = { answer: 'undecided', outcome: 'undecided', isDecided: false };
const STAYS: Judgement = { leftOut: false };
const GIVEN: Judgement = { leftOut: false, consent: { isGiven: true, override: null } };
const LEFT_OUT: Judgement = { leftOut: true };

/**
 * Excludes the rows of people who do not consent to messages, of players who have left, and of those
 * whose cells say neither, until an operator decides about them.
 *
 * @param columns those with at least one cell that is not blank: in others there is nothing to decide
 */
export function rowExclusion(
  columns: readonly UnmatchedColumn[],
  options: ExclusionOptions,
): RowExclusion {
  const named = new Set(options.leaveOut.map(({ heading }) => headingKey(heading)));
  const columnStates = columns.flatMap((column) => columnState(column, options, named));
  const included = includedRows(columnStates, options.include, options.name);
  const findings: Finding[] = [];
  const leave = (row: number, why: ColumnState, exclusion: Exclusion): Judgement => {
    findings.push(exclusionFinding(row, why, exclusion));
    return LEFT_OUT;
  };
  return {
    judge: (row, valueOf) => {
      if (columnStates.length === 0) return STAYS;
      for (const one of columnStates) {
        one.text = writtenText(valueOf(one.at)).trim();
        one.reading = one.read(one.text);
        included.see(one.heading, one.text);
      }
      for (const exclusion of ['no_consent', 'left_club'] as const) {
        const why = columnStates.find(({ reading }) => reading.outcome === exclusion);
        if (why === undefined) continue;
        countValue(why);
        return leave(row, why, exclusion);
      }
      for (const one of columnStates) countValue(one);
      const unclear = columnStates.find(({ reading }) => reading.outcome === 'undecided');
      if (unclear !== undefined) return leave(row, unclear, exclusionIn(unclear.kind));
      const isGiven = columnStates.some(isClearConsent);
      const overridden = columnStates.find(({ reading }) => isExclusion(reading.answer));
      if (overridden === undefined) return isGiven ? GIVEN : STAYS;
      const { heading, text: value } = overridden;
      findings.push(overrideFinding(row, overridden));
      return { leftOut: false, consent: { isGiven: false, override: { heading, value } } };
    },
    findings: () => findings,
    statusColumns: () =>
      columnStates.filter(({ heading }) => !named.has(headingKey(heading))).map(statusColumnOf),
    checkIncluded: included.check,
  };
}

/** The findings about columns with values that a person has to decide about. */
export function statusFindings(columns: readonly StatusColumn[]): readonly Finding[] {
  return columns.flatMap(({ column, heading, values }): readonly Finding[] => {
    const open = values.filter(({ answer, isDecided }) => answer === 'undecided' && !isDecided);
    if (open.length === 0) return [];
    const groups = groupValues(open, MOST_GROUPS).map(({ kind, value, rows }) => ({
      kind,
      value,
      rows,
    }));
    const detail = { code: 'status_column', values: groups } as const;
    return [{ ...NOWHERE, severity: 'warning', row: null, column, heading, detail }];
  });
}

function columnState(
  column: UnmatchedColumn,
  { include, decisions, keptMap }: ExclusionOptions,
  named: ReadonlySet<string>,
): readonly ColumnState[] {
  const heading = visibleHeading(column.heading);
  const kind = exclusionColumn(heading);
  const answerOf = answerReader(heading);
  if (kind === null || answerOf === null) return [];
  const key = headingKey(heading);
  const included = include.map((one) => ({ ...one, isLeftOut: false }));
  const all = [...(keptMap?.rows ?? []), ...decisions, ...included];
  const decisionOn = decisionFinder(all.filter((one) => headingKey(one.heading) === key));
  const read = (text: string): Reading => {
    const answer = answerOf(text);
    const decision = decisionOn(text, answer);
    if (decision?.isLeftOut === false) return { answer, outcome: 'stays', isDecided: true };
    const isDecided = decision !== null;
    if (isExclusion(answer)) return { answer, outcome: answer, isDecided };
    if (isDecided) return { answer, outcome: exclusionIn(kind), isDecided };
    // --leave-out names the rows of this column that are left out.
    const isClear = answer === 'stays' || named.has(key);
    return { answer, outcome: isClear ? 'stays' : 'undecided', isDecided };
  };
  const state = { kind, read: memoize(read), seen: new Map<string, Seen>() };
  return [{ ...column, ...state, text: '', reading: NO_READING }];
}

function isExclusion(answer: Answer): answer is Exclusion {
  return answer === 'no_consent' || answer === 'left_club';
}

function isClearConsent({ kind, reading }: ColumnState): boolean {
  return kind === 'consent' && reading.answer === 'stays';
}

function exclusionFinding(
  row: number,
  { column, heading, text, reading }: ColumnState,
  exclusion: Exclusion,
): Finding {
  const details = reading.answer === 'undecided' ? UNCLEAR : CLEAR;
  const detail = details[exclusion];
  return { severity: 'warning', row, column, heading, field: null, value: text, detail };
}

// One object each, since a long list may have many such rows.
const CLEAR = { no_consent: { code: 'no_consent' }, left_club: { code: 'left_club' } } as const;
const UNCLEAR = {
  no_consent: { code: 'no_consent', isUnclear: true },
  left_club: { code: 'left_club', isUnclear: true },
} as const;

function overrideFinding(row: number, { column, heading, text }: ColumnState): Finding {
  const detail = { code: 'included_by_operator' } as const;
  return { severity: 'warning', row, column, heading, field: null, value: text, detail };
}

/** Counts `Pending` and `pending ` as one value, in its first spelling. */
function countValue({ seen, text, reading }: ColumnState): void {
  const isFull = seen.size >= MOST_COUNTED_VALUES && !seen.has(cellKey(text));
  const value = isFull ? (/^\S*/u.exec(text)?.[0] ?? '') : text;
  const key = isFull ? `${reading.answer} ${cellKey(value)}` : cellKey(value);
  const before = seen.get(key);
  if (before === undefined) {
    const { answer, isDecided } = reading;
    seen.set(key, { value, answer, isDecided, rows: 1 });
  } else before.rows += 1;
}

function statusColumnOf({ column, heading, kind, seen }: ColumnState): StatusColumn {
  const values = [...seen.values()]
    .toSorted((a, b) => b.rows - a.rows)
    .map(({ value, rows, answer, isDecided }) => ({ value, rows, answer, isDecided }));
  return { column, heading, exclusion: exclusionIn(kind), values };
}
