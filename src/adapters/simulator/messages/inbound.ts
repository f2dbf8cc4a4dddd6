import { randomBytes } from 'node:crypto';
import type { StoredMessage } from './message-store.ts';

/** The parameters of the webhook's request that not every message has. */
export type WebhookFields = { readonly [name: string]: string };

/** What a parent sends. */
export type InboundContent = {
  readonly body: string;
  /** The sender as Twilio gives it, where that is not the parent's number. */
  readonly from?: string;
  readonly fields?: WebhookFields;
};

type Inbound = Pick<StoredMessage, 'accountSid' | 'from' | 'to'> & {
  readonly body: string;
  readonly fields?: WebhookFields;
  /** When it arrives. The list does not show it before. */
  readonly at: Date;
};

/** A message to a sender. `from` may be a business-scoped user id. */
export function inboundMessage({ accountSid, from, to, body, fields, at }: Inbound): StoredMessage {
  return {
    sid: `SM${randomBytes(16).toString('hex')}`,
    accountSid,
    from,
    to,
    body,
    contentSid: null,
    contentVariables: null,
    createdAt: at.toISOString(),
    course: { endsAs: 'received' },
    editedAt: null,
    canceled: false,
    deleted: false,
    ...(fields === undefined ? {} : { webhookFields: fields }),
  };
}

/**
 * The parameters of the request by which Twilio gives an inbound message to the webhook. The simulator makes
 * no such request itself.
 */
export function webhookParameters(message: StoredMessage): WebhookFields {
  const { sid, accountSid, from, to, body, webhookFields = {} } = message;
  const number = /^whatsapp:\+(\d+)$/u.exec(from)?.[1];
  const media = mediaSids(message).map((mediaSid, index) => [
    `MediaUrl${index}`,
    `https://api.twilio.com/2010-04-01/Accounts/${accountSid}/Messages/${sid}/Media/${mediaSid}`,
  ]);
  return {
    SmsMessageSid: sid,
    SmsSid: sid,
    MessageSid: sid,
    AccountSid: accountSid,
    ApiVersion: '2010-04-01',
    From: from,
    To: to,
    Body: body,
    NumMedia: '0',
    NumSegments: '1',
    SmsStatus: 'received',
    MessageType: 'text',
    ProfileName: 'Jane',
    ...(number === undefined ? {} : { WaId: number }),
    ...Object.fromEntries(media),
    ...webhookFields,
  };
}

/** The ids of what a parent sent with a message, as the webhook has them in its URLs. */
export function mediaSids({ sid, webhookFields = {} }: StoredMessage): readonly string[] {
  const count = Number(webhookFields['NumMedia'] ?? 0);
  return Array.from({ length: count }, (_, index) =>
    index === 0 ? `ME${sid.slice(2)}` : `ME${sid.slice(4)}${String(index).padStart(2, '0')}`,
  );
}
