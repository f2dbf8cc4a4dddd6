import type { Finding } from '../../domain/problem/finding.ts';
import { InviteError } from '../../domain/problem/problem.ts';
import { encodingOf, textPieces, type Encoding } from './csv/decode-text.ts';
import { delimiterOf, readCsv, type Delimiter, type TableRow } from './csv/read-csv.ts';
import type { Json } from './json/read-json.ts';
import { kindOf } from './kind/file-kind.ts';
import { refuseMarkup } from './kind/markup.ts';
import type { ListOptions } from './list-options.ts';

/** How a file was read. Of a table, the rows have been handed on already. */
export type Source =
  | { readonly format: 'json'; readonly encoding: Encoding; readonly json: Json }
  | { readonly format: 'csv'; readonly encoding: Encoding; readonly delimiter: Delimiter }
  | {
      readonly format: 'xlsx';
      /** The sheet that the rows are from. */
      readonly sheet: string;
      /** Hidden rows and other sheets. */
      readonly findings: readonly Finding[];
    };

/**
 * Reads a CSV, a workbook or JSON. Its bytes decide which it is, not its name.
 *
 * @param addRow called for each row of a table, with the headings first; never for JSON
 * @throws InviteError for what is wrong with the file as a whole, and what `addRow` throws
 */
export async function readSource(
  bytes: Uint8Array,
  options: Pick<ListOptions, 'name' | 'sheet'>,
  addRow: (row: TableRow) => void,
): Promise<Source> {
  const { name: file, sheet } = options;
  const found = kindOf(bytes, file);
  if (found.kind === 'workbook') {
    // Loaded now, since only workbooks need its library.
    const { readWorkbook } = await import('./workbook/read-workbook.ts');
    return { format: 'xlsx', ...(await readWorkbook(found.bytes, options, addRow)) };
  }
  const encoding = encodingOf(bytes, file);
  const start = startOf(bytes, encoding);
  refuseMarkup(start, file);
  if (sheet !== null) throw new InviteError({ code: 'sheet_not_found', file, sheet, sheets: [] });
  if (start.startsWith('{') || start.startsWith('[')) {
    // Loaded now, since no table needs zod.
    const { readJson } = await import('./json/read-json.ts');
    const json = readJson([...textPieces(bytes, encoding)].join(''), file);
    return { format: 'json', encoding, json };
  }
  const delimiter = delimiterOf(textPieces(bytes, encoding));
  await readCsv({ bytes, encoding, delimiter, file }, addRow);
  return { format: 'csv', encoding, delimiter };
}

/** The first piece of the text that is not blank, without the blanks before it. */
function startOf(bytes: Uint8Array, encoding: Encoding): string {
  for (const piece of textPieces(bytes, encoding)) {
    const start = piece.trimStart();
    if (start !== '') return start;
  }
  return '';
}
