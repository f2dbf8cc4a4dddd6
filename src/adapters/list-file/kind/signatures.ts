import type { OtherFormat, WorkbookKind } from '../../../domain/problem/problem.ts';

/** What a file is by its first bytes, where its contents are no text. */
export type Signature =
  | { readonly kind: 'zip' }
  | { readonly kind: 'document' }
  | { readonly kind: 'workbook'; readonly workbook: WorkbookKind }
  | { readonly kind: 'other_format'; readonly format: OtherFormat };

type Entry = readonly [bytes: readonly number[], signature: Signature];

const COMPRESSED = { kind: 'other_format', format: 'compressed' } as const;
const OLD_OR_LOCKED = { kind: 'workbook', workbook: 'xls_or_locked' } as const;

const SIGNATURES: readonly Entry[] = [
  [[0x50, 0x4b, 0x03, 0x04], { kind: 'zip' }],
  // A ZIP without a single entry has only its end record.
  [[0x50, 0x4b, 0x05, 0x06], { kind: 'other_format', format: 'archive' }],
  // OLE compound file: the .xls of Excel 97 to 2003, and an .xlsx with a password.
  [[0xd0, 0xcf, 0x11, 0xe0], OLD_OR_LOCKED],
  // The .xls of Excel 2 to 4, which has no container: its first record is BOF.
  [[0x09, 0x00, 0x04, 0x00], OLD_OR_LOCKED],
  [[0x09, 0x02, 0x06, 0x00], OLD_OR_LOCKED],
  [[0x09, 0x04, 0x06, 0x00], OLD_OR_LOCKED],
  [[0x25, 0x50, 0x44, 0x46], { kind: 'document' }],
  // gzip, bzip2, xz, Zstandard, 7-Zip and RAR.
  [[0x1f, 0x8b], COMPRESSED],
  [[0x42, 0x5a, 0x68], COMPRESSED],
  [[0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00], COMPRESSED],
  [[0x28, 0xb5, 0x2f, 0xfd], COMPRESSED],
  [[0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c], COMPRESSED],
  [[0x52, 0x61, 0x72, 0x21, 0x1a, 0x07], COMPRESSED],
];

/** The signature at the start of the bytes; null where they may be text. */
export function signatureOf(bytes: Uint8Array): Signature | null {
  const found = SIGNATURES.find(([mark]) => mark.every((byte, index) => bytes[index] === byte));
  return found?.[1] ?? null;
}
