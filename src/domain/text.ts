import { parsed, refused, type Parsed } from './parsed.ts';

/** Twilio advises fewer than 250 characters for a template variable; names never need more. */
const LONGEST_VALUE = 250;

/** Zero-width and direction marks that come along when text is pasted from a phone or a web page. */
const HIDDEN_MARKS = /[\u00AD\u200B-\u200F\u202A-\u202E\u2060-\u2064\u2066-\u2069\uFEFF]/gu;

/** UTF-8 that was read as Windows-1252 and saved again: `Zoë` turned into `ZoÃ«`. */
const READ_TWICE = /[\u00C2\u00C3][\u0080-\u00BF]|\u00E2\u20AC[\u0080-\uFFFF]/u;

const FORMULA_ERROR = /^#(?:REF!|N\/A|VALUE!|NAME\?|DIV\/0!|NULL!|NUM!|SPILL!|CALC!)|^=/iu;

/** Words people type into a cell to be filled in later. `Null` is left out: it is a surname. */
const PLACEHOLDERS = new Set(
  (
    'tbc|tba|tbd|n/a|n.a.|n.a|none|nil|undefined|unknown|not known|to be confirmed|to be advised|' +
    'to follow|pending|as above|same as above|same|ditto|see above|no phone|no number|no mobile|' +
    'not given|not provided|missing|blank|empty|?|??|???|-|--|---|–|—|.|..|...|x|xx|xxx|xxxx|"|\''
  ).split('|'),
);

export type CellText = { readonly text: string; readonly hiddenMarks: boolean };

/**
 * One cell as text, without the marks nobody can see. JSON may hold a number where a spreadsheet
 * holds digits, so numbers and booleans are taken as they would be written.
 */
export function readCell(value: unknown): Parsed<CellText> {
  if (value === null || value === undefined) return refused({ code: 'missing' });
  if (Array.isArray(value)) return refused({ code: 'not_a_value', found: 'list' });
  if (typeof value === 'object') return refused({ code: 'not_a_value', found: 'object' });
  const raw = String(value).normalize('NFC');
  const visible = raw.replace(HIDDEN_MARKS, '');
  const text = visible.trim();
  if (text === '') return refused({ code: 'missing' });
  if (FORMULA_ERROR.test(text)) return refused({ code: 'formula_error' });
  if (text.includes('\uFFFD') || READ_TWICE.test(text))
    return refused({ code: 'broken_characters' });
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
  if (/[\n\r\u2028\u2029\u0085]/u.test(cell.text)) return refused({ code: 'line_break' });
  const mark = /[*_~`]/u.exec(cell.text)?.[0];
  if (mark !== undefined) return refused({ code: 'formatting_mark', mark });
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  const name = cell.text
    .replace(/[\u0000-\u001F\u007F]+/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim();
  if (name.length > LONGEST_VALUE) {
    return refused({ code: 'too_long', length: name.length, limit: LONGEST_VALUE });
  }
  if (cell.hiddenMarks) return parsed(name, 'hidden_marks_removed');
  return name === cell.text ? parsed(name) : parsed(name, 'spaces_folded');
}
