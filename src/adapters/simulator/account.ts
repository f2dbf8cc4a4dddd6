import type { ApiRequest } from './api/http.ts';
import type { Failure } from './faults/failures.ts';
import type { MessageStore } from './messages/message-store.ts';
import type { SimulatedTemplate } from './simulated-template.ts';

/** The simulated Twilio account: what every request is answered from. */
export type Account = {
  readonly accountSid: string;
  readonly authToken: string;
  /** What Twilio tells of the account itself. */
  readonly profile: AccountProfile;
  /** Each `whatsapp:` and an E.164 number. */
  readonly senders: readonly string[];
  readonly templates: readonly SimulatedTemplate[];
  readonly now: () => Date;
  readonly store: MessageStore;
  /** When the simulator started; the account and its templates are as old as that. */
  readonly openedAt: Date;
  /** Recipients that have had their one refusal. */
  readonly refusedOnce: Set<string>;
  /** What goes wrong with this create request, whoever is its recipient. Counts the request. */
  readonly nextFault: (request: ApiRequest) => Failure | null;
  /** When somebody last wrote to the club; nobody ever did where it is left out. */
  readonly lastInbound?: ((from: string) => Date | null) | undefined;
  /** How old a message is when the list begins to show it. Twilio's list lags behind as well. */
  readonly listLagMs: number;
  /** Fires when the simulator closes: nothing is accepted after that. */
  readonly closed: AbortSignal;
};

/** Every status that the Senders API knows. */
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
  /** In whole units of the currency, as Twilio writes it: `25.50`. */
  readonly balance: string;
  readonly currency: string;
  /** Of every sender. */
  readonly senderStatus: SenderStatus;
  /** Of every sender, as the Senders API gives them. */
  readonly offlineReasons: readonly {
    readonly code: string;
    readonly message: string;
    readonly more_info: string;
  }[];
  /** Whether the login may not see the senders, as a restricted API key without that permission. */
  readonly sendersHidden: boolean;
  /** Whether what was sent is shown without its text, as where Twilio redacts messages. */
  readonly textsHidden: boolean;
  /** Whether the end of a recipient's number is masked in what was sent. */
  readonly numbersHidden: boolean;
  /** Standard API keys: they reach all but the account itself. */
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
  sendersHidden: false,
  textsHidden: false,
  numbersHidden: false,
  apiKeys: [],
};
