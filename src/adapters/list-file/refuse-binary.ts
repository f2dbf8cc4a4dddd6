import { InviteError } from '../../domain/problem.ts';

const ZIP = [0x50, 0x4b, 0x03, 0x04];
/** OLE compound file: the .xls of Excel 97 to 2003, and an .xlsx behind a password. */
const OLE = [0xd0, 0xcf, 0x11, 0xe0];
const PDF = [0x25, 0x50, 0x44, 0x46];

/** Text has none but line ends and tabs; a picture or an archive has about one byte in ten. */
const MOST_CONTROL_CHARACTERS = 0.05;

/** Formats that are told by name, since the way out differs: a workbook can be saved as CSV. */
export function refuseKnownFormats(bytes: Uint8Array, file: string): void {
  if (startsWith(bytes, ZIP))
    throw new InviteError({ code: 'workbook_not_csv', file, kind: 'xlsx' });
  if (startsWith(bytes, OLE)) {
    throw new InviteError({ code: 'workbook_not_csv', file, kind: 'xls_or_locked' });
  }
  if (startsWith(bytes, PDF)) throw new InviteError({ code: 'not_text', file });
}

/** Whether there are NUL bytes, which no text has outside UTF-16. */
export function isBinary(bytes: Uint8Array): boolean {
  return bytes.includes(0);
}

export function isMostlyControlCharacters(text: string): boolean {
  let found = 0;
  for (let index = 0; index < text.length; index += 1) {
    if (isControl(text.charCodeAt(index))) found += 1;
  }
  return found > text.length * MOST_CONTROL_CHARACTERS;
}

function isControl(code: number): boolean {
  const isLineEndOrTab = code === 0x09 || code === 0x0a || code === 0x0d;
  return (code < 0x20 && !isLineEndOrTab) || code === 0x7f;
}

function startsWith(bytes: Uint8Array, mark: readonly number[]): boolean {
  return mark.every((byte, index) => bytes[index] === byte);
}
