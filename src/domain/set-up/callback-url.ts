import type { AttemptId } from '../delivery/ids.ts';

/** The path of the service's webhook for Twilio. */
export const WEBHOOK_PATH = '/webhook';

/**
 * The URL at which Twilio reaches the webhook.
 *
 * @param publicUrl without a slash at the end
 */
export function webhookUrl(publicUrl: string): string {
  return `${publicUrl}${WEBHOOK_PATH}`;
}

/**
 * The URL to which Twilio reports the status of an attempt's message. It has no personal data: attempt
 * ids are random.
 */
export function callbackUrl(publicUrl: string, attempt: AttemptId): string {
  return `${webhookUrl(publicUrl)}?ref=${encodeURIComponent(attempt)}`;
}

/**
 * The place that a URL leads to, without user, password, query and the part after `#`, where Twilio reads
 * how often to repeat a request. Null for a text that is no web address.
 */
export function placeOf(url: string): string | null {
  const parsed = URL.parse(url);
  if (parsed === null || !/^https?:$/u.test(parsed.protocol)) return null;
  return parsed.origin + parsed.pathname;
}
