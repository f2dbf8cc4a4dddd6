import { expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { nameKey } from '../../../../src/domain/record/names/name-key.ts';

/** A letter of another script, which the fast path for Latin names does not handle. */
const LETTER = '\u03C9';

it('spells a plain name the same the short way and the long way', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme-ascii' }), (name) => {
      const long = nameKey(`${name}${LETTER}`).slice(0, -LETTER.length);
      expect(nameKey(name)).toBe(long === '' ? name.trim() : long);
    }),
  );
});
