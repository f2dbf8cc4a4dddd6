import { describe, expect, it } from '@jest/globals';
import { watchIntervalMs } from '../../../src/domain/delivery/watch-interval.ts';

describe('a watch', () => {
  it.each([
    [0, 5000],
    [23, 5000],
    [24, 15_000],
    [55, 15_000],
    [56, 60_000],
    [9999, 60_000],
  ])('after round %d waits %d ms', (round, pauseMs) => {
    expect(watchIntervalMs(round)).toBe(pauseMs);
  });
});
