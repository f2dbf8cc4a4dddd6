import { describe, expect, it } from '@jest/globals';
import { dailyRoom, isNewPerson } from '../../src/domain/daily-limit.ts';

const NOW = new Date('2026-07-15T18:42:00Z');
const hoursAgo = (hours: number): Date => new Date(NOW.getTime() - hours * 3_600_000);

/** People written to so many hours ago. */
function sentBefore(...hours: readonly number[]): ReadonlyMap<string, Date> {
  return new Map(hours.map((ago, index) => [`whatsapp:+44770090000${index}`, hoursAgo(ago)]));
}

describe('the room for new people', () => {
  it.each([
    { hours: [], limit: 3, used: 0, fits: 3, since: null, free: -24, why: 'nobody yet' },
    { hours: [5, 20, 1], limit: 4, used: 3, fits: 1, since: 20, free: -4, why: 'one more' },
    { hours: [5, 20, 1], limit: 3, used: 3, fits: 0, since: 20, free: -4, why: 'all taken' },
    { hours: [5, 20, 1], limit: 2, used: 3, fits: 0, since: 20, free: -19, why: 'one too many' },
    { hours: [24, 25, 23], limit: 3, used: 1, fits: 2, since: 23, free: -1, why: 'a day is over' },
  ])('of $limit after $hours hours is $fits: $why', ({ hours, limit, used, fits, since, free }) => {
    expect(dailyRoom(sentBefore(...hours), NOW, limit)).toEqual({
      limit,
      used,
      fits,
      since: since === null ? null : hoursAgo(since),
      nextFreeAt: hoursAgo(free),
    });
  });

  it('is not needed for a person who was written to within the day', () => {
    const sent = sentBefore(23, 24);
    expect(isNewPerson(sent, 'whatsapp:+447700900000', NOW)).toBe(false);
    expect(isNewPerson(sent, 'whatsapp:+447700900001', NOW)).toBe(true);
    expect(isNewPerson(sent, 'whatsapp:+447700900002', NOW)).toBe(true);
  });
});
