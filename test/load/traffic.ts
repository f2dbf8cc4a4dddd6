import { aRawRecord } from '../support/builders.ts';
import { SENDER } from '../support/sending/simulated-twilio.ts';
import type { Call, ServiceClient } from './service-client.ts';

/** The size of the range of numbers reserved for drama; each is one family's. */
const MOST_RECORDS = 1000;

type Form = { readonly [name: string]: string };
type Callback = { readonly form: Form; readonly query: string };

/** Generates requests, and records those that the ledger must reflect. */
export type Traffic = {
  /** Makes the next request: a new record, an earlier record again, or a callback. */
  readonly next: () => Promise<Call>;
  /** The recipients of the requested records. */
  readonly requested: () => readonly string[];
  /** The delivery states that the service confirmed, by message SID. */
  readonly confirmedStates: () => ReadonlyMap<string, readonly string[]>;
  /** The SIDs of the replies that the service confirmed. */
  readonly confirmedReplies: () => ReadonlySet<string>;
};

/** Out of order, with one state twice. */
const ORDERS = [
  ['read', 'sent', 'delivered', 'read'],
  ['delivered', 'sent', 'sent', 'read'],
  ['sent', 'read', 'delivered', 'sent'],
] as const;

/** The kinds of ten consecutive requests. */
const TURNS = [
  'new',
  'callback',
  'new',
  'again',
  'callback',
  'new',
  'callback',
  'latest',
  'callback',
  'callback',
];

/** @param refOf returns the attempt id in the status callback URL of the message to this number */
export function traffic(client: ServiceClient, refOf: (to: string) => string | null): Traffic {
  const recipients: string[] = [];
  const pendingCallbacks: Callback[] = [];
  const states = new Map<string, string[]>();
  const replies = new Set<string>();
  let turn = 0;

  const ask = async (index: number): Promise<Call> => {
    const call = await client.trigger(recordOf(index));
    const { messageSid: sid, word } = call;
    const to = recipients[index] ?? '';
    if (word === 'message_sent' && sid !== null)
      pendingCallbacks.push(...callbacksFor(index, sid, to, refOf(to)));
    return call;
  };
  const askNew = async (): Promise<Call> => {
    if (recipients.length === MOST_RECORDS) return await ask(0);
    recipients.push(numberOf(recipients.length));
    return await ask(recipients.length - 1);
  };
  const sendCallback = async ({ form, query }: Callback): Promise<Call> => {
    const call = await client.webhook(form, query);
    if (call.status !== 200) return call;
    const { MessageSid: sid = '', MessageStatus: state } = form;
    if (state === undefined) replies.add(sid);
    else states.set(sid, [...(states.get(sid) ?? []), state]);
    return call;
  };

  return {
    next: async () => {
      const what = TURNS[turn % TURNS.length];
      turn += 1;
      const callback = what === 'callback' ? pendingCallbacks.shift() : undefined;
      if (callback !== undefined) return await sendCallback(callback);
      if (what === 'latest' && recipients.length > 0) return await ask(recipients.length - 1);
      if (what === 'again' && recipients.length > 0)
        return await ask((turn * 7) % recipients.length);
      return await askNew();
    },
    requested: () => recipients,
    confirmedStates: () => states,
    confirmedReplies: () => replies,
  };
}

/** The callbacks for one message. Some parents reply, and each reply is posted twice. */
function callbacksFor(
  index: number,
  sid: string,
  to: string,
  ref: string | null,
): readonly Callback[] {
  const query = ref === null ? '' : `?ref=${ref}`;
  const order = ORDERS[index % ORDERS.length] ?? ORDERS[0];
  const states = order.map((state) => ({
    form: { MessageSid: sid, MessageStatus: state, To: to, From: SENDER },
    query,
  }));
  if (index % 5 !== 0) return states;
  const reply = {
    form: { MessageSid: sid.replace('MM', 'SM'), From: to, To: SENDER, Body: 'Thank you, will do' },
    query: '',
  };
  return [...states.slice(0, 2), reply, ...states.slice(2), reply];
}

function recordOf(index: number): object {
  const number = numberOf(index).replace('whatsapp:', '');
  const { cells } = aRawRecord({
    player_last_name: `Tester ${letters(index)}`,
    parent_tel: number,
  });
  return Object.fromEntries(Object.entries(cells).map(([field, cell]) => [field, cell.value]));
}

function numberOf(index: number): string {
  return `whatsapp:+447700900${String(index).padStart(3, '0')}`;
}

/** Names must not contain digits. */
function letters(index: number): string {
  return String(index).replaceAll(/\d/gu, (digit) => 'abcdefghij'[Number(digit)] ?? '');
}
