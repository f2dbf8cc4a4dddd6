import { describe, expect, it } from '@jest/globals';
import { isLowQuality, peopleInLimit } from '../../../src/domain/set-up/sender-properties.ts';

describe('a messaging limit', () => {
  it.each([
    ['250 Customers/24hrs', 250],
    ['250 Customers/24hr', 250],
    ['1K Customers/24hrs', 1000],
    ['1k customers/24hrs', 1000],
    ['2K Customers/24hrs', 2000],
    ['10K Customers/24hrs', 10_000],
    ['100K Customers/24hrs', 100_000],
    ['1M Customers/24hrs', 1_000_000],
    ['1,000 Customers/24hrs', 1000],
    ['1 K Customers', 1000],
    ['250/day', 250],
    ['TIER_250', 250],
    ['TIER_1K', 1000],
    ['tier_10k', 10_000],
    [' 250 ', 250],
    ['Unlimited', null],
    ['TIER_UNLIMITED', null],
    ['TIER_NOT_SET', null],
    ['Unavailable', null],
    ['', null],
    ['0 Customers/24hrs', null],
    ['-5 Customers', null],
    ['2.5K Customers', null],
    ['250x', null],
    ['24hr', null],
    ['at most 250', null],
  ])('"%s" is of %p people', (text, people) => {
    expect(peopleInLimit(text)).toBe(people);
  });
});

describe('a quality rating', () => {
  it.each([
    ['LOW', true],
    ['low', true],
    ['RED', true],
    [' Red ', true],
    ['MEDIUM', false],
    ['YELLOW', false],
    ['HIGH', false],
    ['GREEN', false],
    ['UNKNOWN', false],
    ['', false],
  ])('"%s" is low: %p', (rating, isLow) => {
    expect(isLowQuality(rating)).toBe(isLow);
  });
});
