import { describe, expect, it } from '@jest/globals';
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { readCell } from '../../../../src/domain/record/cell/cell-text.ts';
import type { Parsed } from '../../../../src/domain/record/parsed.ts';
import {
  foreignCountryOf,
  internationalForm,
  isExamplePhone,
  nationalForm,
  parseMobile,
  parsePhone,
  type MobilePhone,
  type Phone,
} from '../../../../src/domain/record/phone/phone.ts';

/** Reads a cell and then the number in it, as a record does. */
function readMobile(cell: unknown): Parsed<MobilePhone> {
  const read = readCell(cell);
  return read.ok ? parseMobile(read.value.text) : read;
}

describe('a mobile', () => {
  it.each([
    ['in international form', '+447700900123'],
    ['in international form, with spaces', '+44 7700 900123'],
    ['with a space after the plus', '+ 44 7700 900123'],
    ['in national form', '07700900123'],
    ['in national form, with a space', '07700 900123'],
    ['in groups of three', '07700 900 123'],
    ['in pairs with dots', '07.70.09.00.12.3'],
    ['with two spaces', '07700  900123'],
    ['with a tab', '07700\t900123'],
    ['with no-break spaces', '07700\u00A0900\u00A0123'],
    ['with a thin space', '07700\u2009900123'],
    ['with a narrow no-break space', '07700\u202F900123'],
    ['with an ideographic space', '07700\u3000900123'],
    ['with spaces around it', '  07700 900123 '],
    ['with hyphens', '07700-900-123'],
    ['with no-break hyphens', '07700\u2011900123'],
    ['with en dashes', '07700–900–123'],
    ['with an em dash', '07700—900123'],
    ['with a minus sign', '07700\u2212900123'],
    ['with slashes', '07700/900/123'],
    ['with the area in brackets', '(07700) 900123'],
    ['with the country in brackets', '(+44) 7700 900123'],
    ['with 0044', '00447700900123'],
    ['with 00 44 apart', '00 44 7700 900123'],
    ['with 0044 in brackets', '(0044) 7700 900123'],
    ['with (0) after +44', '+44 (0)7700 900123'],
    ['with ( 0 ) after +44', '+44 ( 0 ) 7700 900123'],
    ['with (0) after +44 in brackets', '(+44) (0)7700 900123'],
    ['with (0) after 0044', '0044 (0) 7700 900123'],
    ['with a 0 too many after +44', '+44 07700 900123'],
    ['with a 0 too many and no spaces', '+4407700900123'],
    ['with a comma at its end', '07700 900123,'],
    ['with a dot at its end', '07700 900123.'],
    ['with (0) alone', '(0)7700 900123'],
    ['with square brackets', '[07700] 900123'],
    ['with underscores', '07700_900_123'],
    ['with middle dots', '07700·900·123'],
    ['with the word tel and a dot', 'Tel. 07700 900123'],
    ['with an M', 'M: 07700 900123'],
    ['as a link', 'tel:+447700900123'],
    ['as a link with a space', 'tel: 07700 900123'],
    ['as Twilio writes it', 'whatsapp:+447700900123'],
    ['with the word mobile', 'Mobile: 07700 900123'],
    ['in full-width digits', '０７７００９００１２３'],
    ['with a full-width plus', '＋447700900123'],
    ['between direction marks', '\u202A+44 7700 900123\u202C'],
    ['after a left-to-right mark', '\u200E07700 900123'],
    ['between isolates', '\u2068+447700900123\u2069'],
    ['with a zero-width space at its end', '07700 900123\u200B'],
    ['with a soft hyphen in it', '07700\u00AD900123'],
    ["behind a spreadsheet's apostrophe", "'07700900123"],
    ['behind an apostrophe, with a plus', "'+447700900123"],
  ])('is read when it is written %s', (_how, written) => {
    expect(readMobile(written)).toEqual({ ok: true, value: '+447700900123', repair: null });
  });

  it.each([
    ['a 0 lost', '7700900123', 'leading_zero_lost'],
    ['a 0 lost, with a space', '7700 900123', 'leading_zero_lost'],
    ['a 0 lost, as a number', 7_700_900_123, 'leading_zero_lost'],
    ['a 0 lost, as a fraction', '7700900123.0', 'leading_zero_lost'],
    ['a 0 lost, in thousands', '7,700,900,123', 'leading_zero_lost'],
    ['a plus lost', '447700900123', 'plus_lost'],
    ['a plus lost, with spaces', '44 7700 900123', 'plus_lost'],
    ['a plus lost, and a (0)', '44 (0)7700 900123', 'plus_lost'],
    ['a plus lost, as a number', 447_700_900_123, 'plus_lost'],
    ['a plus lost, as a fraction', '447700900123.0', 'plus_lost'],
    ['0 before +44', '0+447700900123', 'prefix_mended'],
    ['0 before +44, with spaces', '0 +44 7700 900123', 'prefix_mended'],
    ['0 in place of 00 before 44', '0447700900123', 'prefix_mended'],
    ['0 in place of 00 before 44, and (0)', '044 (0)7700 900123', 'prefix_mended'],
    ['three zeros before 44', '000447700900123', 'prefix_mended'],
    ['zeros before a mobile', '00007700900123', 'prefix_mended'],
    ['two pluses', '++447700900123', 'prefix_mended'],
    ['a plus before 0044', '+0044 7700 900123', 'prefix_mended'],
    ['a plus before the 0', '+07700 900123', 'prefix_mended'],
    ['+44 twice', '+44+447700900123', 'prefix_mended'],
    ['+44 before 0044', '+44 0044 7700 900123', 'prefix_mended'],
    ['+44 before 044', '+440447700900123', 'prefix_mended'],
    ['dots after it', '07700 900123...', 'marks_removed'],
    ['an ellipsis after it', '07700 900123…', 'marks_removed'],
    ['a curly apostrophe before it', '’07700900123', 'marks_removed'],
    ['an opening apostrophe before it', '‘07700900123', 'marks_removed'],
    ['curly quotation marks around it', '“07700 900123”', 'marks_removed'],
    ['straight quotation marks around it', '"07700 900123"', 'marks_removed'],
    ['a backtick before it', '`07700900123', 'marks_removed'],
    ['an apostrophe before it and a 0 lost', '’7700900123', 'leading_zero_lost'],
    ['all digits in scientific notation', '4.47700900123E+11', 'scientific_notation'],
    ['all digits, with a decimal comma', '4,47700900123E+11', 'scientific_notation'],
    ['all digits, in small letters', '4.47700900123e11', 'scientific_notation'],
    ['all digits but the 0, in scientific notation', '7.700900123E+09', 'scientific_notation'],
  ])('is repaired, and the repair is reported: %s', (_what, written, repair) => {
    expect(readMobile(written)).toEqual({ ok: true, value: '+447700900123', repair });
  });

  it.each([
    ['digits lost to scientific notation', '4.47701E+11', { code: 'phone_digits_lost' }],
    ['all but one digit of it', '4.4770090012E+11', { code: 'phone_digits_lost' }],
    ['digits lost, the 0 too', '7.7009E+09', { code: 'phone_digits_lost' }],
    [
      'two numbers with a slash',
      '07700 900123 / 07700 900124',
      { code: 'phone_two_numbers', found: ['07700 900123', '07700 900124'] },
    ],
    [
      'two numbers with a comma',
      '07700900123,07700900124',
      { code: 'phone_two_numbers', found: ['07700900123', '07700900124'] },
    ],
    [
      'two numbers with a word',
      '07700900123 or 07700900124',
      { code: 'phone_two_numbers', found: ['07700900123', '07700900124'] },
    ],
    [
      'two numbers with an ampersand',
      '07700900123 & 07700900124',
      { code: 'phone_two_numbers', found: ['07700900123', '07700900124'] },
    ],
    [
      'two numbers on two lines',
      '07700900123\n07700900124',
      { code: 'phone_two_numbers', found: ['07700900123', '07700900124'] },
    ],
    [
      'two numbers with a space',
      '07700 900123 07700 900124',
      { code: 'phone_two_numbers', found: ['07700 900123', '07700 900124'] },
    ],
    [
      'two numbers whose 0 was lost',
      '7700900123 / 7700900124',
      { code: 'phone_two_numbers', found: ['7700900123', '7700900124'] },
    ],
    [
      'two people with a number each',
      'Mum 07700 900123 Dad +44 (0)7700 900124',
      { code: 'phone_two_numbers', found: ['07700 900123', '+44 (0)7700 900124'] },
    ],
    [
      'a foreign number and a British one',
      '+61 491 570 006 or 07700 900123',
      { code: 'phone_two_numbers', found: ['+61 491 570 006', '07700 900123'] },
    ],
    [
      'a name in front of a number whose 0 was lost',
      'Jane 7700 900123',
      { code: 'phone_letters', found: '7700 900123' },
    ],
    [
      'a name beside a foreign number',
      '+61 491 570 006 (gran)',
      { code: 'phone_letters', found: '+61 491 570 006' },
    ],
    [
      'two numbers run together',
      '0770090012307700900124',
      { code: 'phone_two_numbers', found: ['07700900123', '07700900124'] },
    ],
    [
      'one number twice over',
      '+447700900123+447700900123',
      { code: 'phone_two_numbers', found: ['+447700900123', '+447700900123'] },
    ],
    [
      'a landline and a mobile',
      '0161 496 0123/07700 900123',
      { code: 'phone_two_numbers', found: ['0161 496 0123', '07700 900123'] },
    ],
    ['a name behind', '07700 900123 (mum)', { code: 'phone_letters', found: '07700 900123' }],
    ['a name in front', 'Mum 07700 900123', { code: 'phone_letters', found: '07700 900123' }],
    ['an extension', '07700 900123 ext 5', { code: 'phone_letters', found: '07700 900123' }],
    ['letters for digits', '07700 9OO123', { code: 'phone_letters', found: null }],
    ['digits of another script', '٠٧٧٠٠٩٠٠١٢٣', { code: 'phone_letters', found: null }],
    [
      'a plus before the country, as of another country',
      '+7700900123',
      { code: 'phone_unknown_range' },
    ],
    ['00 before a mobile, as of another country', '007700900123', { code: 'phone_unknown_range' }],
    [
      'zeros before a number of another country',
      '000353850123456',
      { code: 'phone_unknown_range' },
    ],
    [
      'zeros before a British number with a digit short',
      '0000770090012',
      { code: 'phone_unknown_range' },
    ],
    ['a plus inside', '07700 +900123', { code: 'phone_letters', found: null }],
    ['marks alone', '(-)', { code: 'phone_letters', found: null }],
    [
      'two numbers with slashes inside',
      '07700/900/123 or 07700/900/124',
      { code: 'phone_two_numbers', found: ['07700/900/123', '07700/900/124'] },
    ],
    [
      "a row of digits that is nobody's number",
      '1234567890123456789012',
      { code: 'phone_two_numbers', found: [] },
    ],
    ['a word alone', 'ring me', { code: 'phone_letters', found: null }],
    ['a digit short', '07700 90012', { code: 'phone_too_short', digits: 10, expected: 11 }],
    [
      'a digit short, with +44',
      '+44770090012',
      { code: 'phone_too_short', digits: 11, expected: 12 },
    ],
    [
      'a digit short, plus lost',
      '44770090012',
      { code: 'phone_too_short', digits: 11, expected: 12 },
    ],
    ['a digit short, 0 lost', '770090012', { code: 'phone_too_short', digits: 9, expected: 10 }],
    [
      'a digit short, kept as a fraction that seems to supply it',
      '770090012.0',
      { code: 'phone_too_short', digits: 9, expected: 10 },
    ],
    ['a digit too many', '07700 9001234', { code: 'phone_too_long', digits: 12, expected: 11 }],
    [
      'a digit too many, +44',
      '+4477009001234',
      { code: 'phone_too_long', digits: 13, expected: 12 },
    ],
    [
      'half a second number',
      '07700 900123/4',
      { code: 'phone_too_long', digits: 12, expected: 11 },
    ],
    [
      'a digit too many after a 0 lost from 0044',
      '04477009001234',
      { code: 'phone_too_long', digits: 14, expected: 11 },
    ],
    ['a landline', '0161 496 0123', { code: 'phone_not_mobile', kind: 'landline' }],
    ['a London landline', '+44 20 7946 0123', { code: 'phone_not_mobile', kind: 'landline' }],
    ['a pager', '07640 123456', { code: 'phone_not_mobile', kind: 'pager' }],
    ['a personal number', '070 1234 5678', { code: 'phone_not_mobile', kind: 'personal' }],
    ['a free number', '0808 157 0123', { code: 'phone_not_mobile', kind: 'other' }],
    ['a premium number', '0909 879 0123', { code: 'phone_premium' }],
    ['a service number', '0871 234 5678', { code: 'phone_premium' }],
    ['a range nobody has', '0000 0000000', { code: 'phone_unknown_range' }],
    ['a country nobody has', '+999 123 456 789', { code: 'phone_unknown_range' }],
    ['a foreign landline', '+61 2 5550 1234', { code: 'phone_not_mobile', kind: 'landline' }],
    ['a foreign number a digit short', '+61 491 570 00', { code: 'phone_unknown_range' }],
    ['a foreign premium number', '+1 900 555 0123', { code: 'phone_premium' }],
    ['nothing', '', { code: 'missing' }],
    ['marks nobody sees', '\u202A\u202C', { code: 'missing' }],
    ['a promise', 'TBC', { code: 'placeholder_word', word: 'TBC' }],
    ['a formula that failed', '#REF!', { code: 'formula_error' }],
  ])('is refused for %s', (_what, written, problem) => {
    expect(readMobile(written)).toEqual({ ok: false, problem });
  });

  // Regions without numbers for drama: these are libphonenumber's published examples.
  it.each([
    ['of the Isle of Man', '07924 123456', '+447924123456'],
    ['of the Isle of Man, between pagers', '07624 123456', '+447624123456'],
    ['of Jersey', '07797 712345', '+447797712345'],
    ['of Guernsey', '07781 123456', '+447781123456'],
    ['of Australia', '+61 491 570 006', '+61491570006'],
    ['of Australia, with 00', '0061 491 570 006', '+61491570006'],
    ['of Ireland, with (0)', '+353 (0)85 012 3456', '+353850123456'],
    ['of the USA, where mobiles have no ranges of their own', '+1 202 555 0123', '+12025550123'],
  ])('is taken from a phone %s', (_where, written, value) => {
    expect(readMobile(written)).toEqual({ ok: true, value, repair: null });
  });
});

