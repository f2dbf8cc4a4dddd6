import type { TemplateFacts, TemplateSid } from '../../domain/message/template.ts';
import type { OfflineReason } from '../../domain/problem/problem.ts';

/** The result of a request to Twilio. A refusal is a value: the caller decides what it means. */
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
  /** Twilio's value, such as `active` or `suspended`. */
  readonly status: string;
  /** A trial account can only send to verified numbers. */
  readonly isTrial: boolean;
};

/** The prepaid balance; negative when more was used than was paid in. */
export type Balance = { readonly amount: number; readonly currency: string };

export type Sender = {
  /** `whatsapp:` and an E.164 number. */
  readonly id: string;
  /** Twilio's value, such as `ONLINE`. */
  readonly status: string;
  /** Absent where Twilio gives none, as are the properties below. */
  readonly offlineReasons?: readonly OfflineReason[];
  /** WhatsApp's rating, such as `HIGH`. */
  readonly quality?: string | undefined;
  /** How many people WhatsApp lets it write to, such as `1K Customers/24hr`. */
  readonly messagingLimit?: string | undefined;
  /** Where Twilio sends what parents write. */
  readonly callbackUrl?: string | undefined;
};

/** Reads the club's Twilio account. It changes nothing and sends nothing. */
export type AccountSource = {
  readonly account: () => Promise<TwilioAnswer<AccountFacts>>;
  readonly balance: () => Promise<TwilioAnswer<Balance>>;
  /** The account's WhatsApp senders. */
  readonly senders: () => Promise<TwilioAnswer<readonly Sender[]>>;
  /** Reads one message of the account at most, to find out whether messages may be read. */
  readonly messages: () => Promise<TwilioAnswer<null>>;
  readonly template: (sid: TemplateSid) => Promise<TwilioAnswer<TemplateFacts>>;
  /**
   * By how many milliseconds this computer's clock is ahead of Twilio's; null before the first
   * response.
   */
  readonly clockAheadMs: () => number | null;
};
