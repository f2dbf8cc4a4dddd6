import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import {
  rateWaitMs,
  sameNumberWaitMs,
  withDeparture,
  type Departures,
} from '../../../src/domain/policy/rate-limit.ts';

const at = (milliseconds: number): Date => new Date(1_784_138_400_000 + milliseconds);

describe('the pace', () => {
  it.each([
    { last: 0, now: 0, is: 6000, why: 'one was written to just now' },
    { last: 0, now: 5999, is: 1, why: 'a moment is missing' },
    { last: 0, now: 6000, is: 0, why: 'six seconds have passed' },
    {
      last: 60_000,
      now: 0,
      is: 6000,
      why: 'the clock was set back, which costs no more than that',
    },
  ])('to the same number is one message in 6 s: $why', ({ last, now, is }) => {
    expect(sameNumberWaitMs(at(last), at(now))).toBe(is);
    expect(sameNumberWaitMs(null, at(now))).toBe(0);
  });

  it('is over once it was waited for, though the clock was set back', () => {
    expect(sameNumberWaitMs(at(60_000), at(6000), 6000)).toBe(0);
    // Another message has been sent to the number meanwhile, by the same clock.
    expect(sameNumberWaitMs(at(5000), at(6000), 6000)).toBe(5000);
  });

  it('to all is 80 messages in a second', () => {
    let sent: Departures = [];
    for (let index = 0; index < 79; index += 1) sent = withDeparture(sent, at(index));
    expect(rateWaitMs(sent, at(100))).toBe(0);
    sent = withDeparture(sent, at(100));
    expect(rateWaitMs(sent, at(100))).toBe(900);
    expect(rateWaitMs(sent, at(1000))).toBe(0);
  });

  it('is kept by every sender that waits, for any order of the numbers', () => {
    const numbers = fc.array(fc.integer({ min: 0, max: 150 }).map(String), { maxLength: 300 });
    fc.assert(
      fc.property(numbers, (list) => {
        let now = 0;
        let sent: Departures = [];
        const lastTo = new Map<string, Date>();
        const departures = list.map((to) => {
          now += Math.max(
            sameNumberWaitMs(lastTo.get(to) ?? null, at(now)),
            rateWaitMs(sent, at(now)),
          );
          sent = withDeparture(sent, at(now));
          lastTo.set(to, at(now));
          return { to, now };
        });
        for (const [index, one] of departures.entries()) {
          const same = departures.findLast(({ to }, other) => other < index && to === one.to);
          expect(one.now - (same?.now ?? -6000)).toBeGreaterThanOrEqual(6000);
          const eightieth = departures[index - 80];
          expect(one.now - (eightieth?.now ?? -1000)).toBeGreaterThanOrEqual(1000);
        }
      }),
      { numRuns: 30 },
    );
  });
});
