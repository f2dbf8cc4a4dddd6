import { refuseFault } from '../../settings/settings.ts';
import type { AccountProfile } from '../account.ts';
import type { Failure } from './failures.ts';
import { FAULTS, formOf, readFault } from './faults.ts';

/** Which create requests of a run go wrong, how old a message is before the list shows it, and the account. */
export type FaultPlan = {
  /** @param number of the create request, from 1 */
  readonly faults: (number: number) => Failure | null;
  readonly listLagMs: number;
  /** What is not in good order with the account. */
  readonly profile: Partial<AccountProfile>;
};

/** What can be wrong with the account, by name. */
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
    form: 'senders-hidden',
    happens: 'the senders: the key may not see them (403 70051)',
    profile: { sendersHidden: true },
  },
];

/** What can stand between the commas of REHEARSAL_FAULT. */
export const SETTING_FORMS: readonly { readonly form: string; readonly happens: string }[] = [
  { form: 'FAULT', happens: 'every create request' },
  { form: 'FAULT@N', happens: 'the Nth create request of the run alone, counted from 1' },
  {
    form: 'list-lag=MS',
    happens: 'the list of messages: a message stands in it once it is that many milliseconds old',
  },
  ...CONDITIONS.map(({ form, happens }) => ({ form, happens })),
];

const FORMS = [...FAULTS.map(formOf), ...CONDITIONS.map(({ form }) => form)];

/**
 * The setting REHEARSAL_FAULT. A fault for one request goes before the one for every request; which
 * of two for the same would count is nobody's guess, so they are malformed.
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
    const [, text = '', at] = /^([^@]+)(?:@([1-9]\d{0,5}))?$/u.exec(part.trim()) ?? [];
    const failure = readFault(text);
    const condition = CONDITIONS.find(({ form }) => form === part.trim());
    if (lag !== undefined && listLagMs === null) {
      listLagMs = Number(lag);
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
