import { parsePhoneNumberFromString, type NumberType } from 'libphonenumber-js/max';
import { type RepairReason, parsed, refused, type Parsed, type PhoneProblem } from '../parsed.ts';
import { numbersIn } from './numbers-in.ts';

declare const phone: unique symbol;
declare const mobile: unique symbol;
/** A phone number that is valid in its country's numbering plan, in E.164: `+447700900001`. */
export type Phone = string & { readonly [phone]: true };
/** A phone that can have WhatsApp. */
export type MobilePhone = Phone & { readonly [mobile]: true };

/**
 * A stored E.164 number; null for any other text. It is not validated again, since numbering plans
 * change.
 */
export function asPhone(text: string): Phone | null {
  return /^\+[1-9]\d{3,14}$/u.test(text) ? (text as Phone) : null;
}

/** Digits after +44 in the numbers of UK mobiles and most landlines. */
const UK_NATIONAL_DIGITS = 10;

/**
 * +447700900000 to 900999, which Ofcom reserves for drama. libphonenumber treats the range as
 * invalid, so it is accepted here: samples and tests use no other numbers.
 */
const EXAMPLE = /^\+447700900\d{3}$/u;

/**
 * The longest text that is parsed. Two numbers with a word between them are shorter, and some of the
 * patterns below take time that is quadratic in the length.
 */
const LONGEST_TEXT = 40;

/**
 * Text before a number: a label such as `tel:`, or the apostrophe that makes a spreadsheet keep the
 * cell as text.
 */
