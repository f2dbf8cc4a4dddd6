import { decodeHTML } from 'entities/decode';
import { nameFault, unfilledField } from '../names/name-check.ts';
import { parsed, refused, type Parsed } from '../parsed.ts';
import { decodeMojibake, hasBrokenCharacters } from './mojibake.ts';
import { decodedAs, misreadEncodingOf } from './other-encoding.ts';

/**
 * Twilio recommends fewer than 250 characters for a template variable. Longer cells are refused
 * before they are parsed: some of the patterns for phones, fees and ages take time that is
 * quadratic in the length.
 */
const LONGEST_VALUE = 250;

/** Zero-width, direction and control characters, which pasted or exported text can contain. */
const HIDDEN_MARKS = /[[\p{Cc}--[\t-\r\u0085]]\p{Cf}\p{Default_Ignorable_Code_Point}]/gv;

/** A terminal escape sequence. Without its first character, the rest would be left as letters. */
// oxlint-disable-next-line no-control-regex -- the control character is what is looked for
const ESCAPE_CODE = /\u001B\S/u;

/** A letter that the file's encoding could not represent: `Jos?`. */
const LETTER_LOST = /\p{L}\?|\?\p{L}/u;

const FORMULA_ERROR = /^#(?:REF!|N\/A|VALUE!|NAME\?|DIV\/0!|NULL!|NUM!|SPILL!|CALC!)|^=/iu;

/**
 * Words that people type into a cell to fill it in later. `Null` is not among them: it is a
 * surname.
 */
const PLACEHOLDER_WORDS =
  'tbc|tba|tbd|t.b.c.|t.b.a.|n/a|n / a|n.a.|n.a|not applicable|not available|none|nil|undefined|' +
  'unknown|not known|not sure|to be confirmed|to be advised|to be decided|to be determined|' +
  'to be added|to follow|awaiting|pending|as above|same as above|same|ditto|see above|see notes|' +
  'same as player|same as mum|same as dad|no phone|no number|no mobile|not given|not provided|' +
  'not supplied|missing|blank|empty|?|??|???|-|--|---|–|—|.|..|...|x|xx|xxx|xxxx|"|\'';

/** What programs write for a box that is ticked or not, and for a number that is none. */
const WRITTEN_BY_A_PROGRAM = /^(?:true|True|TRUE|false|False|FALSE|NaN)$/u;

const PLACEHOLDER = new RegExp(
  `^(?:${PLACEHOLDER_WORDS.split('|')
    .map((word) => RegExp.escape(word))
    .join('|')})$`,
  'iu',
);

/**
 * The form of nearly every cell: unaccented or precomposed letters, digits, and single spaces
 * between words. None of the faults checked for below can occur in such a cell. A list has up to a
 * million cells, so this test comes first.
 */
const PLAIN =
  /^£?[\w+'().,/\-\u00C0\u00C1\u00C6-\u00CB\u00CD-\u00D6\u00D8-\u00F6\u00F8-\u00FF]+(?: [\w+'().,/\-\u00C0\u00C1\u00C6-\u00CB\u00CD-\u00D6\u00D8-\u00F6\u00F8-\u00FF]+)*$/u;

/** A sign of another encoding: `DÕArcy`. */
const CAPITAL_WITHIN = /[A-Za-z][\u00C0-\u00DE]/u;

