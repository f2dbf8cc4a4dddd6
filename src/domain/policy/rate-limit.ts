/** How many messages a WhatsApp sender may send in one second (Twilio's best practices for WhatsApp). */
const MOST_IN_A_SECOND = 80;
const SECOND_MS = 1000;

/**
 * WhatsApp's limit for one pair of numbers is one message in 6 s. Twilio returns 63018 if it is
 * exceeded.
 */
export const SAME_NUMBER_MS = 6000;

/** When the last messages to any recipient were sent, the oldest first. At most 80. */
export type Departures = readonly Date[];

export function withDeparture(latest: Departures, at: Date): Departures {
  return [...latest, at].slice(-MOST_IN_A_SECOND);
}

/**
 * How long the next message has to wait because of earlier ones, in milliseconds; 0 if it may be sent
 * now.
 */
export function rateWaitMs(latest: Departures, now: Date): number {
  const eightieth = latest.at(-MOST_IN_A_SECOND);
  return eightieth === undefined ? 0 : Math.max(SECOND_MS - sinceMs(eightieth, now), 0);
}

/**
 * How long the next message to the same number has to wait, in milliseconds. Never longer than the
 * limit, even if the clock was changed.
 *
 * @param last null if there was no message
 * @param waitedMs how long this message has waited already, used if the clock was set back
 */
export function sameNumberWaitMs(last: Date | null, now: Date, waitedMs = 0): number {
  if (last === null) return 0;
  // Clocks of other machines are not that far ahead, so this clock was set back, and the time since then
  // is not known.
  const wasSetBack = last.getTime() - now.getTime() > SAME_NUMBER_MS;
  return Math.max(SAME_NUMBER_MS - (wasSetBack ? waitedMs : sinceMs(last, now)), 0);
}

function sinceMs(moment: Date, now: Date): number {
  return Math.max(now.getTime() - moment.getTime(), 0);
}
