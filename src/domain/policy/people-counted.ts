import * as z from 'zod';

/**
 * How many people a new WhatsApp sender may start a conversation with in 24 hours (Meta's messaging
 * limits).
 */
export const NEW_SENDER_LIMIT = 250;

const DAY_MS = 24 * 60 * 60 * 1000;

/** The limit of entries. Above it, the closest ones are merged. */
const MOST_MOMENTS = 400;

/**
 * How many people were written to within the last 24 hours, and when: pairs of a time in milliseconds
 * since 1970 and a count, in ascending order. Above 400 entries, the two closest are merged at the later
 * time. That limits the size, and never frees a place too early.
 */
export const PEOPLE_COUNTED = z.array(z.tuple([z.int(), z.int().positive()])).readonly();
export type PeopleCounted = z.infer<typeof PEOPLE_COUNTED>;

/** How many more people may be written to within 24 hours. */
export type DailyRoom = {
  readonly limit: number;
  /** People written to in the last 24 hours. */
  readonly used: number;
  /** When the first of them was written to; null if there is none. */
  readonly since: Date | null;
  /** How many new people can be written to now. */
  readonly fits: number;
  /** When the next place becomes free, if all are taken. */
  readonly nextFreeAt: Date;
};

export function dailyRoom(counted: PeopleCounted, now: Date, limit: number): DailyRoom {
  const current = counted.filter(([at]) => isInTheLastDay(at, now));
  const used = current.reduce((sum, [, count]) => sum + count, 0);
  // Above the limit, for instance after it was lowered, several places have to become free first.
  let over = Math.max(used - limit, 0);
  const freed = current.find(([, count]) => (over -= count) < 0)?.[0] ?? now.getTime();
  return {
    limit,
    used,
    since: current[0] === undefined ? null : new Date(current[0][0]),
    fits: Math.max(limit - used, 0),
    nextFreeAt: new Date(freed + DAY_MS),
  };
}

/** Adds a person, and removes those of more than 24 hours ago. */
export function addPerson(counted: PeopleCounted, at: Date): PeopleCounted {
  const time = at.getTime();
  const current = counted.filter(([each]) => isInTheLastDay(each, at));
  const same = current.find(([each]) => each === time);
  const next =
    same === undefined
      ? [...current, [time, 1] as const]
      : current.map(([each, count]) => [each, each === time ? count + 1 : count] as const);
  return merged(next.toSorted(([a], [b]) => a - b)).map(([each, count]) => [each, count]);
}

/**
 * Removes the person counted at `at`, or at the next entry if entries were merged. Otherwise nothing is
 * removed: the next entry is another person's. The person may be gone already, after 24 hours, or if
 * DynamoDB reported a write that it had done as failed and it is repeated.
 */
export function removePerson(counted: PeopleCounted, at: Date, now: Date): PeopleCounted {
  if (!isInTheLastDay(at.getTime(), now)) return counted;
  const isMerged = counted.length >= MOST_MOMENTS;
  const exact = counted.findIndex(([each]) => each === at.getTime());
  const index =
    exact === -1 && isMerged ? counted.findIndex(([each]) => each > at.getTime()) : exact;
  return counted.flatMap(([each, count], place) => {
    if (place !== index) return [[each, count] as [number, number]];
    return count === 1 ? [] : [[each, count - 1] as [number, number]];
  });
}

/** Whether a message to this person takes a new place. */
export function isNewPerson(lastWrittenTo: Date | null, now: Date): boolean {
  return lastWrittenTo === null || !isInTheLastDay(lastWrittenTo.getTime(), now);
}

type Moment = readonly [at: number, count: number];

function merged(moments: readonly Moment[]): readonly Moment[] {
  if (moments.length <= MOST_MOMENTS) return moments;
  const gaps = moments.slice(1).map(([at], index) => at - (moments[index]?.[0] ?? 0));
  const closest = gaps.indexOf(Math.min(...gaps));
  return moments.flatMap(([at, count], index) => {
    if (index === closest) return [];
    return [[at, index === closest + 1 ? count + (moments[closest]?.[1] ?? 0) : count] as const];
  });
}

function isInTheLastDay(at: number, now: Date): boolean {
  return now.getTime() - at < DAY_MS;
}
