import { describe, expect, it } from '@jest/globals';
import {
  addPerson,
  removePerson,
  dailyRoom,
  isNewPerson,
  type PeopleCounted,
} from '../../../src/domain/policy/people-counted.ts';

const NOW = new Date('2026-07-15T18:42:00Z');
const hoursAgo = (hours: number): Date => new Date(NOW.getTime() - hours * 3_600_000);

/** People written to these numbers of hours ago. */
function sentBefore(...hours: readonly number[]): PeopleCounted {
  return hours
    .toSorted((a, b) => b - a)
    .reduce<PeopleCounted>((counted, ago) => addPerson(counted, hoursAgo(ago)), []);
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
    expect(isNewPerson(hoursAgo(23), NOW)).toBe(false);
    expect(isNewPerson(hoursAgo(24), NOW)).toBe(true);
    expect(isNewPerson(null, NOW)).toBe(true);
  });
});

describe('the people of a day', () => {
  it('are as many as were counted in, and one fewer for each who is counted out', () => {
    const two = addPerson(addPerson([], hoursAgo(2)), hoursAgo(1));
    expect(dailyRoom(removePerson(two, hoursAgo(2), NOW), NOW, 3)).toMatchObject({
      used: 1,
      since: hoursAgo(1),
    });
  });

  it('stay as they are where one is counted out whose day is over', () => {
    const one = addPerson(addPerson([], hoursAgo(25)), hoursAgo(1));
    expect(removePerson(one, hoursAgo(25), NOW)).toEqual(one);
  });

  it('stay as they are where one is counted out for the second time', () => {
    const two = addPerson(addPerson([], hoursAgo(2)), hoursAgo(1));
    const one = removePerson(two, hoursAgo(2), NOW);
    expect(removePerson(one, hoursAgo(2), NOW)).toEqual(one);
  });

  it('are one fewer where the moment of the one who is counted out was merged into another', () => {
    const minutesAgo = (minutes: number): Date => new Date(NOW.getTime() - minutes * 60_000);
    let counted: PeopleCounted = [];
    for (let index = 500; index > 0; index -= 1) counted = addPerson(counted, minutesAgo(index));
    const isKept = (minutes: number): boolean =>
      counted.some(([each]) => each === minutesAgo(minutes).getTime());
    const merged = Array.from({ length: 499 }, (_, index) => 500 - index).find(
      (minutes) => !isKept(minutes),
    );
    if (merged === undefined) throw new Error('Something is always merged.');
    expect(dailyRoom(removePerson(counted, minutesAgo(merged), NOW), NOW, 500).used).toBe(499);
  });

  it('take little room, and nobody of many gets a place too early', () => {
    const people = 1000;
    const minutesAgo = (minutes: number): Date => new Date(NOW.getTime() - minutes * 60_000);
    let counted: PeopleCounted = [];
    for (let index = people; index > 0; index -= 1) counted = addPerson(counted, minutesAgo(index));
    expect(counted.length).toBeLessThanOrEqual(400);
    const { used, nextFreeAt } = dailyRoom(counted, NOW, people);
    expect(used).toBe(people);
    const first = minutesAgo(people).getTime() + 24 * 3_600_000;
    expect(nextFreeAt.getTime()).toBeGreaterThanOrEqual(first);
  });
});
