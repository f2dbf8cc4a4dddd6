import { InviteError } from '../../domain/problem/problem.ts';

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

/** What a ZIP says it holds, at its end. */
type ZipEntry = {
  readonly name: string;
  /** How many bytes it unpacks to. */
  readonly size: number;
};

const END_MARK = 0x06054b50;
const END_BYTES = 22;
/** The end may be followed by a comment of so many bytes. */
const LONGEST_COMMENT = 0xffff;
const ENTRY_MARK = 0x02014b50;
const ENTRY_BYTES = 46;
const SIZES_FOLLOW = 0b1000;

/** The directory of a ZIP; null where it is damaged or cut off. Unpacks nothing. */
function zipDirectory(bytes: Uint8Array): readonly ZipEntry[] | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = endOf(view);
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
    // Nothing takes two bytes packed; an entry that says so hides what it unpacks to.
    if (size === 0 && packed > 2) return null;
    // One whose sizes stand behind its bytes says them here again, or is a folder and has none.
    if (packed === 0 && (flags & SIZES_FOLLOW) !== 0 && !name.endsWith('/')) return null;
    entries.push({ name, size });
    at = start + nameBytes + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return entries;
}

function endOf(view: DataView): number | null {
  const first = Math.max(0, view.byteLength - END_BYTES - LONGEST_COMMENT);
  for (let at = view.byteLength - END_BYTES; at >= first; at -= 1) {
    if (view.getUint32(at, true) === END_MARK) return at;
  }
  return null;
}

/** What a workbook may unpack to: twice what the most records need. A ZIP can promise terabytes. */
const LARGEST_UNZIPPED_BYTES = 256 * 1024 * 1024;
