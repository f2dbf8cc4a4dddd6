import type { TableRow } from './csv/read-csv.ts';
import type { ColumnField } from '../../domain/record/field.ts';
import { InviteError } from '../../domain/problem/problem.ts';
import type { Finding } from '../../domain/problem/finding.ts';
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
import { leavingOut, type LeavingOut, type LeftOut } from './columns/leave-out.ts';
import { MOST_RECORDS, type ListOptions } from './list-options.ts';
import { undoingReport, type ReportUndoing } from './report-cells.ts';
import {
  matchColumns,
  type ColumnReport,
  type MatchedColumns,
  type HeadingRow,
} from './columns/match-columns.ts';
import { parseSeason } from '../../domain/record/values/season.ts';
import { headingKey, isKnownHeading, visibleHeading } from './columns/headings.ts';
import type { HeadingMap } from './columns/map-headings.ts';

/** Takes the rows of a table one at a time; the first that holds anything is the headings. */
export type Table = {
  readonly add: (row: TableRow) => void;
  /** @throws InviteError `file_empty` or `no_records` */
  readonly finish: () => {
    readonly columns: readonly ColumnReport[];
    readonly findings: readonly Finding[];
    readonly records: number;
    /** Fields that need a person's word. */
    readonly doubts: readonly ColumnDoubt[];
    /** Those that need a person's word and have none by --leave-out. */
    readonly statusColumns: readonly StatusColumn[];
    /** What --leave-out left out, and how many rows each. */
    readonly leftOut: readonly LeftOut[];
  };
};

type Reading = MatchedColumns & {
  readonly leaving: LeavingOut;
  readonly exclusion: RowExclusion;
  readonly survey: ColumnSurvey;
  readonly recordOf: (row: TableRow) => RawRecord;
};

/**
 * A table whose rows become records by the columns that were taken, and are handed on at once.
 * `add` throws InviteError for headings that cannot be used and for a record too many.
 */
export function startTable(options: ListOptions, visit: (record: RawRecord) => void): Table {
  const file = options.name;
  let reading: Reading | null = null;
  let undo: ReportUndoing | null = null;
  let records = 0;
  // A report that was mended is read as the list it was made of.
  const asListed = (row: TableRow): TableRow =>
    undo === null ? row : { row: row.row, cells: undo(row.cells) };
  return {
    add: (row) => {
      if (row.cells.every((cell) => cell.trim() === '')) return;
      if (reading === null) {
        undo = undoingReport(row.cells);
        reading = startReading(asListed(row), options);
        return;
      }
      const listed = asListed(row);
      if (undo !== null && listed.cells.every((cell) => cell.trim() === '')) return;
      if (records === MOST_RECORDS) {
        throw new InviteError({ code: 'too_many_records', file, limit: MOST_RECORDS });
      }
      records += 1;
      reading.survey.see(listed.cells);
      visit(reading.recordOf(listed));
    },
    finish: () => {
      if (reading === null) throw new InviteError({ code: 'file_empty', file });
      if (records === 0) throw new InviteError({ code: 'no_records', file });
      const { columns, findings, survey, leaving, exclusion } = reading;
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
        leftOut: leaving.leftOut(),
      };
    },
  };
}

function startReading(row: TableRow, options: ListOptions): Reading {
  const headings = headingRow(row, options.map, options.name);
  const matched = matchColumns(headings, options);
  const leaving = leavingOut(headings.headings, options.leaveOut, options.name);
  const untaken = matched.columns.flatMap(({ field, column, heading }, at) =>
    field === null ? [{ at, column, heading }] : [],
  );
  const exclusion = rowExclusion(untaken, options.leaveOut);
  return {
    ...matched,
    leaving,
    exclusion,
    survey: surveyColumns(matched.columns, matched.asked),
    recordOf: recordsBy(matched.columns, leaving, exclusion),
  };
}

/** A record of its own for every row. */
function recordsBy(
  columns: readonly ColumnReport[],
  leaving: LeavingOut,
  exclusion: RowExclusion,
): (row: TableRow) => RawRecord {
  const headings = columns.length;
  const taken = columns.flatMap(({ field, column, heading }, index) =>
    field === null ? [] : [{ field, column, heading, index }],
  );
  return ({ row, cells: values }) => {
    const cells: { [field in ColumnField]?: Cell } = {};
    for (const { field, column, heading, index } of taken) {
      cells[field] = { value: values[index] ?? '', column, heading };
    }
    const isTooLong =
      values.length > headings && values.slice(headings).some((value) => value.trim() !== '');
    const valueOf = (column: number): string => values[column] ?? '';
    return {
      row,
      cells,
      // What stands under a heading in a row that has slipped belongs under another.
      leftOut: leaving.leaves(valueOf) || (!isTooLong && exclusion.excludes(row, valueOf)),
      shapeProblem: isTooLong ? { code: 'row_too_long', cells: values.length, headings } : null,
    };
  };
}

const PHONE_LIKE = /^[+\d][\d\s().\-/]{8,}$/u;

/**
 * The first row as headings. Empty ones at the end are dropped, so that a cell below them counts as
 * one too many: Excel pads the heading row when a comma has pushed some other row to the right.
 *
 * @throws InviteError `no_headings` when it holds a family, or nothing that is a heading
 */
function headingRow(first: TableRow, map: HeadingMap, file: string): HeadingRow {
  const all = first.cells.map(visibleHeading);
  const headings = all.slice(0, all.findLastIndex((heading) => heading !== '') + 1);
  const mapped = new Set(Object.values(map).map(headingKey));
  const isHeading = (text: string): boolean => isKnownHeading(text) || mapped.has(headingKey(text));
  if (headings.some(isData) || !headings.some(isHeading)) {
    throw new InviteError({ code: 'no_headings', file });
  }
  return { row: first.row, headings };
}

function isData(text: string): boolean {
  return PHONE_LIKE.test(text) || parseSeason(text).ok;
}