const LABEL =
  /^(?:(?:tel|telephone|whatsapp|phone|mobile|mob|cell|ph|[tm])(?:\s*no)?\s*[.:]{1,2}\s*|'\s*)/iu;

/**
 * Marks that belong to a text and not to its number: quotation marks, curly apostrophes, backticks,
 * and dots that say that a text goes on.
 */
const QUOTES_BEFORE = /^["\u2018-\u201F`´]+\s*/u;
const QUOTES_AND_DOTS_AFTER = /\s*(?:["'\u2018-\u201F`´]|…|(?<!\.)\.{2,}$)+$/u;

/** A number formatted with thousands separators: `7,700,900,123`. */
const THOUSANDS = /^\d{1,3}(?:,\d{3}){3}$/u;

/**
 * A number stored as a decimal: `7700900123.0`. The 0 after the point is not part of the phone
 * number.
 */
const DECIMALS_OF_A_WHOLE_NUMBER = /^(?<digits>\+?\d{7,})\.0+$/u;

/** Digits, pluses and common separators. */
const DIGITS_AND_MARKS = /^[+\d\s()[\].\-\u2010-\u2015\u2212/_\u00B7\u2022\u2219]+$/u;

/** At most one plus, before the first digit. */
const DIGITS = /^\+?\d+$/u;

/**
 * Digits and pluses before a British number that cannot mean anything else: zeros before 44 or +44,
 * 44 twice, and zeros after a plus or after `00`, since no country code and no national number begins
 * with 0. `+7` and `007` are not among them: they begin the numbers of another country.
 */
const BRITISH_ALONE = /^(?:(?:[0+]*44)+[0+]*|[0+]*\+0+|000+)(?<national>[1-9]\d{9})$/u;

/** A plus begins a number, whatever zeros and pluses are before it. */
const FOREIGN_ALONE = /^[0+]+\+(?:00)?(?<digits>[1-9]\d+)$|^\+00(?<afterZeros>[1-9]\d+)$/u;

/**
 * The look-behind makes the search start only at the first separator of a run. Without it, the
 * search would take time that is quadratic in the length of the run.
 */
const MARKS_AT_THE_END = /(?<![\s,;:])[\s,;:]+$/u;

const BETWEEN_NUMBERS = /[/,;&|\n\r]|\b(?:or|and)\b|(?<!\s)\s{2,}(?=[0+])/iu;

/** The usual forms of a UK mobile, and what a spreadsheet makes of them. */
const PLAIN = /^(0|\+44 ?|44 ?|)(7(?:[ -]?\d){9})$/u;

/** Ranges that belong to mobiles throughout. The others are left to libphonenumber. */
const SURELY_MOBILE = /^7(?:[1-58]|7[1-9]|9[02-9]|700900)/u;

const REPAIR_OF_PREFIX: { readonly [prefix in string]?: RepairReason } = {
  '': 'leading_zero_lost',
  '44': 'plus_lost',
};

/** UK mobiles, including the Isle of Man. 070 is personal numbering, 076 is pagers. */
const UK_MOBILE = /^\+447(?:[1-57-9]\d{8}|624\d{6})$/u;

/** Types of numbers that cost more to call, as libphonenumber names them. */
const COSTS_EXTRA: ReadonlySet<NumberType> = new Set([
  'PREMIUM_RATE',
  'SHARED_COST',
  'PERSONAL_NUMBER',
]);

export function isExamplePhone(value: Phone): boolean {
  return EXAMPLE.test(value);
}

/** Parses a number that can receive WhatsApp messages. */
export function parseMobile(text: string): Parsed<MobilePhone> {
  const number = parsePhone(text);
  if (!number.ok) return number;
  const problem = whyNotMobile(number.value);
  if (problem !== null) return refused(problem);
  return parsed(number.value as MobilePhone, number.repair);
}

/** Parses a number that costs no more to call than an ordinary one. */
export function parseCallable(text: string): Parsed<Phone> {
  const number = parsePhone(text);
  if (!number.ok || UK_MOBILE.test(number.value)) return number;
  const type = parsePhoneNumberFromString(number.value)?.getType();
  return type !== undefined && COSTS_EXTRA.has(type) ? refused({ code: 'phone_premium' }) : number;
}

/** Parses any valid number. */
export function parsePhone(text: string): Parsed<Phone> {
  const plain = readPlainMobile(text);
  if (plain !== null) return plain;
  const written = text.trim();
  const { length } = written;
  if (length > LONGEST_TEXT) return refused({ code: 'too_long', length, limit: LONGEST_TEXT });
  const unquoted = withoutQuotes(written);
  if (unquoted === written) return parseWritten(written);
  const number = parseWritten(unquoted);
  return number.ok ? parsed(number.value, number.repair ?? 'marks_removed') : number;
}

/** Parses a text without quotation marks around it. */
function parseWritten(text: string): Parsed<Phone> {
  const written = withoutLabel(text);
  const scientific = readScientific(written);
  if (scientific !== null) {
    return scientific.digits === null
      ? refused({ code: 'phone_digits_lost' })
      : readDigits(scientific.digits, 'scientific_notation');
  }
  if (holdsTwoNumbers(written)) {
    return refused({ code: 'phone_two_numbers', found: numbersIn(written) });
  }
  if (!DIGITS_AND_MARKS.test(written) || !/\d/u.test(written)) {
    return refused({ code: 'phone_letters', found: numbersIn(written)[0] ?? null });
  }
  const digits = withoutZeroInBrackets(written).replace(/[^\d+]/gu, '');
  const number = DIGITS.test(digits)
    ? readDigits(digits)
    : refused({ code: 'phone_letters', found: numbersIn(written)[0] ?? null });
  return number.ok ? number : (readWithoutExtraPrefix(digits) ?? number);
}

/** The number after a prefix with too many zeros, pluses or 44s, if only one is possible. */
function readWithoutExtraPrefix(digits: string): Parsed<Phone> | null {
  const national = BRITISH_ALONE.exec(digits)?.groups?.['national'];
  const foreign = FOREIGN_ALONE.exec(digits)?.groups;
  const abroad = foreign?.['digits'] ?? foreign?.['afterZeros'];
  const readings = [
    ...(national === undefined ? [] : [readUk('44', national, 'prefix_mended')]),
    ...(abroad === undefined || abroad.startsWith('44')
      ? []
      : [readForeign(abroad, 'prefix_mended')]),
  ].filter(({ ok }) => ok);
  return readings.length === 1 ? (readings[0] ?? null) : null;
}

/**
 * The country of a number that does not start with +44; null for a +44 number, which includes
 * Jersey, Guernsey and the Isle of Man.
 */
export function foreignCountryOf(value: Phone): { readonly country: string | null } | null {
  if (value.startsWith('+44')) return null;
  return { country: parsePhoneNumberFromString(value)?.country ?? null };
}

/** `07700 900123`; the international form for a number that is not British. */
export function nationalForm(value: Phone): string {
  if (UK_MOBILE.test(value)) return `0${value.slice(3, 7)} ${value.slice(7)}`;
  const number = parsePhoneNumberFromString(value);
  if (number === undefined) return value;
  return number.countryCallingCode === '44'
    ? number.formatNational()
    : number.formatInternational();
}

/** `+44 7700 900123`. */
export function internationalForm(value: Phone): string {
  if (UK_MOBILE.test(value)) return `+44 ${value.slice(3, 7)} ${value.slice(7)}`;
  return parsePhoneNumberFromString(value)?.formatInternational() ?? value;
}

/** A fast path for the most common numbers. Its result equals that of the general path. */
function readPlainMobile(text: string): Parsed<Phone> | null {
  const [, prefix, rest] = PLAIN.exec(text) ?? [];
  if (prefix === undefined || rest === undefined) return null;
  const national = rest.length === UK_NATIONAL_DIGITS ? rest : rest.replace(/[ -]/gu, '');
  if (!SURELY_MOBILE.test(national)) return null;
  return parsed(`+44${national}` as Phone, REPAIR_OF_PREFIX[prefix.trimEnd()] ?? null);
}

function withoutQuotes(text: string): string {
  return text.replace(QUOTES_BEFORE, '').replace(QUOTES_AND_DOTS_AFTER, '');
}

function withoutLabel(text: string): string {
  const written = text
    .normalize('NFKC')
    .replace(MARKS_AT_THE_END, '')
    .trim()
    .replace(LABEL, '')
    .replace(DECIMALS_OF_A_WHOLE_NUMBER, '$<digits>');
  return THOUSANDS.test(written) ? written.replaceAll(',', '') : written;
}

/** Removes the 0 from `+44 (0)7700`, but not from `(0)7700`. */
function withoutZeroInBrackets(written: string): string {
  const alone = /^[([]\s*0\s*[)\]](?!\s*0)/u;
  return alone.test(written) ? written : written.replace(/[([]\s*0\s*[)\]]/u, '');
}

function readDigits(written: string, repair: RepairReason | null = null): Parsed<Phone> {
  if (written.startsWith('+') || written.startsWith('00')) {
    const digits = written.replace(/^\+|^00/u, '');
    return digits.startsWith('44') ? readUk('44', digits.slice(2), repair) : readForeign(digits);
  }
  if (written.startsWith('0')) return readUk('0', written.slice(1), repair);
  if (written.startsWith('44') && written.length > UK_NATIONAL_DIGITS) {
    return readUk('44', written.slice(2), repair ?? 'plus_lost');
  }
  return readUk('', written, repair ?? 'leading_zero_lost');
}

/**
 * Checks the number of digits before the range, since a wrong count is the more precise report.
 * Digits are counted as written, so that a person gets the same count.
 */
function readUk(prefix: '0' | '44' | '', rest: string, repair: RepairReason | null): Parsed<Phone> {
  // In `+44 07700 900123`, the 0 is a trunk prefix and not part of the number.
  const national = prefix === '44' ? rest.replace(/^0/u, '') : rest;
  const digits = prefix.length + national.length;
  const expected = prefix.length + UK_NATIONAL_DIGITS;
  if (digits < expected) return refused({ code: 'phone_too_short', digits, expected });
  if (digits > expected) return refused({ code: 'phone_too_long', digits, expected });
  const value = `+44${national}` as Phone;
  if (/^\+44(?:9|87|84)/u.test(value)) return refused({ code: 'phone_premium' });
  const known = EXAMPLE.test(value) || parsePhoneNumberFromString(value)?.isValid() === true;
  return known ? parsed(value, repair) : refused({ code: 'phone_unknown_range' });
}

function readForeign(digits: string, repair: RepairReason | null = null): Parsed<Phone> {
  const number = parsePhoneNumberFromString(`+${digits}`);
  if (number?.isValid() !== true) return refused({ code: 'phone_unknown_range' });
  const value: string = number.number;
  return parsed(value as Phone, repair);
}

function whyNotMobile(value: Phone): PhoneProblem | null {
  if (UK_MOBILE.test(value)) return null;
  const type = parsePhoneNumberFromString(value)?.getType();
  // In some countries, such as the USA, mobiles and landlines share ranges.
  if (type === 'MOBILE' || type === 'FIXED_LINE_OR_MOBILE') return null;
  if (type === 'PREMIUM_RATE' || type === 'SHARED_COST') return { code: 'phone_premium' };
  if (type === 'PAGER') return { code: 'phone_not_mobile', kind: 'pager' };
  if (type === 'PERSONAL_NUMBER') return { code: 'phone_not_mobile', kind: 'personal' };
  return { code: 'phone_not_mobile', kind: type === 'FIXED_LINE' ? 'landline' : 'other' };
}

/** 4.47700900123E+11 has all its digits; 4.47701E+11 has lost six of them. */
function readScientific(written: string): { readonly digits: string | null } | null {
  const groups = /^(?<whole>\d)(?:[.,](?<rest>\d+))?E\+?(?<power>\d{1,2})$/iu.exec(
    written.trim(),
  )?.groups;
  if (groups?.['whole'] === undefined) return null;
  const rest = groups['rest'] ?? '';
  return { digits: rest.length === Number(groups['power']) ? groups['whole'] + rest : null };
}

function holdsTwoNumbers(written: string): boolean {
  const pieces = written.split(BETWEEN_NUMBERS);
  const whole = pieces.filter(
    (piece) => piece.replace(/\D/gu, '').length >= UK_NATIONAL_DIGITS - 1,
  );
  return whole.length > 1 || (written.match(/\d/gu) ?? []).length >= 2 * UK_NATIONAL_DIGITS;
}
