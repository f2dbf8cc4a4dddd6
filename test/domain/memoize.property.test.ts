import { expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { memoize } from '../../src/domain/memoize.ts';

it('returns for every text what the function itself returns', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 3 })), (texts) => {
      const resultOf = memoize((text) => ({ text }));
      expect(texts.map((text) => resultOf(text).text)).toEqual(texts);
    }),
  );
});

it('calls the function once for each of 2,000 texts, and returns correct results for any other', () => {
  const texts = Array.from({ length: 6000 }, (_unused, index) => `name ${index}`);
  const asked: string[] = [];
  const resultOf = memoize((text) => {
    asked.push(text);
    return text.toUpperCase();
  });
  for (const text of texts) resultOf(text);
  asked.length = 0;
  expect(texts.map(resultOf)).toEqual(texts.map((text) => text.toUpperCase()));
  expect(asked).toEqual(texts.slice(2000));
});
