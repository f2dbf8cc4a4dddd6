import { expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { remembered } from '../../src/domain/remembered.ts';
import { textNumber } from '../../src/domain/text-number.ts';

/** Texts of two letters, of which many share a number: each of the first is 31 more than the second. */
const alike = fc
  .array(fc.nat({ max: 20 }), { maxLength: 8 })
  .map((moves) => moves.map((move) => String.fromCodePoint(100 + move, 1000 - 31 * move)).join(''));

it('gives for every text what it would give for it alone', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(alike, fc.string({ maxLength: 3 }))), (texts) => {
      const resultOf = remembered((text) => ({ text }));
      expect(texts.map((text) => resultOf(text).text)).toEqual(texts);
    }),
  );
});

it('takes texts of one number apart', () => {
  expect(textNumber('ая')).toBe(textNumber('ба'));
  const resultOf = remembered((text) => ({ text }));
  expect(['ая', 'ба', 'ая', 'ба'].map((text) => resultOf(text).text)).toEqual([
    'ая',
    'ба',
    'ая',
    'ба',
  ]);
});

it('asks once for what comes again, of two thousand texts, and of any number gives what is right', () => {
  const texts = Array.from({ length: 6000 }, (_unused, index) => `name ${index}`);
  const asked: string[] = [];
  const resultOf = remembered((text) => {
    asked.push(text);
    return text.toUpperCase();
  });
  for (const text of texts) resultOf(text);
  asked.length = 0;
  expect(texts.map(resultOf)).toEqual(texts.map((text) => text.toUpperCase()));
  expect(asked).toEqual(texts.slice(2000));
});
