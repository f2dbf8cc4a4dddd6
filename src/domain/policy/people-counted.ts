import * as z from 'zod';

/** How many people a new WhatsApp sender may write to first in 24 hours (Meta's messaging limits). */
export const NEW_SENDER_LIMIT = 250;

const DAY_MS = 24 * 60 * 60 * 1000;

/** So many moments are kept apart; beyond that those close together are counted as one. */
const MOST_MOMENTS = 400;

/**
 * How many people were written to, and when, within the last 24 hours: moments in milliseconds since
 * 1970, ascending, each with a count. Beyond 400 moments those that lie closest are counted at the later
 * one, so that the size is bounded and nobody's place comes free too early.
 */
export const PEOPLE_COUNTED = z.array(z.tuple([z.int(), z.int().positive()])).readonly();
export type PeopleCounted = z.infer<typeof PEOPLE_COUNTED>;

/** What is left of the number of people who may be written to in any 24 hours. */
export type DailyRoom = {
  readonly limit: number;
  /** People written to in the last 24 hours. */
  readonly used: number;
  /** The first of them; null where there is none. */
  readonly since: Date | null;
  /** New people who can be written to now. */
  readonly fits: number;
  /** When a place comes free, once all are taken. */
  readonly nextFreeAt: Date;
};

export function dailyRoom(counted: PeopleCounted, now: Date, limit: number): DailyRoom {
  const current = counted.filter(([at]) => isInTheLastDay(at, now));
  const used = current.reduce((sum, [, count]) => sum + count, 0);
  // Above the limit, as after it was set lower, several have to come free before one is.
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

/** One more person, without those whose day is over. */
export function countedIn(counted: PeopleCounted, at: Date): PeopleCounted {
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
 * One fewer: the one who was counted at that moment, or the next after it where moments were merged. Else
 * the next is somebody else: one whose day is over is not counted any more, and DynamoDB may tell a write
 * as refused that it has done, so that somebody is counted out once more.
 */
export function countedOut(counted: PeopleCounted, at: Date, now: Date): PeopleCounted {
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

/** Whether somebody takes a place that they do not have already. */
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
