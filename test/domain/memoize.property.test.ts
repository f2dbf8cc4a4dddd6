import { expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { memoize } from '../../src/domain/memoize.ts';

it('gives for every text what it would give for it alone', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 3 })), (texts) => {
      const resultOf = memoize((text) => ({ text }));
      expect(texts.map((text) => resultOf(text).text)).toEqual(texts);
    }),
  );
});

it('asks once for what comes again, of two thousand texts, and gives what is right for any other', () => {
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
