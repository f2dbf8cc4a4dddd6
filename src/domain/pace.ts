/** How many messages a WhatsApp sender may send in a second (Twilio's best practices for WhatsApp). */
const MOST_IN_A_SECOND = 80;
/** WhatsApp's limit for one pair of numbers, one message in 6 s; faster ends in error 63018. */
export const SAME_NUMBER_MS = 6000;
const SECOND_MS = 1000;

/** When messages went, as far as the next one has to wait for it. */
export type Departures = {
  /** The last one to each number. */
  readonly lastTo: ReadonlyMap<string, Date>;
  /** Of the last messages to anybody, the oldest first; 80 of them are enough. */
  readonly latest: readonly Date[];
};

export function noDepartures(sentBefore: ReadonlyMap<string, Date>): Departures {
  return { lastTo: sentBefore, latest: [] };
}

export function withDeparture({ lastTo, latest }: Departures, to: string, at: Date): Departures {
  return {
    lastTo: new Map([...lastTo, [to, at]]),
    latest: [...latest, at].slice(-MOST_IN_A_SECOND),
  };
}

/**
 * How long the next message to a number has to wait, in milliseconds; 0 if it may go now. Never
 * longer than the limit itself, whatever was done to the clock in between.
 */
export function paceMs({ lastTo, latest }: Departures, to: string, now: Date): number {
  const sinceSame = passed(lastTo.get(to), now);
  const sinceEightieth =
    latest.length < MOST_IN_A_SECOND ? SECOND_MS : passed(latest.at(-MOST_IN_A_SECOND), now);
  return Math.max(SAME_NUMBER_MS - sinceSame, SECOND_MS - sinceEightieth, 0);
}

function passed(since: Date | undefined, now: Date): number {
  return since === undefined ? Infinity : Math.max(now.getTime() - since.getTime(), 0);
}
