/** How many people a new WhatsApp sender may write to first in 24 hours (Meta's messaging limits). */
export const NEW_SENDER_LIMIT = 250;

const DAY_MS = 24 * 60 * 60 * 1000;

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

/** @param sentBefore when each number was last written to */
export function dailyRoom(
  sentBefore: ReadonlyMap<string, Date>,
  now: Date,
  limit: number,
): DailyRoom {
  const times = [...sentBefore.values()]
    .filter((at) => isInTheLastDay(at, now))
    .toSorted((a, b) => a.getTime() - b.getTime());
  const used = times.length;
  // Above the limit, as after it was set lower, several have to come free before one is.
  const freedBy = times[Math.max(used - limit, 0)] ?? now;
  return {
    limit,
    used,
    since: times[0] ?? null,
    fits: Math.max(limit - used, 0),
    nextFreeAt: new Date(freedBy.getTime() + DAY_MS),
  };
}

/** Whether a number takes a place that it does not have already. */
export function isNewPerson(sentBefore: ReadonlyMap<string, Date>, to: string, now: Date): boolean {
  const last = sentBefore.get(to);
  return last === undefined || !isInTheLastDay(last, now);
}

function isInTheLastDay(at: Date, now: Date): boolean {
  return now.getTime() - at.getTime() < DAY_MS;
}
