import type { AttemptId } from '../delivery/ids.ts';

/** The path of the service's webhook for Twilio. */
export const WEBHOOK_PATH = '/webhook';

/**
 * The URL to which Twilio reports the status of an attempt's message. It has no personal data: attempt
 * ids are random.
 *
 * @param publicUrl without a slash at the end
 */
export function callbackUrl(publicUrl: string, attempt: AttemptId): string {
  return `${publicUrl}${WEBHOOK_PATH}?ref=${encodeURIComponent(attempt)}`;
}