describe('a mobile of another country', () => {
  it.each(['0+353850123456', '++353 85 012 3456', '+00353850123456'])(
    'is repaired where only one reading is left: %s',
    (written) => {
      const read = { ok: true, value: '+353850123456', repair: 'prefix_mended' };
      expect(readMobile(written)).toEqual(read);
    },
  );
});

describe('a mobile that is written plainly', () => {
  // Compares all ranges of the fast path with libphonenumber.
  it('has the same result as in libphonenumber, in all ranges', () => {
    const ranges = Array.from({ length: 10_000 }, (_, at) => `7${String(at).padStart(4, '0')}`);
    const differing = ranges.filter((range) => {
      const plain = parseMobile(`0${range}23456`);
      const number = parsePhoneNumberFromString(`+44${range}23456`);
      const isMobile = number?.isValid() === true && number.getType() === 'MOBILE';
      return plain.ok !== isMobile;
    });
    expect(differing).toEqual([]);
  });
});

describe('the country of a number', () => {
  it.each([
    ['+447700900123', null],
    ['+447924123456', null],
    ['+447797712345', null],
    ['+447781123456', null],
    ['+353850123456', { country: 'IE' }],
    ['+12025550123', { country: 'US' }],
    ['+61491570006', { country: 'AU' }],
  ])('of %s, where it is not at home, is %j', (value, country) => {
    expect(foreignCountryOf(value as Phone)).toEqual(country);
  });
});

