import type { Field } from '../../domain/field.ts';
import { InviteError, type Finding } from '../../domain/problem.ts';
import type { RawRecord } from '../../domain/record.ts';
import { surveyColumns, surveyedFindings } from './column-survey.ts';
import { csvRecords } from './csv-records.ts';
import { decodeText, type Encoding } from './decode-text.ts';
import type { Delimiter } from './delimiter.ts';
import type { ColumnDoubt, LeaveOut, StatusColumn } from './doubt.ts';
import { headingRow } from './heading-row.ts';
import { headingKey } from './headings.ts';
import { jsonRecords } from './json-records.ts';
import type { HeadingMap } from './land-headings.ts';
import { leavingOut, type LeftOut } from './leave-out.ts';
import { matchColumns, type ColumnReport } from './match-columns.ts';
import { readCsv } from './read-csv.ts';
import { readJson } from './read-json.ts';

/** How the bytes were read, so that a person can see a wrong guess. */
type ReadAs = {
  readonly format: 'json' | 'csv';
  readonly encoding: Encoding;
  readonly delimiter: Delimiter | null;
};

export type ListFile = {
  readonly readAs: ReadAs;
  /** Empty for JSON, which has no columns. */
  readonly columns: readonly ColumnReport[];
  readonly records: readonly RawRecord[];
  /** About headings and names of fields; the values are judged elsewhere. */
  readonly findings: readonly Finding[];
  /** Fields that need a person's word; empty for JSON, where names are exact. */
  readonly doubts: readonly ColumnDoubt[];
  /** Those of which --leave-out says nothing. */
  readonly statusColumns: readonly StatusColumn[];
  /** What --leave-out left out, and how many rows each. */
  readonly leftOut: readonly LeftOut[];
};

export type ListOptions = {
  /** What the file is called in problems. */
  readonly name: string;
  readonly map: HeadingMap;
  /** Fields given with --set, which need no column. */
  readonly set: ReadonlySet<Field>;
  readonly leaveOut: readonly LeaveOut[];
};

/**
 * The rows of a list with their numbers, whatever its name says it is.
 *
 * @throws InviteError for what is wrong with the file as a whole
 */
export function readList(bytes: Uint8Array, options: ListOptions): ListFile {
  const { text, encoding } = decodeText(bytes, options.name);
  return /^\s*[{[]/u.test(text)
    ? readJsonList(text, encoding, options)
    : readCsvList(text, encoding, options);
}

function readJsonList(text: string, encoding: Encoding, options: ListOptions): ListFile {
  const read = jsonRecords(readJson(text, options.name), options);
  const readAs: ReadAs = { format: 'json', encoding, delimiter: null };
  return { readAs, columns: [], ...read, doubts: [], statusColumns: [] };
}

function readCsvList(text: string, encoding: Encoding, options: ListOptions): ListFile {
  const { delimiter, first, others } = readCsv(text, options.name);
  const headings = headingRow(first, options.map, options.name);
  const { columns, asked, findings } = matchColumns(headings, options);
  if (others.length === 0) throw new InviteError({ code: 'no_records', file: options.name });
  const leaving = leavingOut(headings.headings, options.leaveOut, options.name);
  const survey = surveyColumns(columns, asked);
  for (const { cells } of others) survey.see(cells);
  const records = csvRecords(others, columns, leaving);
  const doubts = survey.doubts();
  const decided = new Set(options.leaveOut.map(({ heading }) => headingKey(heading)));
  const statusColumns = survey
    .statusColumns()
    .filter(({ heading }) => !decided.has(headingKey(heading)));
  return {
    readAs: { format: 'csv', encoding, delimiter },
    columns,
    records,
    findings: surveyedFindings(findings, doubts, statusColumns),
    doubts,
    statusColumns,
    leftOut: leaving.leftOut(),
  };
}
