import { describe, expect, it } from '@jest/globals';
import { planLookUps, watchIntervalMs } from '../../../../src/domain/delivery/status/follow-up.ts';

/** A message sent at this minute. */
const at = (minutes: number) => ({ at: new Date(Date.UTC(2026, 6, 15, 18, minutes)) });

const minutes = (items: readonly { readonly at: Date }[]) =>
  items.map((item) => item.at.getUTCMinutes());

/**
 * Plans the look-up of the messages sent in the `wanted` minutes, among `sent` messages of minute 1 and
 * on.
 */
function planned(sent: number, wanted: readonly number[], pageSize: number) {
  const all = Array.from({ length: sent }, (_, index) => at(index + 1).at);
  const plan = planLookUps(wanted.map(at), all, pageSize);
  return {
    alone: minutes(plan.oneByOne),
    listed: minutes(plan.inList),
    since: plan.since?.getUTCMinutes() ?? null,
  };
}

describe('the look-ups at Twilio', () => {
  it.each([
    ['nothing where nothing is wanted', 5, [], 2, { alone: [], listed: [], since: null }],
    ['one alone', 5, [5], 2, { alone: [5], listed: [], since: null }],
    [
      'two alone where the list takes as many requests',
      4,
      [1, 4],
      2,
      { alone: [1, 4], listed: [], since: null },
    ],
    [
      'by the list where that is fewer',
      4,
      [4, 3, 2, 1],
      2,
      { alone: [], listed: [1, 2, 3, 4], since: 1 },
    ],
    [
      'an old one alone and the new ones by the list',
      40,
      [1, 38, 39, 40],
      3,
      { alone: [1], listed: [38, 39, 40], since: 38 },
    ],
    ['all of one page', 50, [10, 20, 30], 50, { alone: [], listed: [10, 20, 30], since: 10 }],
  ] as const)('for %s', (_what, sent, wanted, pageSize, plan) => {
    expect(planned(sent, wanted, pageSize)).toEqual(plan);
  });
});

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
