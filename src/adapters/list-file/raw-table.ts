import { writtenText } from '../../domain/record/cell/cell-text.ts';
import type { OtherEncoding } from '../../domain/record/cell/windows-1252.ts';
import type { Delimiter } from './csv/delimiter.ts';
import type { TableRow } from './csv/read-csv.ts';
import type { JsonRow } from './json/read-json.ts';
import { readSource } from './read-source.ts';
import { reportUndo } from './report-cells.ts';

/** A list with all its columns, whether or not they are used. */
export type RawTable = {
  readonly headings: readonly string[];
  /** Without blank rows. The records of JSON are numbered from 1. */
  readonly rows: readonly TableRow[];
  /** The delimiter of the file; a comma where it is no CSV. */
  readonly delimiter: Delimiter;
  /** Whether the headings are names in JSON, which has no columns. */
  readonly isJson: boolean;
  /** The encoding that the text probably is in, where it was decoded as another one; else null. */
  readonly misread: OtherEncoding | null;
};

type Cells = Pick<RawTable, 'headings' | 'rows' | 'delimiter'>;

/**
 * All cells of a list as they are written in it, without the columns that an earlier report added.
 *
 * @throws InviteError for what is wrong with the file as a whole
 */
export async function readRawTable(
  bytes: Uint8Array,
  options: Parameters<typeof readSource>[1],
): Promise<RawTable> {
  const rows: TableRow[] = [];
  let misread: OtherEncoding | null = null;
  const source = await readSource(
    bytes,
    options,
    (row) => {
      if (row.cells.some((cell) => cell.trim() !== '')) rows.push(row);
    },
    (encoding) => {
      misread = encoding;
    },
  );
  if (source.format === 'json') return { ...jsonTable(source.json.rows), isJson: true, misread };
  const table = tableOf(rows, source.format === 'csv' ? source.delimiter : ',');
  return { ...table, isJson: false, misread };
}

function tableOf([first, ...rest]: readonly TableRow[], delimiter: Delimiter): Cells {
  const headings = first?.cells ?? [];
  const undo = reportUndo(headings);
  if (undo === null) return { headings, rows: rest, delimiter };
  return {
    headings: withoutEmptyEnd(undo(headings)),
    rows: rest.flatMap(({ row, cells }) => {
      const own = withoutEmptyEnd(undo(cells));
      return own.length === 0 ? [] : [{ row, cells: own }];
    }),
    delimiter,
  };
}

/** The added columns leave empty cells at the end. */
function withoutEmptyEnd(cells: readonly string[]): readonly string[] {
  return cells.slice(0, cells.findLastIndex((text) => text.trim() !== '') + 1);
}

function jsonTable(records: readonly JsonRow[]): Cells {
  const headings = [...new Set(records.flatMap(({ values }) => Object.keys(values ?? {})))];
  const rows = records.map(({ row, values }) => ({
    row,
    cells: headings.map((name) => writtenText(values?.[name])),
  }));
  return { headings, rows, delimiter: ',' };
}
