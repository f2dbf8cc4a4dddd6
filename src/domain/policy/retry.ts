import type { QueuedFate, SendFate } from '../delivery/fate.ts';
import { refusalOf } from '../delivery/codes/refusal.ts';

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

/** Whether Twilio documents that a refused request was never processed, and is to be tried again. */
export function isToBeTriedAgain(outcome: { readonly twilioCode: number }): boolean {
  return refusalOf(outcome.twilioCode)?.retry === 'automatic';
}

/** That the same request may be answered otherwise in a moment. */
export type Again = {
  /** How long Twilio asks to wait; null where it asks for nothing. */
  readonly afterSeconds: number | null;
};

/**
 * Whether what came of a request proves that nothing was processed, and is to be tried again without
 * asking anybody; null where it is not.
 *
 * @param isAttended whether an operator is there: for them a run stops when Twilio cannot be reached
 */
export function automaticRetry(
  fate: SendFate | QueuedFate,
  { isAttended }: { readonly isAttended: boolean },
): Again | null {
  switch (fate.kind) {
    case 'unreachable':
      return isAttended ? null : { afterSeconds: null };
    case 'refused':
      return isToBeTriedAgain(fate) ? { afterSeconds: fate.retryAfterSeconds } : null;
    default:
      return null;
  }
}
