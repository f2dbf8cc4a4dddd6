import { refusalOf } from '../delivery/codes/refusal.ts';
import type { QueuedFate, SendFate } from '../delivery/fate.ts';

/** The number of attempts before a person is asked, including the first. */
export const MOST_TRIES = 5;

const FIRST_MS = 1000;
const LONGEST_MS = 30_000;
/** If Twilio asks for a longer wait than this, a person is asked. */
const LONGEST_RETRY_AFTER_SECONDS = 120;

/**
 * The wait before a message that Twilio did not process is sent again: one second, doubled after each
 * try, up to 30 s. Half of it is random, so that many senders do not retry at the same time. It is never
 * shorter than Twilio asks for.
 *
 * @param tried the number of tries so far, from 1
 * @param retryAfterSeconds what Twilio asked for, or null
 * @param random from 0 to 1
 * @returns milliseconds; null if a person has to be asked first
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

/** Whether Twilio documents that a request with this code was not processed and can be repeated. */
export function isRetryable(outcome: { readonly twilioCode: number }): boolean {
  return refusalOf(outcome.twilioCode)?.retry === 'automatic';
}

/** A retry that needs no confirmation. */
export type AutomaticRetry = {
  /** How long Twilio asks to wait; null if it does not ask. */
  readonly afterSeconds: number | null;
};

/**
 * Whether a result proves that nothing was processed, so that the request is repeated without
 * confirmation; null if it does not.
 *
 * @param isAttended whether an operator is present. An attended run stops if Twilio cannot be reached.
 */
export function automaticRetry(
  result: SendFate | QueuedFate,
  { isAttended }: { readonly isAttended: boolean },
): AutomaticRetry | null {
  switch (result.kind) {
    case 'unreachable':
      return isAttended ? null : { afterSeconds: null };
    case 'refused':
      return isRetryable(result) ? { afterSeconds: result.retryAfterSeconds } : null;
    default:
      return null;
  }
}
