import { describe, expect, it } from '@jest/globals';
import { aService, type Form } from '../../support/network/service.ts';

const JANE = '+447700900123';

/** An inbound message without text, with the parameters of its kind. */
function inbound(more: Form): Form {
  return [
    ['MessageSid', `SM${'b'.repeat(32)}`],
    ['SmsStatus', 'received'],
    ['From', `whatsapp:${JANE}`],
    ['To', 'whatsapp:+447700900999'],
    ...more,
  ];
}

function file(contentType: string, messageType: string): Form {
  return [
    ['NumMedia', '1'],
    ['MediaUrl0', 'https://api.twilio.com/one'],
    ['MediaContentType0', contentType],
    ['MessageType', messageType],
  ];
}

describe('an inbound message that is no text', () => {
  it.each<readonly [string, Form, object]>([
    ['voice_note', file('audio/ogg', 'audio'), { attachments: ['voice_note'] }],
    ['audio', file('audio/mpeg', 'audio'), { attachments: ['audio'] }],
    ['image', file('image/jpeg', 'image'), { attachments: ['image'] }],
    ['video', file('video/mp4', 'video'), { attachments: ['video'] }],
    ['document', file('application/pdf', 'document'), { attachments: ['document'] }],
    ['contact', file('text/vcard', 'contacts'), { attachments: ['contact'] }],
    ['sticker', file('image/webp', 'sticker'), { attachments: ['sticker'] }],
    [
      'location',
      [
        ['MessageType', 'location'],
        ['Latitude', '53.4443'],
        ['Longitude', '-2.3542'],
        ['Label', 'The club'],
        ['Address', '1 High Street, Urmston'],
      ],
      {
        location: {
          label: 'The club',
          address: '1 High Street, Urmston',
          latitude: '53.4443',
          longitude: '-2.3542',
        },
      },
    ],
    [
      'reaction',
      [
        ['MessageType', 'reaction'],
        ['Body', '👍'],
      ],
      { isReaction: true, text: '👍' },
    ],
    [
      'button',
      [
        ['MessageType', 'button'],
        ['Body', 'Register'],
        ['ButtonText', 'Register'],
        ['ButtonPayload', 'register'],
      ],
      { button: 'Register' },
    ],
    ['other', [['MessageType', 'unsupported']], { text: '', media: [] }],
  ])('is named in the ledger and in the log: %s', async (kind, more, kept) => {
    const service = await aService();
    expect((await service.webhook(inbound(more))).status).toBe(200);
    expect(await service.replies.from(JANE)).toMatchObject([kept]);
    expect(service.logs.at(-1)).toMatchObject({ outcome: 'reply', reply_kinds: [kind] });
    expect(await service.optOuts.list()).toEqual([]);
  });

  it('is read by the operator where a reaction refuses', async () => {
    const service = await aService();
    await service.webhook(
      inbound([
        ['MessageType', 'reaction'],
        ['Body', '👎'],
      ]),
    );
    expect(await service.optOuts.list()).toMatchObject([{ phone: JANE, state: 'pending' }]);
  });
});
