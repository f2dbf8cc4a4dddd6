/** Twilio does not document when a message appears in its list. Within this time it may still appear. */
const MAY_STILL_SHOW_MS = 60 * 60_000;

/**
 * What Twilio's list says of a message that is not in it.
 *
 * @param since when the request may have been sent
 */
export function notFoundText(since: Date, now: Date): string {
  return now.getTime() - since.getTime() < MAY_STILL_SHOW_MS
    ? 'Twilio does not show it yet. Look for it in the Twilio console, under Monitor, Logs and Messaging.'
    : 'Twilio shows none.';
}
