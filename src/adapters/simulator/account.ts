import type { ApiRequest } from './api/http.ts';
import { LARGEST_PAGE } from './api/paging.ts';
import type { Failure } from './faults/failures.ts';
import type { MessageStore } from './messages/message-store.ts';
import type { SimulatedTemplate } from './simulated-template.ts';

/** The state of the simulated Twilio account. */
export type Account = {
  readonly accountSid: string;
  readonly authToken: string;
  /** What the API shows of the account itself. */
  readonly profile: AccountProfile;
  /** Each `whatsapp:` and an E.164 number. */
  readonly senders: readonly string[];
  readonly templates: readonly SimulatedTemplate[];
  readonly now: () => Date;
  readonly store: MessageStore;
  /** When the simulator started, which is the creation date of the account and its templates. */
  readonly openedAt: Date;
  /** Recipients that have been refused once already. */
  readonly refusedOnce: Set<string>;
  /** The failure planned for this create request, whatever its recipient. Counts the request. */
  readonly nextFault: (request: ApiRequest) => Failure | null;
  /** When a number last wrote to the club, or null. Without it, the store says. */
  readonly lastInbound?: ((from: string, store: MessageStore) => Date | null) | undefined;
  /** The age at which a message appears in the list, in milliseconds. Twilio's list has a lag too. */
  readonly listLagMs: number;
  /** Aborted when the simulator closes, after which nothing is accepted. */
  readonly closed: AbortSignal;
};

/** A part of Twilio's API, as far as the permissions of an API key tell them apart. */
export const RESOURCES = [
  'account',
  'content',
  'messages_create',
  'messages_read',
  'senders',
] as const;
export type Resource = (typeof RESOURCES)[number];

/** The statuses of the Senders API. */
type SenderStatus =
  | 'CREATING'
  | 'ONLINE'
  | 'ONLINE:UPDATING'
  | 'OFFLINE'
  | 'PENDING_VERIFICATION'
  | 'VERIFYING'
  | 'TWILIO_REVIEW'
  | 'DRAFT'
  | 'STUBBED';

export type AccountProfile = {
  readonly friendlyName: string;
  readonly status: 'active' | 'suspended' | 'closed';
  readonly type: 'Trial' | 'Full';
  /** An amount as Twilio writes it: `25.50`. */
  readonly balance: string;
  readonly currency: string;
  /** The status of every sender. */
  readonly senderStatus: SenderStatus;
  /** The reasons of every sender, as the Senders API gives them. */
  readonly offlineReasons: readonly {
    readonly code: string;
    readonly message: string;
    readonly more_info: string;
  }[];
  /** The category of every template in place of its own; null for its own. */
  readonly templateCategory: string | null;
  /** The quality rating and the messaging limit of every sender, as Twilio writes them. */
  readonly qualityRating: string;
  readonly messagingLimit: string;
  /** The webhook of every sender; null for none. */
  readonly callbackUrl: string | null;
  /** Whether WhatsApp holds all messages with a template, and drops some of them later. */
  readonly isTemplatePaced: boolean;
  /** What is refused, as to a restricted API key or for a suspended account; null for nothing. */
  readonly refusal: {
    readonly code: 70051 | 20403;
    readonly httpStatus: 401 | 403;
    readonly of: readonly Resource[];
  } | null;
  /** Whether sent messages are listed without their text, as where Twilio redacts them. */
  readonly textsHidden: boolean;
  /** Whether the last digits of recipients are masked in the list of messages. */
  readonly numbersHidden: boolean;
  /** The most messages on a page of the list, whatever size is asked for. */
  readonly largestPage: number;
  /** Standard API keys. They have access to everything but the account itself. */
  readonly apiKeys: readonly { readonly sid: string; readonly secret: string }[];
};

/** An account in good order. */
export const GOOD_PROFILE: AccountProfile = {
  friendlyName: 'Urmston Town (simulated)',
  status: 'active',
  type: 'Full',
  balance: '25.50',
  currency: 'GBP',
  senderStatus: 'ONLINE',
  offlineReasons: [],
  templateCategory: null,
  qualityRating: 'HIGH',
  messagingLimit: '100K Customers/24hr',
  callbackUrl: null,
  isTemplatePaced: false,
  refusal: null,
  textsHidden: false,
  numbersHidden: false,
  largestPage: LARGEST_PAGE,
  apiKeys: [],
};
