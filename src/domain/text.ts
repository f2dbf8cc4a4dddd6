import { parsed, refused, type Parsed } from './parsed.ts';

/** Twilio advises fewer than 250 characters for a template variable; names never need more. */
const LONGEST_VALUE = 250;

/** Zero-width, direction and control marks that come along when text is pasted or exported. */
const HIDDEN_MARKS = /[[\p{Cc}--[\t-\r\u0085]]\p{Cf}\p{Default_Ignorable_Code_Point}]/gv;

/** Bytes 80 to BF as Latin-1 and as Windows-1252 show them; A0, the no-break space, apart. */
const SECOND_BYTE = String.raw`[\u0080-\u009F\u00A1-\u00BF€‚ƒ„…†‡ˆ‰Š‹ŒŽ\u2018\u2019\u201C\u201D•–—˜™š›œžŸ]`;

/**
 * UTF-8 that was read as Windows-1252, Latin-1 or Mac Roman and saved again: `Zoë` turned into
 * `ZoÃ«`, `É` into `Ã‰`, `’` into `â€™`. `JOÃO`, `Ângela` and `KŘÍŽ` are spelt as they should be.
 */
const READ_TWICE = new RegExp(
  [
    `[ÂÃÄÅÌ]${SECOND_BYTE}`,
    String.raw`[ÂÄÅ]\u00A0`,
    String.raw`\p{Ll}[ÂÃ](?=\s|$)`,
    String.raw`(?:[\u00C2-\u00DF]${SECOND_BYTE}){2}`,
    'È[˜™š›]',
    `[áâ]${SECOND_BYTE}{2}`,
    'ðŸ',
    String.raw`[√≈¬]\S`,
    '‚Ä',
  ].join('|'),
  'u',
);

/** Windows-1252 read as Latin-1: quotes and dashes become control characters. 0085 breaks a line. */
const LOST_IN_READING = /[\u0080-\u0084\u0086-\u009F\uFFFD]/u;

/** A letter that had no place in the file's encoding: `Jos?`. */
const LETTER_LOST = /\p{L}\?|\?\p{L}/u;

const FORMULA_ERROR = /^#(?:REF!|N\/A|VALUE!|NAME\?|DIV\/0!|NULL!|NUM!|SPILL!|CALC!)|^=/iu;

/** Words people type into a cell to be filled in later. `Null` is left out: it is a surname. */
const PLACEHOLDERS = new Set(
  (
    'tbc|tba|tbd|n/a|n.a.|n.a|none|nil|undefined|unknown|not known|to be confirmed|to be advised|' +
    'to follow|pending|as above|same as above|same|ditto|see above|no phone|no number|no mobile|' +
    'not given|not provided|missing|blank|empty|?|??|???|-|--|---|–|—|.|..|...|x|xx|xxx|xxxx|"|\''
  ).split('|'),
);

/** Anything that leaves ink: no space, no control character, no filler that fonts leave blank. */
const VISIBLE = /[^\s\p{Cc}\p{Default_Ignorable_Code_Point}\u2800]/u;

export type CellText = { readonly text: string; readonly hiddenMarks: boolean };

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
  if (!written.isWellFormed()) return refused({ code: 'broken_characters', suggestion: null });
  const raw = written.normalize('NFC');
  const visible = raw.replace(HIDDEN_MARKS, '').normalize('NFC');
  // As it came, too: half of a twice-read `í` is a soft hyphen, half of `à` a space.
  if ([raw, visible].some((each) => LOST_IN_READING.test(each) || READ_TWICE.test(each))) {
    return refused({ code: 'broken_characters', suggestion: null });
  }
  const text = visible.trim();
  if (text === '') return refused({ code: 'missing' });
  if (FORMULA_ERROR.test(text)) return refused({ code: 'formula_error' });
  if (PLACEHOLDERS.has(text.toLowerCase().replace(/\s+/gu, ' '))) {
    return refused({ code: 'placeholder_word', word: text });
  }
  return parsed({ text, hiddenMarks: visible !== raw });
}

/**
 * A name as it will stand in the message. WhatsApp refuses a variable with a line break, a tab or a
 * run of spaces (Twilio error 21656), and reads `*`, `_`, `~` and backticks as formatting.
 */
export function parseName(cell: CellText): Parsed<string> {
  if (/[\n\v\f\r\u2028\u2029\u0085]/u.test(cell.text)) return refused({ code: 'line_break' });
  if (LETTER_LOST.test(cell.text)) return refused({ code: 'broken_characters', suggestion: null });
  const mark = /[*_~`]/u.exec(cell.text)?.[0];
  if (mark !== undefined) return refused({ code: 'formatting_mark', mark });
  const name = cell.text.replace(/\s+/gu, ' ');
  if (!VISIBLE.test(name)) return refused({ code: 'missing' });
  if (!/[\p{L}\p{N}\p{S}]/u.test(name)) return refused({ code: 'placeholder_word', word: name });
  if (name.length > LONGEST_VALUE) {
    return refused({ code: 'too_long', length: name.length, limit: LONGEST_VALUE });
  }
  if (cell.hiddenMarks) return parsed(name, 'hidden_marks_removed');
  return name === cell.text ? parsed(name) : parsed(name, 'spaces_folded');
}
