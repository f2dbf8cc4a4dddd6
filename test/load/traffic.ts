import { aRawRecord } from '../support/builders.ts';
import { SENDER } from '../support/sending/simulated-twilio.ts';
import type { Call, Caller } from './service-client.ts';

/** Every number that is kept for drama, each for one family. */
const MOST_RECORDS = 1000;

type Form = { readonly [name: string]: string };
type Told = { readonly form: Form; readonly query: string };

/** What was asked for and told, to hold what is in the books against. */
export type Traffic = {
  /** Makes the next request: a new record, one that was asked for before, or what Twilio tells. */
  readonly next: () => Promise<Call>;
  /** The numbers of the records that were asked for, as Twilio has them. */
  readonly askedFor: () => readonly string[];
  /** By the SID of a message, the delivery states that the service said it took. */
  readonly statesTold: () => ReadonlyMap<string, readonly string[]>;
  /** The SIDs of the replies that the service said it took. */
  readonly repliesTold: () => ReadonlySet<string>;
};

/** Out of order, and one of them twice. */
const ORDERS = [
  ['read', 'sent', 'delivered', 'read'],
  ['delivered', 'sent', 'sent', 'read'],
  ['sent', 'read', 'delivered', 'sent'],
] as const;

/** Of ten requests, which are what. */
const TURNS = ['new', 'told', 'new', 'again', 'told', 'new', 'told', 'just_now', 'told', 'told'];

/** @param refOf the opaque id that the service gave Twilio for the message to this number */
export function traffic(caller: Caller, refOf: (to: string) => string | null): Traffic {
  const asked: string[] = [];
  const toTell: Told[] = [];
  const states = new Map<string, string[]>();
  const replies = new Set<string>();
  let turn = 0;

  const ask = async (index: number): Promise<Call> => {
    const call = await caller.trigger(recordOf(index));
    const { messageSid: sid, word } = call;
    const to = asked[index] ?? '';
    if (word === 'message_sent' && sid !== null) toTell.push(...newsOf(index, sid, to, refOf(to)));
    return call;
  };
  const askNew = async (): Promise<Call> => {
    if (asked.length === MOST_RECORDS) return await ask(0);
    asked.push(numberOf(asked.length));
    return await ask(asked.length - 1);
  };
  const tell = async ({ form, query }: Told): Promise<Call> => {
    const call = await caller.webhook(form, query);
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
      const told = what === 'told' ? toTell.shift() : undefined;
      if (told !== undefined) return await tell(told);
      if (what === 'just_now' && asked.length > 0) return await ask(asked.length - 1);
      if (what === 'again' && asked.length > 0) return await ask((turn * 7) % asked.length);
      return await askNew();
    },
    askedFor: () => asked,
    statesTold: () => states,
    repliesTold: () => replies,
  };
}

/** All that Twilio tells of one message; some parents write back, and are told of twice. */
function newsOf(index: number, sid: string, to: string, ref: string | null): readonly Told[] {
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

/** A name has no digits. */
function letters(index: number): string {
  return String(index).replaceAll(/\d/gu, (digit) => 'abcdefghij'[Number(digit)] ?? '');
}
