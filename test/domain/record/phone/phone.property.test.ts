import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { readCell } from '../../../../src/domain/record/cell/cell-text.ts';
import {
  nationalForm,
  internationalForm,
  parseMobile,
  parsePhone,
} from '../../../../src/domain/record/phone/phone.ts';

const separator = fc.constantFrom(
  '',
  '',
  ' ',
  '\u00A0',
  '\u2009',
  '\u202F',
  '-',
  '–',
  '\u2011',
  '.',
);

/** Ten digits with separators, as people group them. */
function grouped(digits: string): fc.Arbitrary<string> {
  return fc.array(separator, { minLength: 8, maxLength: 8 }).map((between) =>
    digits
      .split('')
      .map((digit, at) => digit + (between[at] ?? ''))
      .join(''),
  );
}

const prefix = fc.constantFrom(
  '0',
  '(0)0',
  '+44',
  '+44 ',
  '+44 (0)',
  '+44(0) ',
  '(+44) ',
  '+44 0',
  '0044 ',
  '0044(0)',
  'tel:+44',
  'whatsapp:+44',
  '\u202A+44 ',
  "'0",
);

const example = fc.integer({ min: 7_700_900_000, max: 7_700_900_999 }).map(String);
const anyTenDigits = fc.integer({ min: 7_000_000_000, max: 7_999_999_999 }).map(String);

function readMobile(written: string): unknown {
  const cell = readCell(written);
  return cell.ok ? parseMobile(cell.value.text) : cell;
}

describe('any British mobile', () => {
  it('is the same number in every way of writing it', () => {
    fc.assert(
      fc.property(
        example.chain((digits) => fc.tuple(fc.constant(digits), grouped(digits))),
        prefix,
        ([digits, written], before) => {
          const value = `+44${digits}`;
          expect(readMobile(before + written)).toEqual({ ok: true, value, repair: null });
        },
      ),
    );
  });

  it.each([
    ['', 'leading_zero_lost'],
    ['44', 'plus_lost'],
    ['44 ', 'plus_lost'],
  ])('is repaired if it begins with %j: %s', (before, repair) => {
    fc.assert(
      fc.property(
        example.chain((digits) => fc.tuple(fc.constant(digits), grouped(digits))),
        ([digits, written]) => {
          expect(readMobile(before + written)).toEqual({ ok: true, value: `+44${digits}`, repair });
        },
      ),
    );
  });

  it('has the same result in every notation, for parents and managers', () => {
    fc.assert(
      fc.property(
        anyTenDigits.chain((digits) => fc.tuple(fc.constant(digits), grouped(digits))),
        prefix,
        ([digits, written], before) => {
          expect(readMobile(before + written)).toEqual(readMobile(`+44${digits}`));
        },
      ),
    );
  });

  it('is read back from both ways of showing it', () => {
    fc.assert(
      fc.property(example, (digits) => {
        const read = parseMobile(`+44${digits}`);
        if (!read.ok) throw new Error(read.problem.code);
        expect(parseMobile(nationalForm(read.value))).toEqual(read);
        expect(parseMobile(internationalForm(read.value))).toEqual(read);
      }),
    );
  });

  it('is read back from both ways of showing it, wherever it is', () => {
    const abroad = fc
      .tuple(
        fc.constantFrom('+44', '+353', '+1', '+61', '+33', '+49', '+48', '+39', '+234'),
        fc.integer({ min: 100_000_000, max: 9_999_999_999 }),
      )
      .map(([country, digits]) => parsePhone(`${country}${digits}`));
    fc.assert(
      fc.property(abroad, (read) => {
        fc.pre(read.ok);
        expect(parsePhone(nationalForm(read.value))).toEqual(read);
        expect(parsePhone(internationalForm(read.value))).toEqual(read);
      }),
    );
  });

  it('is never made of too few digits or too many', () => {
    const digits = fc
      .integer({ min: 1, max: 19 })
      .filter((length) => length !== 10)
      .chain((length) =>
        fc.array(fc.constantFrom(...'0123456789'.split('')), {
          minLength: length - 1,
          maxLength: length - 1,
        }),
      )
      .map((rest) => `7${rest.join('')}`);
    fc.assert(
      fc.property(digits, (written) => {
        expect(parsePhone(`+44${written}`).ok).toBe(false);
        expect(parsePhone(`0${written}`).ok).toBe(false);
      }),
    );
  });
});

describe('a British mobile after any zeros, pluses and 44s', () => {
  it('is that mobile or no phone, never another', () => {
    const before = fc.array(fc.constantFrom('0', '+', '44', '00', ' '), { maxLength: 6 });
    fc.assert(
      fc.property(before, example, (pieces, digits) => {
        const read = parsePhone(pieces.join('') + digits);
        if (read.ok) expect(read.value).toBe(`+44${digits}`);
      }),
    );
  });
});

describe('a British mobile that is written plainly', () => {
  it.each(['0', '+44', '+44 ', '44', '44 ', ''])(
    'is read after %j as it is with a mark that takes the long way',
    (before) => {
      fc.assert(
        fc.property(anyTenDigits, (digits) => {
          expect(parseMobile(before + digits)).toEqual(parseMobile(`${before}${digits}.`));
        }),
      );
    },
  );
});

describe('any text at all', () => {
  it('is either no phone or a phone that reads as itself', () => {
    const text = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.string({ unit: fc.constantFrom(...'0123456789+()-. /E'.split('')), maxLength: 18 }),
    );
    fc.assert(
      fc.property(text, (written) => {
        const read = parsePhone(written);
        if (read.ok) expect(parsePhone(read.value)).toEqual({ ...read, repair: null });
        else expect(read.problem.code).toMatch(/^phone_|^too_long$/u);
      }),
    );
  });
});
