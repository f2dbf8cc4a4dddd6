/** How many messages a WhatsApp sender may send in a second (Twilio's best practices for WhatsApp). */
const MOST_IN_A_SECOND = 80;
const SECOND_MS = 1000;

/** WhatsApp's limit for one pair of numbers, one message in 6 s; faster ends in error 63018. */
export const SAME_NUMBER_MS = 6000;

/** When the last messages to anybody went, the oldest first; 80 of them are enough. */
export type Departures = readonly Date[];

export function withDeparture(latest: Departures, at: Date): Departures {
  return [...latest, at].slice(-MOST_IN_A_SECOND);
}

/** How long the next message has to wait for those before it, in milliseconds; 0 if it may go now. */
export function rateMs(latest: Departures, now: Date): number {
  const eightieth = latest.at(-MOST_IN_A_SECOND);
  return eightieth === undefined ? 0 : Math.max(SECOND_MS - sinceMs(eightieth, now), 0);
}

/**
 * The same for the one before it to the same number. Never longer than the limit itself, whatever was
 * done to the clock in between.
 *
 * @param last null where there was none
 * @param waitedMs how long this message has waited already, for a clock that was set back
 */
export function sameNumberMs(last: Date | null, now: Date, waitedMs = 0): number {
  if (last === null) return 0;
  // No other machine's clock is that far ahead, so nobody can tell how long ago it was.
  const wasSetBack = last.getTime() - now.getTime() > SAME_NUMBER_MS;
  return Math.max(SAME_NUMBER_MS - (wasSetBack ? waitedMs : sinceMs(last, now)), 0);
}

function sinceMs(moment: Date, now: Date): number {
  return Math.max(now.getTime() - moment.getTime(), 0);
}
