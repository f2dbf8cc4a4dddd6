import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { builtInTemplate } from '../../../src/domain/message/built-in-template.ts';
import {
  measuredBody,
  renderBody,
  VARIABLE_NUMBERS,
  type ContentVariables,
} from '../../../src/domain/message/template.ts';

/** Includes values that look like placeholders or replacement patterns. */
const value = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: fc.constantFrom('{', '}', '{{', '}}', '1', '2', '9', '$', '&', ' ', 'é') }),
);

const variables: fc.Arbitrary<ContentVariables> = fc.record({
  '1': value,
  '2': value,
  '3': value,
  '4': value,
  '5': value,
  '6': value,
  '7': value,
  '8': value,
  '9': value,
});

const words = fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll(/[{}]/gu, ''));

/**
 * A text as alternating words and placeholders, so that the expected result is known without rendering.
 */
const pieces = fc.array(fc.tuple(words, fc.constantFrom(...VARIABLE_NUMBERS)));

describe('any rendered text', () => {
  it('is the words as they were, with the values as they are between them', () => {
    fc.assert(
      fc.property(pieces, words, variables, (parts, end, values) => {
        const body = parts.map(([before, number]) => `${before}{{${number}}}`).join('') + end;
        const expected = parts.map(([before, number]) => before + values[number]).join('') + end;
        expect(renderBody(body, values)).toBe(expected);
      }),
    );
  });

  it('of the built-in template holds every value between the registered words', () => {
    const registered = builtInTemplate().body.split(/\{\{\d\}\}/u);
    fc.assert(
      fc.property(variables, (values) => {
        const expected = registered
          .map((text, index) => {
            const number = VARIABLE_NUMBERS[index - 1];
            return number === undefined ? text : values[number] + text;
          })
          .join('');
        expect(renderBody(builtInTemplate().body, values)).toBe(expected);
      }),
    );
  });

  it('is as long as it is measured to be without rendering', () => {
    fc.assert(
      fc.property(pieces, words, variables, (parts, end, values) => {
        const body = parts.map(([before, number]) => `${before}{{ ${number} }}`).join('') + end;
        const measured = measuredBody(body);
        const filled = measured.variables.map((number) => values[number]).join('');
        expect(measured.fixedLength + filled.length).toBe(renderBody(body, values).length);
      }),
    );
  });
});
