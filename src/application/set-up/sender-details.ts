import { placeOf, webhookUrl } from '../../domain/set-up/callback-url.ts';
import { isLowQuality, peopleInLimit } from '../../domain/set-up/sender-properties.ts';
import type { SetUpDetail } from '../../domain/set-up/set-up.ts';
import type { Sender } from '../ports/account-source.ts';

/** What the properties of a sender are compared with. */
export type SenderExpectations = {
  /** The setting DAILY_LIMIT. */
  readonly dailyLimit: number;
  /** The setting PUBLIC_URL; null where it is not set, and then no address is compared. */
  readonly serviceUrl: string | null;
};

/** The quality, the messaging limit and the webhook of a sender. */
export function checkSenderDetails(
  { quality, messagingLimit, callbackUrl }: Sender,
  { dailyLimit, serviceUrl }: SenderExpectations,
): readonly SetUpDetail[] {
  const expected = serviceUrl === null ? null : placeOf(webhookUrl(serviceUrl));
  return [
    checkQuality(quality ?? null),
    checkLimit(messagingLimit ?? null, dailyLimit),
    ...(expected === null ? [] : [checkWebhook(callbackUrl ?? null, expected)]),
  ];
}

function checkQuality(rating: string | null): SetUpDetail {
  return rating !== null && isLowQuality(rating)
    ? { code: 'quality_low', rating }
    : { code: 'quality_not_low', rating };
}

function checkLimit(text: string | null, dailyLimit: number): SetUpDetail {
  const people = text === null ? null : peopleInLimit(text);
  return people !== null && people < dailyLimit
    ? { code: 'limit_smaller', people, dailyLimit }
    : { code: 'limit_not_smaller', text, dailyLimit };
}

function checkWebhook(callbackUrl: string | null, expected: string): SetUpDetail {
  if (callbackUrl === null) return { code: 'sender_webhook_missing', expected };
  const found = placeOf(callbackUrl);
  return found === expected
    ? { code: 'sender_webhook_right', address: expected }
    : { code: 'sender_webhook_differs', found, expected };
}
