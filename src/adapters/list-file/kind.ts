import { InviteError } from '../../domain/problem/problem.ts';
import { LARGEST_UNZIPPED_BYTES } from './limits.ts';
import { zipDirectory } from './workbook/zip-directory.ts';

const ZIP = [0x50, 0x4b, 0x03, 0x04];
/** OLE compound file: the .xls of Excel 97 to 2003, and an .xlsx behind a password. */
const OLE = [0xd0, 0xcf, 0x11, 0xe0];
const PDF = [0x25, 0x50, 0x44, 0x46];

const TEXT_FILE = /\.(?:csv|tsv|txt|json)$/iu;

/**
 * Whether a list is a workbook or text, told by its bytes. What is neither is told by its name, since
 * the way out differs.
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
  // Programs that write text files write no workbooks: somebody gave it the wrong name.
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