/** `PLAIN` for names. A formatting mark cannot occur in it either. */
const PLAIN_NAME =
  /^[A-Za-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u00FF]+(?:[ '-][A-Za-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u00FF]+)*$/u;

/** The end of `First Name` and `Name here`, which may be headings and no names. */
const ENDS_AS_A_HEADING = /(?:name|here)$/iu;

/** Any visible character: not a space, a control character or a blank filler. */
const VISIBLE = /[^\s\p{Cc}\p{Default_Ignorable_Code_Point}\u2800]/u;

/**
 * A letter, so visible. This test is cheaper than the Unicode tables of `VISIBLE`, and most names
 * pass it.
 */
const LATIN = /[A-Za-z]/u;

export type CellText = { readonly text: string; readonly hiddenMarks: boolean };

/** A cell as text. JSON can have numbers and lists where a table has text. */
export function writtenText(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/**
 * One cell as text, without invisible characters. JSON can have a number where a spreadsheet has
 * digits, so numbers and booleans are converted to text.
 */
export function readCell(value: unknown): Parsed<CellText> {
  if (value === null || value === undefined) return refused({ code: 'missing' });
  if (Array.isArray(value)) return refused({ code: 'not_a_value', found: 'list' });
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') {
    return refused({ code: 'not_a_value', found: 'object' });
  }
  const written = String(value);
  if (written.length > LONGEST_VALUE && written.trim().length > LONGEST_VALUE) {
    const { length } = written.trim();
    return refused({ code: 'too_long', length, limit: LONGEST_VALUE });
  }
  if (PLAIN.test(written) && !CAPITAL_WITHIN.test(written)) {
    return isPlaceholder(written)
      ? refused({ code: 'placeholder_word', word: written })
      : parsed({ text: written, hiddenMarks: false });
  }
  if (!written.isWellFormed() || ESCAPE_CODE.test(written)) {
    return refused({ code: 'broken_characters', suggestion: null });
  }
  const raw = written.normalize('NFC');
  const visible = raw.replace(HIDDEN_MARKS, '').normalize('NFC');
  // The raw text is checked as well: half of a doubly encoded `í` is a soft hyphen, and half of `à`
  // is a no-break space.
  if (hasBrokenCharacters(raw) || hasBrokenCharacters(visible)) {
    const suggestion = decodeMojibake(written) ?? inOtherEncoding(raw);
    return refused({ code: 'broken_characters', suggestion });
  }
  const suggestion = inOtherEncoding(raw) ?? inOtherEncoding(visible.replace(/\s+/gu, ' '));
  if (suggestion !== null) return refused({ code: 'broken_characters', suggestion });
  const text = visible.trim();
  if (text === '') return refused({ code: 'missing' });
  if (holdsCodes(text)) {
    return refused({ code: 'coded_characters', suggestion: withoutCodes(text) });
  }
  if (FORMULA_ERROR.test(text)) return refused({ code: 'formula_error' });
  if (isPlaceholder(text.replace(/\s+/gu, ' '))) {
    return refused({ code: 'placeholder_word', word: text });
  }
  return parsed({ text, hiddenMarks: visible !== raw });
}

/** Text that was read in the wrong encoding, as it should read; null if there is no sign of that. */
function inOtherEncoding(text: string): string | null {
  const encoding = misreadEncodingOf(text);
  return encoding === null ? null : decodedAs(text, encoding);
}

function isPlaceholder(text: string): boolean {
  return PLACEHOLDER.test(text) || WRITTEN_BY_A_PROGRAM.test(text);
}

/**
 * A name as it appears in the message. WhatsApp refuses a variable with a line break, a tab or
 * consecutive spaces (Twilio error 21656), and treats `*`, `_`, `~` and backticks as formatting.
 */
export function parseName(cell: CellText): Parsed<string> {
  if (
    !cell.hiddenMarks &&
    cell.text.length <= LONGEST_VALUE &&
    PLAIN_NAME.test(cell.text) &&
    !ENDS_AS_A_HEADING.test(cell.text)
  ) {
    return parsed(cell.text);
  }
  if (/[\n\v\f\r\u2028\u2029\u0085]/u.test(cell.text)) return refused({ code: 'line_break' });
  if (cell.text.includes('?') && LETTER_LOST.test(cell.text))
    return refused({ code: 'broken_characters', suggestion: null });
  const name = cell.text.replace(/\s+/gu, ' ');
  const mark = /[*_~`]/u.exec(name)?.[0];
  if (mark !== undefined) {
    return refused(unfilledField(name) ?? { code: 'formatting_mark', mark });
  }
  if (!LATIN.test(name)) {
    if (!VISIBLE.test(name)) return refused({ code: 'missing' });
    if (!/[\p{L}\p{N}\p{S}]/u.test(name)) return refused({ code: 'placeholder_word', word: name });
  }
  if (name.length > LONGEST_VALUE) {
    return refused({ code: 'too_long', length: name.length, limit: LONGEST_VALUE });
  }
  const fault = nameFault(name);
  if (fault !== null) return refused(fault);
  if (cell.hiddenMarks) return parsed(name, 'hidden_marks_removed');
  return name === cell.text ? parsed(name) : parsed(name, 'spaces_folded');
}

/**
 * HTML character references: `&#039;`, `&#x27;`, `&eacute;`. Some programs lose the semicolon, and
 * browsers read the letters of Western Europe without it.
 */
const ENTITY =
  /&(?:(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z][a-z\d]{1,31});|#\d{2}|#x[\da-f]{2}|[a-z](?:acute|grave|circ|uml|tilde|cedil|ring|slash)|(?:amp|quot|lt|gt|nbsp|szlig|aelig)(?![a-z]))/iu;

/** URL percent-encoding: `%C3%A9`. */
const PERCENT_CODES = /(?:%[\da-f]{2})+/giu;
const PERCENT_CODE = /%[\da-f]{2}/iu;

/** How often a text is decoded. `D&amp;#039;Arcy` was encoded twice. */
const MOST_TIMES = 3;

/**
 * Whether a text has character references or percent-encoding, which a parent would see undecoded.
 */
function holdsCodes(text: string): boolean {
  return ENTITY.test(text) || PERCENT_CODE.test(text);
}

/** The decoded text; null if it cannot be decoded or would have invisible characters. */
function withoutCodes(text: string): string | null {
  let read = text;
  for (let times = 0; times < MOST_TIMES; times += 1) {
    const decoded = decodedOnce(read);
    if (decoded === null) return null;
    const plain = hasBrokenCharacters(decoded) ? decodeMojibake(decoded) : decoded;
    if (plain === null) return null;
    if (!holdsCodes(plain)) return cleaned(plain);
    if (plain === read) return null;
    read = plain;
  }
  return null;
}

function decodedOnce(text: string): string | null {
  try {
    // Only the percent-encoded runs are decoded: a single % is literal.
    return decodeHTML(text).replace(PERCENT_CODES, decodeURIComponent);
  } catch {
    // The bytes are not UTF-8.
    return null;
  }
}

function cleaned(text: string): string | null {
  const normal = text.normalize('NFC').trim();
  return normal === '' || /[\p{Cc}\p{Cf}\p{Co}\uFFFD]/u.test(normal) ? null : normal;
}
