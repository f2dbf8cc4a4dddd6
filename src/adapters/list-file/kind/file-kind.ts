import { InviteError } from '../../../domain/problem/problem.ts';
import { zipDirectory } from './zip-directory.ts';

/** Twice what a workbook with the most records unpacks to. A ZIP can declare terabytes. */
const LARGEST_UNZIPPED_BYTES = 256 * 1024 * 1024;

const ZIP = [0x50, 0x4b, 0x03, 0x04];
/** OLE compound file: the .xls of Excel 97 to 2003, and an .xlsx with a password. */
const OLE = [0xd0, 0xcf, 0x11, 0xe0];
const PDF = [0x25, 0x50, 0x44, 0x46];

const TEXT_FILE = /\.(?:csv|tsv|txt|json)$/iu;

/**
 * Other kinds of file are refused by name, since what to do about each is different.
 *
 * @throws InviteError `workbook_not_csv`, `workbook_damaged`, `file_too_large` or `not_text`
 */
export function kindOf(bytes: Uint8Array, file: string): 'workbook' | 'text' {
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
