import type { InboundContent, WebhookFields } from '../messages/inbound.ts';

export type ReplyingParent = {
  /** The last six digits of the parent's number. */
  readonly lastSix: `900${number}`;
  readonly reply: InboundContent;
  /** What the sender of the message sees, for the documentation. */
  readonly happens: string;
};

const writes = (lastSix: ReplyingParent['lastSix'], body: string): ReplyingParent => ({
  lastSix,
  reply: { body },
  happens: `accepted and read; the parent writes “${body}”`,
});

const sends = (
  lastSix: ReplyingParent['lastSix'],
  what: string,
  fields: WebhookFields,
  body = '',
): ReplyingParent => ({
  lastSix,
  reply: { body, fields },
  happens: `accepted and read; the parent ${what}`,
});

const file = (messageType: string, contentType: string): WebhookFields => ({
  MessageType: messageType,
  NumMedia: '1',
  MediaContentType0: contentType,
});

/** The user id of the parent at 900706, whose number WhatsApp hides. */
const USER_ID = 'GB.7Hf3kQ9aZ2';

/** The parents who answer each message to them, and what they send. */
export const REPLYING_PARENTS: readonly ReplyingParent[] = [
  writes('900701', 'Yes please! How do I start?'),
  writes('900702', 'STOP'),
  writes('900703', 'Please don’t message me again'),
  writes('900704', 'START'),
  sends(
    '900705',
    'writes “ENOUGH”, which the webhook gets as STOP (`OptOutType`)',
    { OptOutType: 'STOP' },
    'ENOUGH',
  ),
  {
    lastSix: '900706',
    reply: { body: 'STOP', from: USER_ID, fields: { ExternalUserId: USER_ID } },
    happens: 'accepted and read; the parent writes “STOP”, and WhatsApp hides the number',
  },
  {
    lastSix: '900707',
    reply: { body: 'STOP', from: 'lid/8c41d7@hidden' },
    happens: 'accepted and read; the parent writes “STOP”, and the sender cannot be read',
  },
  sends('900708', 'sends a location', {
    MessageType: 'location',
    Latitude: '53.4443',
    Longitude: '-2.3542',
    Label: 'The club house',
    Address: '1 High Street, Urmston',
  }),
  sends('900709', 'sends a voice note', file('audio', 'audio/ogg')),
  sends('900710', 'sends an image', file('image', 'image/jpeg')),
  sends('900711', 'sends a video', file('video', 'video/mp4')),
  sends('900712', 'sends a document', file('document', 'application/pdf')),
  sends('900713', 'sends a contact', file('contacts', 'text/vcard')),
  sends('900714', 'sends a sticker', file('sticker', 'image/webp')),
  sends('900715', 'reacts with 👍', { MessageType: 'reaction' }, '👍'),
  sends(
    '900716',
    'presses the button “Register”',
    { MessageType: 'button', ButtonText: 'Register', ButtonPayload: 'register' },
    'Register',
  ),
  writes('900717', 'We left the club'),
  writes('900718', 'Can I stop by on Saturday?'),
];
