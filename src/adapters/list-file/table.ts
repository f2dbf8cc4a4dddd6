import { answerReader } from '../../domain/list/exclusion/answer.ts';
import type { Finding, RowProblem } from '../../domain/problem/finding.ts';
import { InviteError } from '../../domain/problem/problem.ts';
import type { ColumnField } from '../../domain/record/field.ts';
import type { Cell, RawRecord } from '../../domain/record/raw-record.ts';
import {
  surveyColumns,
  surveyedFindings,
  type ColumnSurvey,
  type ColumnDoubt,
} from './columns/column-survey.ts';
import {
  type StatusColumn,
  rowExclusion,
  statusFindings,
  type RowExclusion,
} from './columns/exclude-rows.ts';
import { headingKey, isData, isKnownHeading, visibleHeading } from './columns/headings.ts';
import { leaveOutFilter, type LeaveOutFilter, type LeftOut } from './columns/leave-out.ts';
import type { HeadingMap } from './columns/map-headings.ts';
import { matchColumns, type ColumnReport, type MatchedColumns } from './columns/match-columns.ts';
import { secondParentColumns, secondParentIn } from './columns/second-parent.ts';
import type { TableRow } from './csv/read-csv.ts';
import { MOST_RECORDS, type ListOptions } from './list-options.ts';
import { reportUndo, type ReportUndo } from './report-cells.ts';

/** Takes the rows of a table one at a time. The first that is not blank is the headings. */
export type Table = {
  readonly add: (row: TableRow) => void;
  /** @throws InviteError `file_empty` or `no_records` */
  readonly finish: () => {
    readonly columns: readonly ColumnReport[];
    readonly findings: readonly Finding[];
    readonly records: number;
    /** Fields for which a person has to choose the column. */
    readonly doubts: readonly ColumnDoubt[];
    /** Status columns that a person has to decide about, but for those named with --leave-out. */
    readonly statusColumns: readonly StatusColumn[];
    /** What --leave-out left out, with the number of rows. */
    readonly leftOut: readonly LeftOut[];
  };
};

/** Enough rows to see that the cells of a column are not what its heading suggests. */
const SAMPLE_ROWS = 20;

/** The columns of the table and what is applied to each row, once the headings have been read. */
type Reading = MatchedColumns & {
  readonly leaveOut: LeaveOutFilter;
  readonly exclusion: RowExclusion;
  readonly survey: ColumnSurvey;
  readonly recordOf: (row: TableRow) => RawRecord;
};

/**
 * Starts a table that calls `visit` with each row as a record, by the columns that were matched to
 * fields. `add` throws InviteError for headings that cannot be used and for too many records.
 */
export function startTable(options: ListOptions, visit: (record: RawRecord) => void): Table {
  const file = options.name;
  let headings: TableRow | null = null;
  let reading: Reading | null = null;
  let undoReport: ReportUndo | null = null;
  let records = 0;
  /** The first rows, until the columns are read. */
  const sample: TableRow[] = [];
  let fillsColumns: ReturnType<typeof blankColumnsFilter> | null = null;
  // A report that was repaired is read as the list that it was made from.
  const listRow = (row: TableRow): TableRow =>
    undoReport === null ? row : { row: row.row, cells: undoReport(row.cells) };
  const visitRow = ({ survey, recordOf }: Reading, row: TableRow): void => {
    survey.see(row.cells);
    visit(recordOf(row));
  };
  const readColumns = (row: TableRow): Reading => {
    const started = startReading(row, sample, options);
    for (const one of sample) visitRow(started, one);
    return started;
  };
  return {
    add: (row) => {
      if (row.cells.every((cell) => cell.trim() === '')) return;
      if (headings === null) {
        undoReport = reportUndo(row.cells);
        headings = headingRow(listRow(row), options.map, file);
        fillsColumns = blankColumnsFilter(headings.cells);
        return;
      }
      const listed = listRow(row);
      if (undoReport !== null && listed.cells.every((cell) => cell.trim() === '')) return;
      if (records === MOST_RECORDS) {
        throw new InviteError({ code: 'too_many_records', file, limit: MOST_RECORDS });
      }
      records += 1;
      if (reading !== null) {
        visitRow(reading, listed);
        return;
      }
      sample.push(listed);
      const areFilled = fillsColumns?.(listed) ?? true;
      if (areFilled && sample.length >= SAMPLE_ROWS) reading = readColumns(headings);
    },
    finish: () => {
      if (headings === null) throw new InviteError({ code: 'file_empty', file });
      reading ??= readColumns(headings);
      if (records === 0) throw new InviteError({ code: 'no_records', file });
      const { columns, findings, survey, leaveOut, exclusion } = reading;
      exclusion.checkIncluded();
      const doubts = survey.doubts();
      const statusColumns = exclusion.statusColumns();
      return {
        columns,
        findings: [
          ...surveyedFindings(findings, doubts),
          ...statusFindings(statusColumns),
          ...exclusion.findings(),
        ],
        records,
        doubts,
        statusColumns,
        leftOut: leaveOut.leftOut(),
      };
    },
  };
}

