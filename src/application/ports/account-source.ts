import type { OfflineReason } from '../../domain/problem/problem.ts';
import type { TemplateFacts, TemplateSid } from '../../domain/message/template.ts';

/** What asking Twilio came to. A refusal is an answer here: the caller says what it means. */
export type TwilioAnswer<T> =
  | { readonly kind: 'ok'; readonly value: T }
  | {
      readonly kind: 'refused';
      readonly httpStatus: number;
      readonly twilioCode: number;
      readonly twilioText: string;
    }
  | { readonly kind: 'unreachable' }
  | { readonly kind: 'unclear'; readonly httpStatus: number | null };

export type AccountFacts = {
  readonly name: string;
  /** As Twilio says it, such as `active` or `suspended`. */
  readonly status: string;
  /** A trial reaches verified numbers alone. */
  readonly isTrial: boolean;
};

/** What is left of the money that was paid in; below 0 where more was used. */
export type Balance = { readonly amount: number; readonly currency: string };

export type Sender = {
  /** `whatsapp:` and an E.164 number. */
  readonly id: string;
  /** As Twilio says it, such as `ONLINE`. */
  readonly status: string;
  /** Left out where Twilio gives none. */
  readonly offlineReasons?: readonly OfflineReason[];
};

/** Reads what Twilio knows of the club's account; changes nothing and sends nothing. */
export type AccountSource = {
  readonly account: () => Promise<TwilioAnswer<AccountFacts>>;
  readonly balance: () => Promise<TwilioAnswer<Balance>>;
  /** The account's WhatsApp senders. */
  readonly senders: () => Promise<TwilioAnswer<readonly Sender[]>>;
  readonly template: (sid: TemplateSid) => Promise<TwilioAnswer<TemplateFacts>>;
  /** How far this computer's clock is ahead of Twilio's, in milliseconds; null before any answer. */
  readonly clockAheadMs: () => number | null;
};
