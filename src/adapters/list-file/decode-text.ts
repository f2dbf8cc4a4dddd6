import { InviteError } from '../../domain/problem.ts';
import { isBinary, isMostlyControlCharacters, refuseKnownFormats } from './refuse-binary.ts';

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';
export type DecodedText = { readonly text: string; readonly encoding: Encoding };

/** Bytes Windows-1252 leaves undefined; the WHATWG decoder turns them into C1 control characters. */
const UNDEFINED_IN_WINDOWS_1252 = /[\u0080-\u009F]/u;

/**
 * The text of a list, read as what its bytes are and not as what its name says.
 *
 * @throws InviteError `workbook_not_csv`, `not_text`, `encoding_unknown` or `file_empty`
 */
export function decodeText(bytes: Uint8Array, file: string): DecodedText {
  refuseKnownFormats(bytes, file);
  const encoding = marked(bytes) ?? unmarkedUtf16(bytes);
  if (encoding === 'utf-32') throw new InviteError({ code: 'encoding_unknown', file });
  if (encoding === null && isBinary(bytes)) throw new InviteError({ code: 'not_text', file });

  const decoded = encoding === null ? decodeUnmarked(bytes) : decodeAs(bytes, encoding);
  if (decoded === null) throw new InviteError({ code: 'encoding_unknown', file });
  if (decoded.text.trim() === '') throw new InviteError({ code: 'file_empty', file });
  if (isMostlyControlCharacters(decoded.text)) throw new InviteError({ code: 'not_text', file });
  if (decoded.encoding === 'windows-1252' && UNDEFINED_IN_WINDOWS_1252.test(decoded.text)) {
    throw new InviteError({ code: 'encoding_unknown', file });
  }
  return decoded;
}

/** What the byte order mark says. UTF-32 starts like UTF-16, so it is asked for first. */
function marked(bytes: Uint8Array): Encoding | 'utf-32' | null {
  const [first, second, third, fourth] = bytes;
  if (first === 0xff && second === 0xfe) {
    return third === 0 && fourth === 0 ? 'utf-32' : 'utf-16le';
  }
  if (first === 0 && second === 0 && third === 0xfe && fourth === 0xff) return 'utf-32';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
  return null;
}

/**
 * UTF-16 that lost its mark: English text in it has a NUL in every pair, always on the same side.
 * A curly apostrophe has none, so most pairs are enough.
 */
function unmarkedUtf16(bytes: Uint8Array): Encoding | null {
  if (bytes.length < 4 || bytes.length % 2 !== 0) return null;
  const nuls = { even: 0, odd: 0 };
  for (let index = 0; index < bytes.length; index += 2) {
    if (bytes[index] === 0) nuls.even += 1;
    if (bytes[index + 1] === 0) nuls.odd += 1;
  }
  const most = (bytes.length / 2) * 0.75;
  if (nuls.even === 0 && nuls.odd >= most) return 'utf-16le';
  if (nuls.odd === 0 && nuls.even >= most) return 'utf-16be';
  return null;
}

function decodeUnmarked(bytes: Uint8Array): DecodedText | null {
  return decodeAs(bytes, 'utf-8') ?? decodeAs(bytes, 'windows-1252');
}

/** Null where the bytes are not that encoding. Takes the byte order mark away. */
function decodeAs(bytes: Uint8Array, encoding: Encoding): DecodedText | null {
  try {
    return { text: new TextDecoder(encoding, { fatal: true }).decode(bytes), encoding };
  } catch {
    return null;
  }
}