describe('a text of more than 40 characters', () => {
  it.each([
    ['spaces before another number', `07700 900123${' '.repeat(1_000_000)}x`],
    ['spaces behind the code of a country', `+44${' '.repeat(1_000_000)}x`],
    ['commas', `${','.repeat(1_000_000)}x`],
    ['brackets', `${'('.repeat(1_000_000)}x`],
    ['hyphens', `+44${'-'.repeat(1_000_000)}x`],
    ['zeros before 44', `${'044'.repeat(1_000_000)}7700900123`],
    ['apostrophes and dots', `07700900123${'’ ..'.repeat(1_000_000)}x`],
    ['one too many', `07700 900123 ${'x'.repeat(28)}`],
  ])('is not parsed: %s', (_what, text) => {
    const problem = { code: 'too_long', length: text.length, limit: 40 };
    expect(parsePhone(text)).toEqual({ ok: false, problem });
  });

  it('does not count the spaces around it', () => {
    const text = `${' '.repeat(50)}07700 900123${' '.repeat(50)}`;
    expect(parsePhone(text)).toEqual({ ok: true, value: '+447700900123', repair: null });
  });

  it('begins after 40', () => {
    expect(parsePhone(`07700 900123 ${'x'.repeat(27)}`)).toEqual({
      ok: false,
      problem: { code: 'phone_letters', found: '07700 900123' },
    });
  });
});

