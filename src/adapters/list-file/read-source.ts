import type { Finding } from '../../domain/problem/finding.ts';
import { InviteError } from '../../domain/problem/problem.ts';
import { encodingOf, textPieces, type Encoding } from './csv/decode-text.ts';
import { delimiterOf, readCsv, type Delimiter, type TableRow } from './csv/read-csv.ts';
import type { Json } from './json/read-json.ts';
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

/** Twice what a workbook with the most records unpacks to. A ZIP can declare terabytes. */
const LARGEST_UNZIPPED_BYTES = 256 * 1024 * 1024;

const ZIP = [0x50, 0x4b, 0x03, 0x04];
/** OLE compound file: the .xls of Excel 97 to 2003, and an .xlsx with a password. */
const OLE = [0xd0, 0xcf, 0x11, 0xe0];
const PDF = [0x25, 0x50, 0x44, 0x46];

const TEXT_FILE = /\.(?:csv|tsv|txt|json)$/iu;

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
  if (kindOf(bytes, file) === 'workbook') {
    // Loaded now, since only workbooks need its library.
    const { readWorkbook } = await import('./workbook/read-workbook.ts');
    return { format: 'xlsx', ...(await readWorkbook(bytes, options, addRow)) };
  }
  const encoding = encodingOf(bytes, file);
  if (sheet !== null) throw new InviteError({ code: 'sheet_not_found', file, sheet, sheets: [] });
  if (isJson(bytes, encoding)) {
    // Loaded now, since no table needs zod.
    const { readJson } = await import('./json/read-json.ts');
    const json = readJson([...textPieces(bytes, encoding)].join(''), file);
    return { format: 'json', encoding, json };
  }
  const delimiter = delimiterOf(textPieces(bytes, encoding));
  await readCsv({ bytes, encoding, delimiter, file }, addRow);
  return { format: 'csv', encoding, delimiter };
}

function isJson(bytes: Uint8Array, encoding: Encoding): boolean {
  for (const piece of textPieces(bytes, encoding)) {
    const start = piece.trimStart();
    if (start !== '') return start.startsWith('{') || start.startsWith('[');
  }
  return false;
}

/**
 * Other kinds of file are refused by name, since what to do about each is different.
 *
 * @throws InviteError `workbook_not_csv`, `workbook_damaged`, `file_too_large` or `not_text`
 */
function kindOf(bytes: Uint8Array, file: string): 'workbook' | 'text' {
  if (startsWith(bytes, OLE)) {
    throw new InviteError({ code: 'workbook_not_csv', file, kind: 'xls_or_locked' });
  }
  if (startsWith(bytes, PDF)) throw new InviteError({ code: 'not_text', file });
  if (!startsWith(bytes, ZIP)) return 'text';
  refuseOtherZips(bytes, file);
  return 'workbook';
}

function refuseOtherZips(bytes: Uint8Array, file: string): void {
  const entries = zipDirectory(bytes);
  if (entries !== null && !entries.some(({ name }) => name === 'xl/workbook.xml')) {
    throw new InviteError({ code: 'workbook_not_csv', file, kind: 'other' });
  }
  // A workbook that somebody has renamed: no program writes one under such a name.
  if (TEXT_FILE.test(file)) throw new InviteError({ code: 'workbook_not_csv', file, kind: 'xlsx' });
  if (entries === null) throw new InviteError({ code: 'workbook_damaged', file });
  const size = entries.reduce((sum, entry) => sum + entry.size, 0);
  if (size > LARGEST_UNZIPPED_BYTES) {
    const limit = LARGEST_UNZIPPED_BYTES;
    throw new InviteError({ code: 'file_too_large', file, bytes: size, limit });
  }
}

function startsWith(bytes: Uint8Array, mark: readonly number[]): boolean {
  return mark.every((byte, index) => bytes[index] === byte);
}

/** An entry of a ZIP's central directory (PKWARE's APPNOTE, 4.3.12). */
type ZipEntry = {
  readonly name: string;
  /** The size in bytes once unpacked. */
  readonly size: number;
};

const END_MARK = 0x06054b50;
const END_BYTES = 22;
/** A comment of up to so many bytes may follow the end record. */
const LONGEST_COMMENT = 0xffff;
const ENTRY_MARK = 0x02014b50;
const ENTRY_BYTES = 46;
const SIZES_FOLLOW = 0b1000;

/** The central directory of a ZIP; null where it is damaged or cut off. Unpacks nothing. */
function zipDirectory(bytes: Uint8Array): readonly ZipEntry[] | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = endRecordOf(view);
  if (end === null) return null;
  const entries: ZipEntry[] = [];
  let at = view.getUint32(end + 16, true);
  for (let left = view.getUint16(end + 10, true); left > 0; left -= 1) {
    if (at + ENTRY_BYTES > end || view.getUint32(at, true) !== ENTRY_MARK) return null;
    const nameBytes = view.getUint16(at + 28, true);
    const start = at + ENTRY_BYTES;
    const name = new TextDecoder().decode(bytes.subarray(start, start + nameBytes));
    const flags = view.getUint16(at + 8, true);
    const packed = view.getUint32(at + 20, true);
    const size = view.getUint32(at + 24, true);
    // An empty entry packs to two bytes at most; one with more hides its unpacked size.
    if (size === 0 && packed > 2) return null;
    // An entry with its sizes after its data repeats them here, unless it is a folder.
    if (packed === 0 && (flags & SIZES_FOLLOW) !== 0 && !name.endsWith('/')) return null;
    entries.push({ name, size });
    at = start + nameBytes + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return entries;
}

function endRecordOf(view: DataView): number | null {
  const first = Math.max(0, view.byteLength - END_BYTES - LONGEST_COMMENT);
  for (let at = view.byteLength - END_BYTES; at >= first; at -= 1) {
    if (view.getUint32(at, true) === END_MARK) return at;
  }
  return null;
}
