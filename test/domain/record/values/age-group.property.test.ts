import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { parseAgeGroup } from '../../../../src/domain/record/values/age-group.ts';

const start = fc.constantFrom('u', 'U', 'under', 'Under', 'UNDER', 'uNdEr');
const middle = fc.constantFrom('', ' ', '-', '.', '–', '\u2011', '  ', ' - ');
const end = fc.constantFrom('', 's', 'S', "'s", '’s', ' s');

describe('any age group', () => {
  it('from u4s to u23s is one value in every spelling', () => {
    fc.assert(
      fc.property(start, middle, fc.integer({ min: 4, max: 23 }), end, (u, gap, years, s) => {
        expect(parseAgeGroup(`${u}${gap}${years}${s}`)).toEqual({
          ok: true,
          value: `u${years}s`,
          repair: null,
        });
      }),
    );
  });

  it('outside these is refused in every spelling', () => {
    const years = fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 24, max: 999 }));
    fc.assert(
      fc.property(start, middle, years, end, (u, gap, age, s) => {
        expect(parseAgeGroup(`${u}${gap}${age}${s}`)).toEqual({
          ok: false,
          problem: { code: 'age_group_malformed', extra: null },
        });
      }),
    );
  });

  it('reads as itself once it is written, and any other text is refused', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(..."uUnders0123456789 -/'".split('')) }),
        (written) => {
          const read = parseAgeGroup(written);
          if (read.ok) expect(parseAgeGroup(read.value)).toEqual(read);
          else expect(read.problem.code).toMatch(/^age_group_/u);
        },
      ),
    );
  });
});
