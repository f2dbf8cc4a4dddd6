import { refuseFault } from '../../settings/settings.ts';
import { RESOURCES, type AccountProfile } from '../account.ts';
import type { Failure } from './failures.ts';
import { isDeliveryErrorCode, isRefusalCode, type DeliveryErrorCode } from './twilio-codes.ts';

export type FaultRow = {
  readonly name: string;
  /** What follows `=`; null for a fault without a value. */
  readonly takes: 'CODE' | 'SECONDS' | 'MS' | null;
  /** What the sender of the message sees, for the documentation. */
  readonly happens: string;
  /** The failure; null where the number after `=` is not valid. */
  readonly failure: (number: number) => Failure | null;
};

/** The setting REHEARSAL_FAULT, parsed. */
export type FaultPlan = {
  /** The failure of a create request, or null. Requests are numbered from 1. */
  readonly faults: (number: number) => Failure | null;
  /** The age at which a message appears in the list. */
  readonly listLagMs: number;
  /** What differs from an account in good order. */
  readonly profile: Partial<AccountProfile>;
};

const plain = (name: string, happens: string, failure: Failure): FaultRow => ({
  name,
  takes: null,
  happens,
  failure: () => failure,
});

/** The faults that can be asked for by name, for any recipient. */
export const FAULTS: readonly FaultRow[] = [
  {
    name: 'refuse',
    takes: 'CODE',
    happens: 'refused with that code of Twilio’s, as `refuse=21211`',
    failure: (code) => (isRefusalCode(code) ? { kind: 'refused', code } : null),
  },
  {
    name: 'fail-later',
    takes: 'CODE',
    happens: 'accepted, then failed or undelivered with that code, as `fail-later=63051`',
    failure: (errorCode) =>
      isDeliveryErrorCode(errorCode)
        ? { kind: 'accepted', course: { endsAs: endsAs(errorCode), errorCode } }
        : null,
  },
  plain('429', 'refused with 429 20429, without a Retry-After; not accepted', {
    kind: 'refused',
    code: 20429,
  }),
  {
    name: '429',
    takes: 'SECONDS',
    happens: 'the same, with a Retry-After of that many seconds',
    failure: (retryAfterSeconds) => ({ kind: 'refused', code: 20429, retryAfterSeconds }),
  },
  plain('500', '500, and the message was not accepted', {
    kind: 'server_fault',
    status: 500,
    accepts: false,
  }),
  plain('accept-then-500', '500, although the message was accepted', {
    kind: 'server_fault',
    status: 500,
    accepts: true,
  }),
  plain('drop', 'the connection drops; not accepted', { kind: 'connection_lost', accepts: false }),
  plain('accept-then-drop', 'the connection drops after the message was accepted', {
    kind: 'connection_lost',
    accepts: true,
  }),
  plain('hang', 'no answer ever; not accepted', { kind: 'no_answer' }),
  plain('half-answer', 'accepted, but the 201 holds half a JSON body', { kind: 'half_an_answer' }),
  {
    name: 'slow',
    takes: 'MS',
    happens: 'accepted at once, answered after that many milliseconds',
    failure: (afterMs) => ({ kind: 'late_answer', afterMs }),
  },
  {
    name: 'late',
    takes: 'MS',
    happens:
      'accepted after that many milliseconds, then answered; accepted also when the sender has gone away meanwhile',
    failure: (afterMs) => ({ kind: 'late_acceptance', afterMs }),
  },
  plain(
    'held-in-queue',
    'accepted and `queued` until its validity period ends (the sending hours, four hours at most), then failed 30036',
    { kind: 'held_in_queue' },
  ),
];

/** Twilio does not document which codes come with which state. These do not leave Twilio. */
function endsAs(code: DeliveryErrorCode): 'failed' | 'undelivered' {
  return code < 60_000 ? 'failed' : 'undelivered';
}

/** The form in which a fault is written: `slow=MS`. */
export function formOf({ name, takes }: Pick<FaultRow, 'name' | 'takes'>): string {
  return takes === null ? name : `${name}=${takes}`;
}

/** The failure of a text such as `accept-then-drop` or `refuse=21211`; null where there is none. */
export function readFault(text: string): Failure | null {
  const [, name, number] = /^([a-z\d-]+)(?:=(\d{1,6}))?$/u.exec(text) ?? [];
  const row = FAULTS.find(
    (candidate) => candidate.name === name && (candidate.takes === null) === (number === undefined),
  );
  return row?.failure(Number(number)) ?? null;
}