describe('a phone to ring', () => {
  it.each([
    ['a mobile', '07700 900001', '+447700900001'],
    ['a landline', '(0161) 496 0123', '+441614960123'],
    ['a free number', '0808 157 0123', '+448081570123'],
    ['a foreign landline', '+61 2 5550 1234', '+61255501234'],
  ])('may be %s', (_what, written, value) => {
    expect(parsePhone(written)).toEqual({ ok: true, value, repair: null });
  });

  it.each(['0909 879 0123', '0871 234 5678', '0845 123 4567'])(
    'may not be %s, which costs the caller',
    (written) => {
      expect(parsePhone(written)).toEqual({ ok: false, problem: { code: 'phone_premium' } });
    },
  );
});

describe('the numbers kept for drama', () => {
  it.each([
    ['+447700900000', true, 'the first'],
    ['+447700900999', true, 'the last'],
    ['+447700899999', false, 'one before'],
    ['+447700901000', false, 'one after'],
    ['+617700900123', false, 'the same digits abroad'],
  ])('%s counts: %s, %s', (value, isOne) => {
    expect(isExamplePhone(value as Phone)).toBe(isOne);
  });
});

describe('a phone as it is shown', () => {
  it.each([
    ['a mobile', '+447700900123', '07700 900123', '+44 7700 900123'],
    ['a mobile of the Isle of Man', '+447624123456', '07624 123456', '+44 7624 123456'],
    ['a landline', '+441614960123', '0161 496 0123', '+44 161 496 0123'],
    ['a foreign mobile', '+61491570006', '+61 491 570 006', '+61 491 570 006'],
  ])('stands in the national form at home: %s', (_what, value, national, international) => {
    expect(nationalForm(value as Phone)).toBe(national);
    expect(internationalForm(value as Phone)).toBe(international);
  });
});
