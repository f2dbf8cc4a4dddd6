import type { Finding } from '../../domain/problem/finding.ts';
import type { OtherEncoding } from '../../domain/record/cell/windows-1252.ts';
import type { RawRecord } from '../../domain/record/raw-record.ts';
import type { ColumnDoubt } from './columns/column-survey.ts';
import type { StatusColumn } from './columns/exclude-rows.ts';
import type { LeftOut } from './columns/leave-out.ts';
import type { ColumnReport } from './columns/match-columns.ts';
import type { Encoding } from './csv/decode-text.ts';
import type { Delimiter } from './csv/delimiter.ts';
import type { ListOptions } from './list-options.ts';
import { readSource } from './read-source.ts';
import { startTable } from './table.ts';

/** How the bytes were read, so that a person can see a wrong guess. */
type ReadAs = {
  readonly format: 'json' | 'csv' | 'xlsx';
  /** Null for a workbook. */
  readonly encoding: Encoding | null;
  /** Null for a workbook and for JSON. */
  readonly delimiter: Delimiter | null;
  /** The sheet of a workbook. */
  readonly sheet?: string;
  /** The sheets of a workbook, where several are read together; then `sheet` is left out. */
  readonly sheets?: readonly string[];
};

export type ListFile = {
  readonly readAs: ReadAs;
  /** Empty for JSON, which has no columns. */
  readonly columns: readonly ColumnReport[];
  /** The encoding that the text probably was in before it was read wrongly; null if it was read rightly. */
  readonly misread: OtherEncoding | null;
  /** The number of records passed to the visitor. */
  readonly records: number;
  /** About headings and field names, and the rows that their own cells leave out. Values are not checked. */
  readonly findings: readonly Finding[];
  /** Fields for which a person has to choose the column; empty for JSON, where names are exact. */
  readonly doubts: readonly ColumnDoubt[];
  /** Status columns that a person has to decide about, but for those named with --leave-out. */
  readonly statusColumns: readonly StatusColumn[];
  /** What --leave-out left out, with the number of rows. */
  readonly leftOut: readonly LeftOut[];
};

/**
 * Reads a list and calls `visit` with each record in turn. A fault further down may throw after
 * records have been visited.
 *
 * @throws InviteError for what is wrong with the file as a whole
 */
export async function readList(
  bytes: Uint8Array,
  options: ListOptions,
  visit: (record: RawRecord) => void,
): Promise<ListFile> {
  let misread: OtherEncoding | null = null;
  const visitRead: typeof visit = (record) =>
    visit(misread === null ? record : { ...record, misread });
  const table = startTable(options, visitRead);
  const source = await readSource(bytes, options, table.add, (encoding) => {
    misread = encoding;
  });
  if (source.format === 'json') {
    const { jsonRecords } = await import('./json/json-records.ts');
    const { encoding, json } = source;
    return {
      readAs: { format: 'json', encoding, delimiter: null },
      misread,
      columns: [],
      records: json.rows.length,
      ...jsonRecords(json, options, visitRead),
      doubts: [],
    };
  }
  const list = table.finish();
  const { findings, ...how } = source;
  const readAs =
    how.format === 'csv'
      ? how
      : { format: how.format, encoding: null, delimiter: null, ...sheetsRead(how.sheets) };
  return { readAs, misread, ...list, findings: [...findings, ...list.findings] };
}

function sheetsRead(sheets: readonly string[]): Pick<ReadAs, 'sheet' | 'sheets'> {
  const [sheet = ''] = sheets;
  return sheets.length > 1 ? { sheets } : { sheet };
}
