import { describe, expect, it } from '@jest/globals';
import { knowsSummerTime } from '../../../src/domain/policy/time-zone.ts';

describe('the time in London', () => {
  it('is known here, summer and winter', () => {
    expect(knowsSummerTime()).toBe(true);
  });

  it.each([
    ['Etc/UTC', 'no summer time'],
    ['Europe/Paris', 'another winter'],
    ['Nowhere/Nothing', 'no such zone'],
  ])('is not that of %s: %s', (zone, _why) => {
    expect(knowsSummerTime(zone)).toBe(false);
  });
});
