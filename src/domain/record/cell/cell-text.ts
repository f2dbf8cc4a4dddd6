import { nameFault } from '../names/name-check.ts';
import { parsed, refused, type Parsed } from '../parsed.ts';
import { decodeHTMLStrict } from 'entities/decode';
import { decodeMojibake, hasBrokenCharacters } from './mojibake.ts';

/**
 * Twilio advises fewer than 250 characters for a template variable; names never need more. A longer cell is
 * not looked into: some of the patterns for phones, fees and ages take the square of its length.
 */
const LONGEST_VALUE = 250;

/** Zero-width, direction and control marks that come along when text is pasted or exported. */
const HIDDEN_MARKS = /[[\p{Cc}--[\t-\r\u0085]]\p{Cf}\p{Default_Ignorable_Code_Point}]/gv;

/** A code for terminals: without its first character the others would stand there as letters. */
// oxlint-disable-next-line no-control-regex -- the control character is what is looked for
const ESCAPE_CODE = /\u001B\S/u;

/** A letter that had no place in the file's encoding: `Jos?`. */
const LETTER_LOST = /\p{L}\?|\?\p{L}/u;

const FORMULA_ERROR = /^#(?:REF!|N\/A|VALUE!|NAME\?|DIV\/0!|NULL!|NUM!|SPILL!|CALC!)|^=/iu;

/** Words people type into a cell to be filled in later. `Null` is left out: it is a surname. */
const PLACEHOLDER_WORDS =
  'tbc|tba|tbd|t.b.c.|t.b.a.|n/a|n / a|n.a.|n.a|not applicable|not available|none|nil|undefined|' +
  'unknown|not known|not sure|to be confirmed|to be advised|to be decided|to be determined|' +
  'to be added|to follow|awaiting|pending|as above|same as above|same|ditto|see above|see notes|' +
  'same as player|same as mum|same as dad|no phone|no number|no mobile|not given|not provided|' +
  'not supplied|missing|blank|empty|?|??|???|-|--|---|–|—|.|..|...|x|xx|xxx|xxxx|"|\'';

const PLACEHOLDER = new RegExp(
  `^(?:${PLACEHOLDER_WORDS.split('|')
    .map((word) => RegExp.escape(word))
    .join('|')})$`,
  'iu',
);

/**
 * What nearly every cell is: letters that are whole and seen, digits, and single spaces between
 * them. Nothing that is looked for below can hide in it, and a list has a million cells.
 */
const PLAIN =
  /^£?[\w&+'().,/\-\u00C0\u00C1\u00C6-\u00CB\u00CD-\u00D6\u00D8-\u00F6\u00F8-\u00FF]+(?: [\w&+'().,/\-\u00C0\u00C1\u00C6-\u00CB\u00CD-\u00D6\u00D8-\u00F6\u00F8-\u00FF]+)*$/u;

/** The same for a name, in which a mark of formatting cannot hide either. */
const PLAIN_NAME =
  /^[A-Za-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u00FF]+(?:[ '-][A-Za-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u00FF]+)*$/u;

/** Anything that leaves ink: no space, no control character, no filler that fonts leave blank. */
const VISIBLE = /[^\s\p{Cc}\p{Default_Ignorable_Code_Point}\u2800]/u;

/** Visible, and no mere mark. To ask so first spares most lists tables of all letters there are. */
const LATIN = /[A-Za-z]/u;

export type CellText = { readonly text: string; readonly hiddenMarks: boolean };

/** A cell as it is written, whatever it is: JSON has numbers and lists where a table has text. */
export function writtenText(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/**
 * One cell as text, without the marks nobody can see. JSON may hold a number where a spreadsheet
 * holds digits, so numbers and booleans are taken as they would be written.
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
  if (PLAIN.test(written)) {
    return PLACEHOLDER.test(written)
      ? refused({ code: 'placeholder_word', word: written })
      : parsed({ text: written, hiddenMarks: false });
  }
  if (!written.isWellFormed() || ESCAPE_CODE.test(written)) {
    return refused({ code: 'broken_characters', suggestion: null });
  }
  const raw = written.normalize('NFC');
  const visible = raw.replace(HIDDEN_MARKS, '').normalize('NFC');
  // As it came, too: half of a twice-read `í` is a soft hyphen, half of `à` a space.
  if (hasBrokenCharacters(raw) || hasBrokenCharacters(visible)) {
    return refused({ code: 'broken_characters', suggestion: decodeMojibake(written) });
  }
  const text = visible.trim();
  if (text === '') return refused({ code: 'missing' });
  if (holdsCodes(text)) {
    return refused({ code: 'coded_characters', suggestion: withoutCodes(text) });
  }
  if (FORMULA_ERROR.test(text)) return refused({ code: 'formula_error' });
  if (PLACEHOLDER.test(text.replace(/\s+/gu, ' '))) {
    return refused({ code: 'placeholder_word', word: text });
  }
  return parsed({ text, hiddenMarks: visible !== raw });
}

/**
 * A name as it will stand in the message. WhatsApp refuses a variable with a line break, a tab or a
 * run of spaces (Twilio error 21656), and reads `*`, `_`, `~` and backticks as formatting.
 */
export function parseName(cell: CellText): Parsed<string> {
  if (!cell.hiddenMarks && cell.text.length <= LONGEST_VALUE && PLAIN_NAME.test(cell.text)) {
    return parsed(cell.text);
  }
  if (/[\n\v\f\r\u2028\u2029\u0085]/u.test(cell.text)) return refused({ code: 'line_break' });
  if (cell.text.includes('?') && LETTER_LOST.test(cell.text))
    return refused({ code: 'broken_characters', suggestion: null });
  const mark = /[*_~`]/u.exec(cell.text)?.[0];
  if (mark !== undefined) return refused({ code: 'formatting_mark', mark });
  const name = cell.text.replace(/\s+/gu, ' ');
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

/** `&#039;`, `&#x27;`, `&eacute;`: letters as a web page writes them. */
const ENTITY = /&(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z][a-z\d]{1,31});/iu;

/** `%C3%A9`: letters as a web address writes them. */
const PERCENT_CODES = /(?:%[\da-f]{2})+/giu;
const PERCENT_CODE = /%[\da-f]{2}/iu;

/** `D&amp;#039;Arcy` went through the wrong hands twice; more often than this nobody has seen. */
const MOST_TIMES = 3;

/** Whether a text has codes in place of letters, which a parent would read as they stand. */
function holdsCodes(text: string): boolean {
  return ENTITY.test(text) || PERCENT_CODE.test(text);
}

/** What a text says without its codes; null where some of them cannot be told or say nothing visible. */
function withoutCodes(text: string): string | null {
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
