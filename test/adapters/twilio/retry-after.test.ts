import { describe, expect, it } from '@jest/globals';
import { retryAfterSecondsOf } from '../../../src/adapters/twilio/retry-after.ts';

const DATE = 'Wed, 15 Jul 2026 18:42:00 GMT';

describe('what an answer asks for in Retry-After', () => {
  it.each([
    { headers: { 'retry-after': '7' }, is: 7, why: 'seconds' },
    { headers: { 'retry-after': ' 0 ' }, is: 0, why: 'no second' },
    {
      headers: { 'retry-after': 'Wed, 15 Jul 2026 18:43:30 GMT', date: DATE },
      is: 90,
      why: 'a date, held against that of the answer and no clock of ours',
    },
    {
      headers: { 'retry-after': 'Wed, 15 Jul 2026 18:40:00 GMT', date: DATE },
      is: 0,
      why: 'a date that is over',
    },
    { headers: { 'retry-after': 'Wed, 15 Jul 2026 18:43:30 GMT' }, is: null, why: 'no Date' },
    { headers: { 'retry-after': '12.5', date: DATE }, is: null, why: 'neither one nor the other' },
    { headers: { 'retry-after': '-7', date: DATE }, is: null, why: 'below nothing' },
    { headers: { 'retry-after': 'soon', date: DATE }, is: null, why: 'a word' },
    { headers: { 'retry-after': ['7', '8'] }, is: null, why: 'two' },
    { headers: { date: DATE }, is: null, why: 'it asks for nothing' },
    { headers: undefined, is: null, why: 'there are no headers' },
  ])('is $is: $why', ({ headers, is }) => {
    expect(retryAfterSecondsOf(headers)).toBe(is);
  });
});
