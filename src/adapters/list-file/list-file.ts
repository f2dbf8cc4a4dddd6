import { InviteError } from '../../domain/problem/problem.ts';
import type { Finding } from '../../domain/problem/finding.ts';
import type { RawRecord } from '../../domain/record/raw-record.ts';
import { encodingOf, textPieces, type Encoding } from './csv/decode-text.ts';
import { delimiterOf, type Delimiter, readCsv } from './csv/read-csv.ts';
import type { StatusColumn } from './columns/exclude-rows.ts';
import type { ColumnDoubt } from './columns/column-survey.ts';
import { kindOf } from './kind.ts';
import type { LeftOut } from './columns/leave-out.ts';
import type { ListOptions } from './list-options.ts';
import type { ColumnReport } from './columns/match-columns.ts';
import { startTable } from './table.ts';

/** How the bytes were read, so that a person can see a wrong guess. */
type ReadAs = {
  readonly format: 'json' | 'csv' | 'xlsx';
  /** Null for a workbook, as is the delimiter. */
  readonly encoding: Encoding | null;
  readonly delimiter: Delimiter | null;
  /** The sheet of a workbook. */
  readonly sheet?: string;
};

export type ListFile = {
  readonly readAs: ReadAs;
  /** Empty for JSON, which has no columns. */
  readonly columns: readonly ColumnReport[];
  /** How many records were handed on. */
  readonly records: number;
  /**
   * About headings and names of fields, and why the list itself leaves out which row; the other values
   * are judged elsewhere.
   */
  readonly findings: readonly Finding[];
  /** Fields that need a person's word; empty for JSON, where names are exact. */
  readonly doubts: readonly ColumnDoubt[];
  /** Those that need a person's word and have none by --leave-out. */
  readonly statusColumns: readonly StatusColumn[];
  /** What --leave-out left out, and how many rows each. */
  readonly leftOut: readonly LeftOut[];
};

type Visit = (record: RawRecord) => void;

/**
 * Hands on the rows of a list with their numbers, one at a time, whatever the list's name says it is.
 * A fault further down can still throw after rows were handed on.
 *
 * @throws InviteError for what is wrong with the file as a whole
 */
export async function readList(
  bytes: Uint8Array,
  options: ListOptions,
  visit: Visit,
): Promise<ListFile> {
  if (kindOf(bytes, options.name) === 'workbook') return readWorkbookList(bytes, options, visit);
  const encoding = encodingOf(bytes, options.name);
  if (options.sheet !== null) {
    const { name: file, sheet } = options;
    throw new InviteError({ code: 'sheet_not_found', file, sheet, sheets: [] });
  }
  return isJson(bytes, encoding)
    ? readJsonList(bytes, encoding, options, visit)
    : readCsvList(bytes, encoding, options, visit);
}

async function readWorkbookList(
  bytes: Uint8Array,
  options: ListOptions,
  visit: Visit,
): Promise<ListFile> {
  // The library for it is for workbooks alone.
  const { readWorkbook } = await import('./workbook/read-workbook.ts');
  const table = startTable(options, visit);
  const { sheet, findings } = await readWorkbook(bytes, options, table.add);
  const list = table.finish();
  return {
    readAs: { format: 'xlsx', encoding: null, delimiter: null, sheet },
    ...list,
    findings: [...findings, ...list.findings],
  };
}

/** Whether text begins as JSON does. */
export function isJson(bytes: Uint8Array, encoding: Encoding): boolean {
  for (const piece of textPieces(bytes, encoding)) {
    const start = piece.trimStart();
    if (start !== '') return start.startsWith('{') || start.startsWith('[');
  }
  return false;
}

async function readJsonList(
  bytes: Uint8Array,
  encoding: Encoding,
  options: ListOptions,
  visit: Visit,
): Promise<ListFile> {
  // With zod, which no table needs.
  const { readJson } = await import('./json/read-json.ts');
  const { jsonRecords } = await import('./json/json-records.ts');
  const json = readJson([...textPieces(bytes, encoding)].join(''), options.name);
  const read = jsonRecords(json, options, visit);
  const readAs = { format: 'json', encoding, delimiter: null } as const;
  return {
    readAs,
    columns: [],
    records: json.rows.length,
    ...read,
    doubts: [],
  };
}

async function readCsvList(
  bytes: Uint8Array,
  encoding: Encoding,
  options: ListOptions,
  visit: Visit,
): Promise<ListFile> {
  const delimiter = delimiterOf(textPieces(bytes, encoding));
  const table = startTable(options, visit);
  await readCsv({ bytes, encoding, delimiter, file: options.name }, table.add);
  return { readAs: { format: 'csv', encoding, delimiter }, ...table.finish() };
}
