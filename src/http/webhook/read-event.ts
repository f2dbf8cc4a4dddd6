import type { FormParameters } from '../../adapters/twilio/signature.ts';
import { asUserId, type UserId } from '../../domain/contact/recipient.ts';
import { attachmentsOf, type SharedLocation } from '../../domain/contact/reply-content.ts';
import {
  OPT_OUT_TYPES,
  senderIn,
  type OptOutType,
  type Reply,
} from '../../domain/contact/reply.ts';
import { asMessageSid, type MessageSid } from '../../domain/delivery/ids.ts';
import { asDeliveryState, type DeliveryState } from '../../domain/delivery/state.ts';

/** The content of a request from Twilio to the webhook. */
export type TwilioEvent =
  | {
      readonly kind: 'delivery';
      readonly sid: MessageSid;
      readonly state: DeliveryState;
      readonly errorCode: number | null;
      /** Meta's own words on a failure, or Twilio's; null where there are none. */
      readonly errorText: string | null;
    }
  | { readonly kind: 'reply'; readonly reply: Reply }
  /** Nothing that is known here: Twilio adds parameters and states without notice. */
  | { readonly kind: 'other' };

const MOST_MEDIA = 10;
/** One of these is in every message to the club. */
const INBOUND = ['From', 'Body', 'OptOutType'];
/** The longest part of a location that is kept. WhatsApp's own are shorter. */
const LONGEST_PLACE = 1000;
const PHONE = /^\+[1-9]\d{6,14}$/u;

export function readEvent(parameters: FormParameters, at: Date): TwilioEvent {
  const read = (name: string): string | null => valueOf(parameters, name);
  const sid = asMessageSid(read('MessageSid') ?? read('SmsSid'));
  if (sid === null) return { kind: 'other' };
  const status = read('MessageStatus') ?? read('SmsStatus');
  if (status === 'received' || status === 'receiving' || status === null) {
    if (INBOUND.every((name) => read(name) === null)) return { kind: 'other' };
    const sender = senderOf(parameters);
    return { kind: 'reply', reply: { sid, sender, at, ...contentOf(parameters, sender) } };
  }
  const state = asDeliveryState(status);
  return state === null
    ? { kind: 'other' }
    : {
        kind: 'delivery',
        sid,
        state,
        errorCode: codeIn(read('ErrorCode')),
        errorText: read('ChannelStatusMessage') ?? read('ErrorMessage'),
      };
}

function contentOf(
  parameters: FormParameters,
  sender: string,
): Omit<Reply, 'sid' | 'sender' | 'at'> {
  const read = (name: string): string | null => valueOf(parameters, name);
  const mediaCount = Math.min(Number(read('NumMedia') ?? 0) || 0, MOST_MEDIA);
  const files = Array.from({ length: mediaCount }, (_, index) => ({
    url: read(`MediaUrl${index}`),
    type: read(`MediaContentType${index}`),
  }));
  const messageType = read('MessageType');
  const attachments = attachmentsOf(
    messageType,
    files.map(({ type }) => type),
  );
  const location = locationIn(parameters, messageType);
  const optOutType = optOutTypeIn(read('OptOutType'));
  return {
    userId: userIdBeside(sender, parameters),
    text: read('Body') ?? '',
    button: read('ButtonText'),
    media: files.map(({ url }) => url).filter((url) => url !== null),
    ...(attachments.every((one) => one === 'media') ? {} : { attachments }),
    ...(location === null ? {} : { location }),
    ...(messageType?.toLowerCase() === 'reaction' ? { isReaction: true } : {}),
    answers: asMessageSid(read('OriginalRepliedMessageSid')),
    ...(optOutType === null ? {} : { optOutType }),
  };
}

/** Twilio renames this parameter: its changelog of July 2026 has the second name. */
const USER_ID_PARAMETERS = ['ExternalUserId', 'ExternalUserIdentifier'];

/** The sender's user id; where there are two, the one that is not in the sender's place. */
function userIdBeside(sender: string, parameters: FormParameters): UserId | null {
  const ids = USER_ID_PARAMETERS.map((name) => asUserId(valueOf(parameters, name) ?? '')).filter(
    (id) => id !== null,
  );
  return ids.find((id) => id !== sender) ?? ids[0] ?? null;
}

function locationIn(parameters: FormParameters, messageType: string | null): SharedLocation | null {
  const read = (name: string): string | null =>
    valueOf(parameters, name)?.slice(0, LONGEST_PLACE).toWellFormed() ?? null;
  const [latitude, longitude] = [read('Latitude'), read('Longitude')];
  const isLocation = latitude !== null || messageType?.toLowerCase() === 'location';
  if (!isLocation) return null;
  return { label: read('Label'), address: read('Address'), latitude, longitude };
}

function optOutTypeIn(text: string | null): OptOutType | null {
  return OPT_OUT_TYPES.find((type) => type === text?.trim().toUpperCase()) ?? null;
}

/**
 * The sender, as the first of the parameters has it that can be read. A reply is kept also where none can:
 * it could say STOP.
 */
function senderOf(parameters: FormParameters): string {
  const read = (name: string): string => valueOf(parameters, name) ?? '';
  const from = senderIn(read('From'));
  const all = [from, ...USER_ID_PARAMETERS.map(read), `+${read('WaId')}`];
  return all.find((sender) => PHONE.test(sender) || asUserId(sender) !== null) ?? from;
}

function codeIn(text: string | null): number | null {
  return text !== null && /^\d{1,6}$/u.test(text) ? Number(text) : null;
}

type Pair = readonly [name: string, value: string];

/**
 * The parameters of a form, untrimmed, with every value of a repeated one. Null for a form of more than
 * `most` parameters; the rest of such a form is not read.
 */
export function parametersIn(text: string, most: number): FormParameters | null {
  return parametersOf(pairsIn(text), most);
}

/** Reads each pair once, and none after the limit. */
export function parametersOf(pairs: Iterable<Pair>, most: number): FormParameters | null {
  // A map, since a parameter may be named `__proto__`.
  const valuesByName = new Map<string, string[]>();
  let count = 0;
  for (const [name, value] of pairs) {
    count += 1;
    if (count > most) return null;
    const values = valuesByName.get(name);
    if (values === undefined) valuesByName.set(name, [value]);
    else values.push(value);
  }
  return Object.fromEntries(
    [...valuesByName].map(([name, values]) => [
      name,
      values.length === 1 ? (values[0] ?? '') : values,
    ]),
  );
}

/** Decodes one pair at a time: `URLSearchParams` would decode the whole form. */
export function* pairsIn(text: string): Generator<Pair> {
  for (let start = 0; start <= text.length;) {
    const next = text.indexOf('&', start);
    const end = next === -1 ? text.length : next;
    // Prefixed with an ampersand, since `URLSearchParams` removes a leading question mark.
    if (end > start) yield* new URLSearchParams(`&${text.slice(start, end)}`);
    start = end + 1;
  }
}

/** The first value of a parameter; null where it is absent or empty. */
export function valueOf(parameters: FormParameters, name: string): string | null {
  if (!Object.hasOwn(parameters, name)) return null;
  const value = parameters[name];
  const first = typeof value === 'string' ? value : value?.[0];
  return first === undefined || first === '' ? null : first;
}
