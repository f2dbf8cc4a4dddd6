/** How often one message is tried before a person is asked, the first time included. */
export const MOST_TRIES = 5;

const FIRST_MS = 1000;
const LONGEST_MS = 30_000;
/** What Twilio asks for beyond this is no matter of a moment: a person should know of it. */
const LONGEST_RETRY_AFTER_SECONDS = 120;

/**
 * How long to wait before a message that Twilio did not process is tried again: one second, twice as
 * long after each try, up to 30 s, of which a random half is left out so that many senders do not
 * come back at once. What Twilio asks for is the least.
 *
 * @param tried how many tries there were, from 1
 * @param retryAfterSeconds what Twilio asked for, or null
 * @param random from 0 to 1
 * @returns milliseconds, or null where it is not to be tried again without asking
 */
export function backoffMs(
  tried: number,
  retryAfterSeconds: number | null,
  random: number,
): number | null {
  const askedFor = retryAfterSeconds ?? 0;
  if (tried >= MOST_TRIES || askedFor > LONGEST_RETRY_AFTER_SECONDS) return null;
  const whole = Math.min(FIRST_MS * 2 ** (tried - 1), LONGEST_MS);
  return Math.max(whole * (0.5 + random / 2), askedFor * 1000);
}
