import { decodeHTMLStrict } from 'entities/decode';
import { decodeMojibake, hasBrokenCharacters } from './mojibake.ts';

/** `&#039;`, `&#x27;`, `&eacute;`: letters as a web page writes them. */
const ENTITY = /&(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z][a-z\d]{1,31});/iu;

/** `%C3%A9`: letters as a web address writes them. */
const PERCENT_CODES = /(?:%[\da-f]{2})+/giu;
const PERCENT_CODE = /%[\da-f]{2}/iu;

/** `D&amp;#039;Arcy` went through the wrong hands twice; more often than this nobody has seen. */
const MOST_TIMES = 3;

/** Whether a text has codes in place of letters, which a parent would read as they stand. */
export function holdsCodes(text: string): boolean {
  return ENTITY.test(text) || PERCENT_CODE.test(text);
}

/** What a text says without its codes; null where some of them cannot be told or say nothing visible. */
export function withoutCodes(text: string): string | null {
  let read = text;
  for (let times = 0; times < MOST_TIMES; times += 1) {
    const decoded = decodedOnce(read);
    if (decoded === null) return null;
    const plain = hasBrokenCharacters(decoded) ? decodeMojibake(decoded) : decoded;
    if (plain === null) return null;
    if (!holdsCodes(plain)) return fit(plain);
    if (plain === read) return null;
    read = plain;
  }
  return null;
}

function decodedOnce(text: string): string | null {
  try {
    // Runs of codes only: a single % is no code, and the letters around it stand for themselves.
    return decodeHTMLStrict(text).replace(PERCENT_CODES, decodeURIComponent);
  } catch {
    // Not UTF-8.
    return null;
  }
}

function fit(text: string): string | null {
  const normal = text.normalize('NFC').trim();
  return normal === '' || /[\p{Cc}\p{Cf}\p{Co}\uFFFD]/u.test(normal) ? null : normal;
}
