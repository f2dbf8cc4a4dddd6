import type { FormParameters } from '../../adapters/twilio/signature.ts';
import { asMessageSid, type MessageSid } from '../../domain/delivery/ids.ts';
import type { Reply } from '../../domain/contact/reply.ts';
import { asDeliveryState, type DeliveryState } from '../../domain/delivery/state.ts';
import { asUserId } from '../../domain/contact/recipient.ts';
import { valueOf } from './form.ts';

/** What Twilio tells in a request to the webhook. */
export type TwilioEvent =
  | {
      readonly kind: 'delivery';
      readonly sid: MessageSid;
      readonly state: DeliveryState;
      readonly errorCode: number | null;
    }
  | { readonly kind: 'reply'; readonly reply: Reply }
  /** Nothing that we know: Twilio adds parameters and states without notice. */
  | { readonly kind: 'other' };

const MOST_MEDIA = 10;
const WHATSAPP = 'whatsapp:';
const PHONE = /^\+[1-9]\d{6,14}$/u;

export function readEvent(parameters: FormParameters, at: Date): TwilioEvent {
  const read = (name: string): string | null => valueOf(parameters, name);
  const sid = asMessageSid(read('MessageSid') ?? read('SmsSid'));
  if (sid === null) return { kind: 'other' };
  const status = read('MessageStatus') ?? read('SmsStatus');
  if (status === 'received' || status === 'receiving' || status === null) {
    const sender = senderIn(read('From'));
    if (sender === null) return { kind: 'other' };
    return { kind: 'reply', reply: { sid, sender, at, ...wordsIn(parameters) } };
  }
  const state = asDeliveryState(status);
  return state === null
    ? { kind: 'other' }
    : { kind: 'delivery', sid, state, errorCode: codeIn(read('ErrorCode')) };
}

function wordsIn(parameters: FormParameters): Omit<Reply, 'sid' | 'sender' | 'at'> {
  const read = (name: string): string | null => valueOf(parameters, name);
  const mediaCount = Math.min(Number(read('NumMedia') ?? 0) || 0, MOST_MEDIA);
  const userId = read('ExternalUserId');
  return {
    userId: userId === null ? null : asUserId(userId),
    text: read('Body') ?? '',
    button: read('ButtonText'),
    media: Array.from({ length: mediaCount }, (_, index) => read(`MediaUrl${index}`)).filter(
      (url) => url !== null,
    ),
    answers: asMessageSid(read('OriginalRepliedMessageSid')),
  };
}

function senderIn(from: string | null): string | null {
  const sender = (from ?? '').replace(WHATSAPP, '');
  return PHONE.test(sender) || asUserId(sender) !== null ? sender : null;
}

function codeIn(text: string | null): number | null {
  return text !== null && /^\d{1,6}$/u.test(text) ? Number(text) : null;
}