/**
 * Returns a function that takes each row and returns whether every consent or status column has had a
 * cell that is not blank. Only at the end is it known that a column is blank, which then says nothing; until
 * then its blank cells cannot be judged.
 */
function blankColumnsFilter(headings: readonly string[]): (row: TableRow) => boolean {
  const blank = new Set(
    headings.flatMap((heading, at) => (answerReader(heading)?.('') === 'undecided' ? [at] : [])),
  );
  return ({ cells }) => {
    for (const at of blank) if ((cells[at]?.trim() ?? '') !== '') blank.delete(at);
    return blank.size === 0;
  };
}

function startReading(
  { row, cells: headings }: TableRow,
  sample: readonly TableRow[],
  options: ListOptions,
): Reading {
  const matched = matchColumns(
    { row, headings, sample: sample.slice(0, SAMPLE_ROWS).map(({ cells }) => cells) },
    options,
  );
  const leaveOut = leaveOutFilter(headings, options);
  const unmatched = matched.columns.flatMap(({ field, column, heading }, at) =>
    field === null ? [{ at, column, heading }] : [],
  );
  const hasCell = (at: number): boolean =>
    sample.some(({ cells }) => (cells[at]?.trim() ?? '') !== '');
  const exclusion = rowExclusion(
    unmatched.filter(({ at }) => hasCell(at)),
    options,
  );
  return {
    ...matched,
    leaveOut,
    exclusion,
    survey: surveyColumns(matched.columns, matched.doubts),
    recordOf: recordsBy(matched.columns, leaveOut, exclusion),
  };
}

function recordsBy(
  columns: readonly ColumnReport[],
  leaveOut: LeaveOutFilter,
  exclusion: RowExclusion,
): (row: TableRow) => RawRecord {
  const headings = columns.length;
  const matchedColumns = columns.flatMap(({ field, column, heading }, index) =>
    field === null ? [] : [{ field, column, heading, index }],
  );
  const ofSecondParent = secondParentColumns(columns);
  return ({ row, cells: values }) => {
    const cells: { [field in ColumnField]?: Cell } = {};
    for (const { field, column, heading, index } of matchedColumns) {
      cells[field] = { value: values[index] ?? '', column, heading };
    }
    const isTooLong =
      values.length > headings && values.slice(headings).some((value) => value.trim() !== '');
    const valueOf = (column: number): string => values[column] ?? '';
    // In a row that is too long, the cells have moved away from their headings.
    const shapeProblem = isTooLong
      ? ({ code: 'row_too_long', cells: values.length, headings } as const)
      : headingsAgain(values, columns);
    const isLeftOut = leaveOut.leaves(valueOf);
    const judgement =
      isLeftOut || shapeProblem !== null ? { leftOut: isLeftOut } : exclusion.judge(row, valueOf);
    const record = { row, cells, ...judgement, shapeProblem };
    if (ofSecondParent.length === 0) return record;
    const secondParent = secondParentIn(ofSecondParent, values);
    return secondParent === undefined ? record : { ...record, secondParent };
  };
}

/** Lists that were put together, or printed on several pages, have the headings again in between. */
function headingsAgain(
  values: readonly string[],
  columns: readonly ColumnReport[],
): RowProblem | null {
  const isAgain =
    columns.length > 1 &&
    columns.every(({ heading }, index) => visibleHeading(values[index] ?? '') === heading);
  return isAgain ? HEADINGS_AGAIN : null;
}

const HEADINGS_AGAIN = { code: 'headings_again' } as const;

/**
 * The first row as headings. Empty ones at the end are dropped, so that a cell below them makes its
 * row too long: Excel pads the heading row where a stray comma has made another row longer.
 *
 * @throws InviteError `no_headings` when it holds data, or no heading that is known
 */
function headingRow(first: TableRow, map: HeadingMap, file: string): TableRow {
  const all = first.cells.map(visibleHeading);
  const headings = all.slice(0, all.findLastIndex((heading) => heading !== '') + 1);
  const mapped = new Set(Object.values(map).map(headingKey));
  const isHeading = (text: string): boolean => isKnownHeading(text) || mapped.has(headingKey(text));
  if (headings.some(isData) || !headings.some(isHeading)) {
    throw new InviteError({ code: 'no_headings', file });
  }
  return { row: first.row, cells: headings };
}
