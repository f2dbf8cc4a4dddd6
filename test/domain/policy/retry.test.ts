import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { backoffMs, MOST_TRIES } from '../../../src/domain/policy/retry.ts';

describe('the wait before a message is tried again', () => {
  it.each([
    { tried: 1, asked: null, random: 1, is: 1000, why: 'a second after the first try' },
    { tried: 2, asked: null, random: 1, is: 2000, why: 'twice as long after each' },
    { tried: 4, asked: null, random: 1, is: 8000, why: 'and so on' },
    { tried: 4, asked: null, random: 0, is: 4000, why: 'chance takes up to half of it off' },
    { tried: 1, asked: 7, random: 0, is: 7000, why: 'what Twilio asks for is the least' },
    { tried: 4, asked: 1, random: 1, is: 8000, why: 'and may be less than ours' },
    { tried: 1, asked: 0, random: 1, is: 1000, why: 'nothing asked for is nothing' },
    { tried: 1, asked: 120, random: 1, is: 120_000, why: 'two minutes are waited for' },
    { tried: 1, asked: 121, random: 1, is: null, why: 'what is longer a person should know of' },
    { tried: 5, asked: null, random: 1, is: null, why: 'five tries are enough' },
    { tried: 5, asked: 7, random: 1, is: null, why: 'whatever Twilio asks for' },
  ])('after try $tried, asked for $asked, is $is: $why', ({ tried, asked, random, is }) => {
    expect(backoffMs(tried, asked, random)).toBe(is);
  });

  it('is between half and the whole of twice the last, and never over 30 s of our own', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: MOST_TRIES - 1 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (tried, random) => {
          const whole = Math.min(1000 * 2 ** (tried - 1), 30_000);
          const wait = backoffMs(tried, null, random) ?? -1;
          expect(wait).toBeGreaterThanOrEqual(whole / 2);
          expect(wait).toBeLessThanOrEqual(whole);
        },
      ),
    );
  });
});
