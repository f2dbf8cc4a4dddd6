import { isAscii, isUtf8 } from 'node:buffer';
import { InviteError } from '../../../domain/problem/problem.ts';
import { startEncodingSurvey } from '../../../domain/record/cell/other-encoding.ts';
import type { OtherEncoding } from '../../../domain/record/cell/windows-1252.ts';
import type { Progress } from '../list-options.ts';

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

/** Bytes that Windows-1252 leaves undefined: the WHATWG decoder maps them to C1 control characters. */
const UNDEFINED_IN_WINDOWS_1252 = /[\u0080-\u009F]/u;

const PIECE_BYTES = 64 * 1024;

/** The largest share in text. In a picture or an archive about one byte in ten is a control character. */
const MOST_CONTROL_CHARACTERS = 0.05;

/**
 * The encoding of a list, by its bytes.
 *
 * @throws InviteError `not_text`, `encoding_unknown` or `file_empty`
 */
export function encodingOf(bytes: Uint8Array, file: string): Encoding {
  const detected = markedEncoding(bytes) ?? unmarkedUtf16(bytes);
  if (detected === 'utf-32') throw new InviteError({ code: 'encoding_unknown', file });
  // Outside UTF-16, text has no NUL.
  if (detected === null && bytes.includes(0)) throw new InviteError({ code: 'not_text', file });

  const encoding = detected ?? (isUtf8(bytes) ? 'utf-8' : 'windows-1252');
  const survey = surveyOf(bytes, encoding);
  if (survey === null) throw new InviteError({ code: 'encoding_unknown', file });
  if (survey.isBlank) throw new InviteError({ code: 'file_empty', file });
  if (survey.controls > survey.length * MOST_CONTROL_CHARACTERS) {
    throw new InviteError({ code: 'not_text', file });
  }
  if (survey.hasUndefined && misreadEncodingIn(bytes) === null) {
    throw new InviteError({ code: 'encoding_unknown', file });
  }
  return encoding;
}

/**
 * The encoding that a list probably is in, where its words make no sense in Windows-1252. Text may have
 * been saved as UTF-8 after it was read wrongly, so that is looked at as well. Null for UTF-16.
 */
export function misreadEncodingIn(bytes: Uint8Array): OtherEncoding | null {
  if (isAscii(bytes) || bytes.includes(0)) return null;
  const survey = startEncodingSurvey();
  for (const piece of textPieces(bytes, isUtf8(bytes) ? 'utf-8' : 'windows-1252')) {
    survey.add(piece);
  }
  return survey.finish();
}

/** The text in pieces, without its byte order mark.
 *
 * @throws TypeError where the bytes are not in that encoding
 */
export function* textPieces(
  bytes: Uint8Array,
  encoding: Encoding,
  progress?: Progress,
): Generator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  for (const piece of bytePieces(bytes, progress)) yield decoder.decode(piece, { stream: true });
  yield decoder.decode();
}

/** The bytes in pieces, which may end within a character. */
export function* bytePieces(bytes: Uint8Array, progress?: Progress): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
    progress?.(at / bytes.length);
    yield bytes.subarray(at, at + PIECE_BYTES);
  }
}

type Survey = {
  readonly length: number;
  readonly controls: number;
  readonly isBlank: boolean;
  readonly hasUndefined: boolean;
};

/** Null where the bytes are not in that encoding. */
function surveyOf(bytes: Uint8Array, encoding: Encoding): Survey | null {
  const found = { length: 0, controls: 0, isBlank: true, hasUndefined: false };
  try {
    for (const piece of textPieces(bytes, encoding)) {
      found.length += piece.length;
      found.controls += controlCharactersIn(piece);
      found.isBlank &&= piece.trim() === '';
      if (encoding === 'windows-1252') {
        found.hasUndefined ||= UNDEFINED_IN_WINDOWS_1252.test(piece);
      }
    }
    return found;
  } catch {
    return null;
  }
}

/** The encoding of the byte order mark. UTF-32 comes first, since its mark begins like that of UTF-16. */
function markedEncoding(bytes: Uint8Array): Encoding | 'utf-32' | null {
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
 * UTF-16 without a mark: in English text nearly every pair of bytes has a NUL, always on the same side.
 * A curly apostrophe has none.
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

// Most text has none, which a search finds sooner than a count.
// oxlint-disable-next-line no-control-regex -- they are what is looked for
const CONTROL = /[\0-\x08\v\f\x0E-\x1F\x7F]/u;

function controlCharactersIn(text: string): number {
  if (!CONTROL.test(text)) return 0;
  let found = 0;
  for (let index = 0; index < text.length; index += 1) {
    if (isControl(text.charCodeAt(index))) found += 1;
  }
  return found;
}

function isControl(code: number): boolean {
  const isLineEndOrTab = code === 0x09 || code === 0x0a || code === 0x0d;
  return (code < 0x20 && !isLineEndOrTab) || code === 0x7f;
}
