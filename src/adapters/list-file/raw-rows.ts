import { writtenText } from '../../domain/record/cell/cell-text.ts';
import { encodingOf, textPieces } from './csv/decode-text.ts';
import { delimiterOf, type Delimiter, readCsv, type TableRow } from './csv/read-csv.ts';
import { kindOf } from './kind.ts';
import { isJson } from './list-file.ts';
import type { ListOptions } from './list-options.ts';
import { undoingReport } from './report-cells.ts';

/** A list with every column it has, taken for something or not. */
export type RawTable = {
  readonly headings: readonly string[];
  /** Without blank ones; those of JSON are numbered from 1. */
  readonly rows: readonly TableRow[];
  /** What parts the cells in the file itself; a comma where it is no CSV. */
  readonly delimiter: Delimiter;
};

/**
 * All cells of a list as they stand in it, those that a report of an earlier day has added left out.
 *
 * @throws InviteError for what is wrong with the file as a whole
 */
export async function readRawTable(
  bytes: Uint8Array,
  options: Pick<ListOptions, 'name' | 'sheet'>,
): Promise<RawTable> {
  const rows: TableRow[] = [];
  const add = (row: TableRow): void => {
    if (row.cells.some((cell) => cell.trim() !== '')) rows.push(row);
  };
  if (kindOf(bytes, options.name) === 'workbook') {
    const { readWorkbook } = await import('./workbook/read-workbook.ts');
    await readWorkbook(bytes, options, add);
    return tableOf(rows, ',');
  }
  const encoding = encodingOf(bytes, options.name);
  if (isJson(bytes, encoding)) {
    const { readJson } = await import('./json/read-json.ts');
    return jsonTable(readJson([...textPieces(bytes, encoding)].join(''), options.name).rows);
  }
  const delimiter = delimiterOf(textPieces(bytes, encoding));
  await readCsv({ bytes, encoding, delimiter, file: options.name }, add);
  return tableOf(rows, delimiter);
}

function tableOf([first, ...rest]: readonly TableRow[], delimiter: Delimiter): RawTable {
  const headings = first?.cells ?? [];
  const undo = undoingReport(headings);
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

/** Where the added columns stood. */
function withoutEmptyEnd(cells: readonly string[]): readonly string[] {
  return cells.slice(0, cells.findLastIndex((text) => text.trim() !== '') + 1);
}

type JsonRows = readonly {
  readonly row: number;
  readonly values: { readonly [name: string]: unknown } | null;
}[];

function jsonTable(records: JsonRows): RawTable {
  const headings = [...new Set(records.flatMap(({ values }) => Object.keys(values ?? {})))];
  const rows = records.map(({ row, values }) => ({
    row,
    cells: headings.map((name) => writtenText(values?.[name])),
  }));
  return { headings, rows, delimiter: ',' };
}
