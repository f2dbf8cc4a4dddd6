import type { Finding } from '../../domain/problem/finding.ts';
import { InviteError } from '../../domain/problem/problem.ts';
import type { OtherEncoding } from '../../domain/record/cell/windows-1252.ts';
import { encodingOf, misreadEncodingIn, textPieces, type Encoding } from './csv/decode-text.ts';
import type { Delimiter } from './csv/delimiter.ts';
import { withoutEndMark } from './csv/end-mark.ts';
import { readCsv, type TableRow } from './csv/read-csv.ts';
import { looksLikeJson } from './json/json-fault.ts';
import type { Json } from './json/read-json.ts';
import { kindOf } from './kind/file-kind.ts';
import { refuseMarkup } from './kind/markup.ts';
import type { ListOptions } from './list-options.ts';
import { titleFilter } from './title-lines.ts';

/** How a file was read. Of a table, the rows have been handed on already. */
export type Source =
  | { readonly format: 'json'; readonly encoding: Encoding; readonly json: Json }
  | {
      readonly format: 'csv';
      readonly encoding: Encoding;
      readonly delimiter: Delimiter;
      /** Lines above the headings. */
      readonly findings: readonly Finding[];
    }
  | {
      readonly format: 'xlsx';
      /** The sheets that the rows are from; several with `--sheet all`. */
      readonly sheets: readonly string[];
      /** Lines above the headings, hidden rows and other sheets. */
      readonly findings: readonly Finding[];
    };

/**
 * Reads a CSV, a workbook or JSON. Its bytes decide which it is, not its name.
 *
 * @param addRow called for each row of a table, with the headings first; never for JSON
 * @param misread called before the first row, where the text is probably in another encoding than it was read in
 * @throws InviteError for what is wrong with the file as a whole, and what `addRow` throws
 */
export async function readSource(
  all: Uint8Array,
  options: Pick<ListOptions, 'name' | 'sheet' | 'progress'> &
    Partial<Pick<ListOptions, 'map' | 'set'>>,
  addRow: (row: TableRow) => void,
  misread: (encoding: OtherEncoding) => void = () => {},
): Promise<Source> {
  const { name: file, sheet: asked, progress } = options;
  const rows = titleFilter(addRow);
  const found = kindOf(all, file);
  if (found.kind === 'workbook') {
    // Loaded now, since only workbooks need its library.
    const { readWorkbook } = await import('./workbook/read-workbook.ts');
    const { sheets, findings } = await readWorkbook(found, options, { add: addRow, misread });
    return { format: 'xlsx', sheets, findings };
  }
  const bytes = withoutEndMark(all);
  const encoding = encodingOf(bytes, file);
  const other = misreadEncodingIn(bytes);
  if (other !== null) misread(other);
  const start = startOf(bytes, encoding);
  refuseMarkup(start, file);
  if (asked !== null) {
    throw new InviteError({ code: 'sheet_not_found', file, sheet: asked, sheets: [] });
  }
  if (looksLikeJson(start)) {
    // Loaded now, since no table needs zod.
    const { readJson } = await import('./json/read-json.ts');
    const json = readJson([...textPieces(bytes, encoding)].join(''), file);
    return { format: 'json', encoding, json };
  }
  const delimiter = await readCsv({ bytes, encoding, file, progress }, rows.add);
  return { format: 'csv', encoding, delimiter, findings: rows.finish() };
}

/** The first piece of the text that is not blank, without the blanks before it. */
function startOf(bytes: Uint8Array, encoding: Encoding): string {
  for (const piece of textPieces(bytes, encoding)) {
    const start = piece.trimStart();
    if (start !== '') return start;
  }
  return '';
}
