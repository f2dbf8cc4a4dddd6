import type { AttemptId } from '../delivery/ids.ts';

/** Where the service hears from Twilio, below its own address. */
export const WEBHOOK_PATH = '/webhook';

/**
 * Where Twilio is to tell of the message that an attempt becomes. The id says nothing about whom.
 *
 * @param publicUrl without a slash at its end
 */
export function callbackUrl(publicUrl: string, attempt: AttemptId): string {
  return `${publicUrl}${WEBHOOK_PATH}?ref=${encodeURIComponent(attempt)}`;
}