/** Faults of the account, by name. */
const CONDITIONS: readonly {
  readonly form: string;
  readonly happens: string;
  readonly profile: Partial<AccountProfile>;
}[] = [
  {
    form: 'sender-offline',
    happens: 'the sender: it is `OFFLINE`, with a reason, and Twilio sends nothing from it',
    profile: {
      senderStatus: 'OFFLINE',
      offlineReasons: [
        {
          code: '63112',
          message: 'The WhatsApp Business Account of this sender was disabled by Meta.',
          more_info: 'https://www.twilio.com/docs/api/errors/63112',
        },
      ],
    },
  },
  {
    form: 'text-hidden',
    happens: 'the list of messages: the texts are empty, as where Twilio redacts them',
    profile: { textsHidden: true },
  },
  {
    form: 'numbers-hidden',
    happens: 'the list of messages: the last four digits of each number are masked',
    profile: { numbersHidden: true },
  },
  {
    form: 'small-pages',
    happens: 'the list of messages: it comes in pages of two, whatever size is asked for',
    profile: { largestPage: 2 },
  },
  {
    form: 'senders-hidden',
    happens: 'the senders: the key may not see them (403 70051)',
    profile: { refusal: { code: 70051, httpStatus: 403, of: ['senders'] } },
  },
  {
    form: 'quality-low',
    happens: 'the sender: WhatsApp rates its quality as `LOW`',
    profile: { qualityRating: 'LOW' },
  },
  {
    form: 'other-webhook',
    happens: 'the sender: its webhook leads elsewhere, which counts where `PUBLIC_URL` is set',
    profile: { callbackUrl: 'https://demo.twilio.com/welcome/sms/reply' },
  },
  {
    form: 'template-paced',
    happens:
      'every message: it stays `sent`, and those to numbers that end in 0, 1 or 2 are `undelivered` (63041) after 20 minutes',
    profile: { isTemplatePaced: true },
  },
  {
    form: 'restricted-key',
    happens: 'every request: the key has no permission for it (403 70051)',
    profile: { refusal: { code: 70051, httpStatus: 403, of: RESOURCES } },
  },
  {
    form: 'restricted-key=401',
    happens: 'the same with 401, which Twilio also answers to a wrong token',
    profile: { refusal: { code: 70051, httpStatus: 401, of: RESOURCES } },
  },
  {
    form: 'marketing',
    happens: 'the template: its category is MARKETING',
    profile: { templateCategory: 'MARKETING' },
  },
];

/** The parts of REHEARSAL_FAULT, between commas, for the documentation. */
export const SETTING_FORMS: readonly { readonly form: string; readonly happens: string }[] = [
  { form: 'FAULT', happens: 'every create request' },
  { form: 'FAULT@N', happens: 'the Nth create request of the run alone, counted from 1' },
  {
    form: 'list-lag=MS',
    happens: 'the list of messages: a message stands in it once it is that many milliseconds old',
  },
  {
    form: 'limit=N',
    happens: 'the sender: WhatsApp lets it write to N people in 24 hours',
  },
  ...CONDITIONS.map(({ form, happens }) => ({ form, happens })),
];

const FORMS = [...FAULTS.map(formOf), 'limit=N', ...CONDITIONS.map(({ form }) => form)];

/**
 * Parses REHEARSAL_FAULT. A fault of one request overrides the one of every request. Two faults of the
 * same request are malformed.
 *
 * @throws InviteError `settings_malformed`
 */
export function readFaultSetting(value: string | undefined): FaultPlan {
  const byNumber = new Map<number, Failure>();
  let always: Failure | null = null;
  let listLagMs: number | null = null;
  let profile: FaultPlan['profile'] = {};
  for (const part of value === undefined ? [] : value.split(',')) {
    const [, lag] = /^list-lag=(\d{1,6})$/u.exec(part.trim()) ?? [];
    const [, people] = /^limit=([1-9]\d{0,5})$/u.exec(part.trim()) ?? [];
    const [, text = '', at] = /^([^@]+)(?:@([1-9]\d{0,5}))?$/u.exec(part.trim()) ?? [];
    const failure = readFault(text);
    const condition = CONDITIONS.find(({ form }) => form === part.trim());
    if (lag !== undefined && listLagMs === null) {
      listLagMs = Number(lag);
    } else if (people !== undefined) {
      profile = { ...profile, messagingLimit: `${people} Customers/24hr` };
    } else if (condition !== undefined) {
      profile = { ...profile, ...condition.profile };
    } else if (failure !== null && at !== undefined && !byNumber.has(Number(at))) {
      byNumber.set(Number(at), failure);
    } else if (failure !== null && at === undefined && always === null) {
      always = failure;
    } else {
      refuseFault({ code: 'no_such_fault', name: 'REHEARSAL_FAULT', forms: FORMS });
    }
  }
  return { faults: (number) => byNumber.get(number) ?? always, listLagMs: listLagMs ?? 0, profile };
}
