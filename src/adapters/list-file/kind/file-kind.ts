import { InviteError } from '../../../domain/problem/problem.ts';
import { signatureOf } from './signatures.ts';
import { zipDirectory, type ZipEntry } from './zip-directory.ts';

/** Twice what a workbook with the most records unpacks to. A ZIP can declare terabytes. */
const LARGEST_UNZIPPED_BYTES = 256 * 1024 * 1024;

const TEXT_FILE = /\.(?:csv|tsv|txt|json)$/iu;

/** What Excel and LibreOffice write beside a list while it is open in them. */
const LOCK_FILE = /(?:^|[\\/])(?:~\$|\.~lock\.)[^\\/]*$/u;
const LONGEST_LOCK_FILE = 1024;

/** A file in a ZIP that could be the list. */
const LIST_FILE = /\.(?:csv|tsv|json|xlsx)$/iu;
/** What macOS adds to each ZIP. */
const RESOURCE_FORK = /^__MACOSX\//u;
const MOST_NAMED = 5;

export type FileKind =
  | { readonly kind: 'text' }
  /** `bytes`: the ZIP, from its first entry on. */
  | {
      readonly kind: 'workbook';
      readonly bytes: Uint8Array;
      readonly entries: readonly ZipEntry[];
    };

/**
 * Whether a file is text or a workbook, by its bytes. Other kinds are refused by name, since what to
 * do about each is different. Nothing is unpacked.
 *
 * @throws InviteError `other_format`, `workbook_not_csv`, `workbook_damaged`, `file_too_large` or
 *   `not_text`
 */
export function kindOf(bytes: Uint8Array, file: string): FileKind {
  // A faulty export script prints an empty line before a file of any kind.
  const contents = bytes.subarray(blanksBefore(bytes));
  const signature = signatureOf(contents);
  if (signature?.kind === 'zip') return workbookOf(contents, file);
  if (bytes.length <= LONGEST_LOCK_FILE && LOCK_FILE.test(file)) {
    throw new InviteError({ code: 'other_format', file, format: 'lock_file', inside: [] });
  }
  if (signature === null) return { kind: 'text' };
  if (signature.kind === 'document') throw new InviteError({ code: 'not_text', file });
  if (signature.kind === 'workbook') {
    throw new InviteError({ code: 'workbook_not_csv', file, kind: signature.workbook });
  }
  throw new InviteError({ code: 'other_format', file, format: signature.format, inside: [] });
}

/** The number of bytes before the first that is no blank and no part of a UTF-8 byte order mark. */
function blanksBefore(bytes: Uint8Array): number {
  const found = bytes.findIndex((byte) => !BLANKS.has(byte));
  return found === -1 ? 0 : found;
}

const BLANKS: ReadonlySet<number> = new Set([0x20, 0x09, 0x0a, 0x0d, 0xef, 0xbb, 0xbf]);

function workbookOf(bytes: Uint8Array, file: string): FileKind {
  const read = zipDirectory(bytes);
  const entries = read?.map((entry) => ({ ...entry, name: entry.name.replaceAll('\\', '/') }));
  if (entries !== undefined) refuseOtherZips(entries, file);
  // A workbook that somebody has renamed: no program writes one under such a name.
  if (TEXT_FILE.test(file)) throw new InviteError({ code: 'workbook_not_csv', file, kind: 'xlsx' });
  if (read === null || entries === undefined) {
    throw new InviteError({ code: 'workbook_damaged', file });
  }
  const size = entries.reduce((sum, entry) => sum + entry.size, 0);
  if (size > LARGEST_UNZIPPED_BYTES) {
    const limit = LARGEST_UNZIPPED_BYTES;
    throw new InviteError({ code: 'file_too_large', file, bytes: size, limit });
  }
  return { kind: 'workbook', bytes, entries };
}

/** Office formats, OpenDocument and Numbers are documents in a ZIP; any other ZIP is an archive. */
function refuseOtherZips(entries: readonly ZipEntry[], file: string): void {
  const names = entries.map(({ name }) => name);
  const has = (part: RegExp): boolean => names.some((name) => part.test(name));
  if (has(/^xl\/workbook\d*\.xml$/iu) || has(/(?:^|\/)worksheets\/[^/]+\.xml$/iu)) return;
  if (has(/^\[Content_Types\]\.xml$/iu) || has(/^mimetype$/u) || has(/^Index(?:\/|\.zip$)/u)) {
    throw new InviteError({ code: 'workbook_not_csv', file, kind: 'other' });
  }
  const inside = names.filter((name) => LIST_FILE.test(name) && !RESOURCE_FORK.test(name));
  const named = inside.slice(0, MOST_NAMED);
  throw new InviteError({ code: 'other_format', file, format: 'archive', inside: named });
}
