import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { REPLYING_PARENTS } from '../../../../src/adapters/simulator/faults/replying-parents.ts';
import { webhookParameters } from '../../../../src/adapters/simulator/messages/inbound.ts';
import type { StoredMessage } from '../../../../src/adapters/simulator/messages/message-store.ts';
import { contentKindsOf } from '../../../../src/domain/contact/reply-content.ts';
import type { Reply } from '../../../../src/domain/contact/reply.ts';
import { replyIntentOf } from '../../../../src/domain/contact/stop-words.ts';
import { readEvent } from '../../../../src/http/webhook/read-event.ts';
import { SENDER, simulatedAccount, type SimulatedAccount } from '../simulated-account.ts';

let account: SimulatedAccount;
beforeEach(async () => {
  account = await simulatedAccount();
});
afterEach(() => account.close());

/** What the parent at this number sends after a message to them. */
async function sentBy(lastSix: string): Promise<StoredMessage> {
  await account.send({ To: `whatsapp:+447700${lastSix}` });
  const found = account.store.list().find(({ to }) => to === SENDER);
  if (found === undefined) throw new Error('Nothing was sent back.');
  return found;
}

async function replyOf(lastSix: string): Promise<Reply> {
  const event = readEvent(webhookParameters(await sentBy(lastSix)), account.clock.now);
  if (event.kind !== 'reply') throw new Error('It is no reply.');
  return event.reply;
}

describe('the request with what a parent sends', () => {
  it.each([
    ['900701', 'text', 'no'],
    ['900702', 'text', 'stop'],
    ['900703', 'text', 'perhaps'],
    ['900704', 'text', 'start'],
    ['900705', 'text', 'stop'],
    ['900706', 'text', 'stop'],
    ['900707', 'text', 'stop'],
    ['900708', 'location', 'no'],
    ['900709', 'voice_note', 'no'],
    ['900710', 'image', 'no'],
    ['900711', 'video', 'no'],
    ['900712', 'document', 'no'],
    ['900713', 'contact', 'no'],
    ['900714', 'sticker', 'no'],
    ['900715', 'reaction', 'no'],
    ['900716', 'button', 'no'],
    ['900717', 'text', 'perhaps'],
    ['900718', 'text', 'no'],
  ])('by %s is read as %s with the wish %s', async (lastSix, kind, wish) => {
    const reply = await replyOf(lastSix);
    expect([contentKindsOf(reply), replyIntentOf(reply)]).toEqual([[kind], wish]);
  });

  it('is tried for every parent who replies', () => {
    expect(REPLYING_PARENTS.map(({ lastSix }) => lastSix)).toEqual(
      Array.from({ length: 18 }, (_, index) => `900${701 + index}`),
    );
  });

  it.each([
    ['900701', { sender: '+447700900701', userId: null }],
    ['900706', { sender: 'GB.7Hf3kQ9aZ2', userId: 'GB.7Hf3kQ9aZ2' }],
    ['900707', { sender: 'lid/8c41d7@hidden', userId: null }],
  ])('by %s has the sender %j', async (lastSix, sender) => {
    expect(await replyOf(lastSix)).toMatchObject(sender);
  });

  it('has the parameters of Twilio, with the address of each file', async () => {
    const note = await sentBy('900709');
    expect(webhookParameters(note)).toEqual({
      SmsMessageSid: note.sid,
      SmsSid: note.sid,
      MessageSid: note.sid,
      AccountSid: note.accountSid,
      ApiVersion: '2010-04-01',
      From: 'whatsapp:+447700900709',
      To: SENDER,
      Body: '',
      NumMedia: '1',
      NumSegments: '1',
      SmsStatus: 'received',
      MessageType: 'audio',
      ProfileName: 'Jane',
      WaId: '447700900709',
      MediaContentType0: 'audio/ogg',
      MediaUrl0: expect.stringMatching(/^https:\/\/api\.twilio\.com\/.+\/Media\/ME[0-9a-f]{32}$/u),
    });
  });
});

it('the list of messages has the number of files, and nothing else about them', async () => {
  const { sid } = await sentBy('900709');
  account.clock.now = new Date('2026-11-20T18:00:12.000Z');
  const path = `/2010-04-01/Accounts/AC${'a'.repeat(32)}/Messages/${sid}.json`;
  const { body } = await account.call(path);
  expect(body).toMatchObject({ num_media: '1', body: '' });
  expect(JSON.stringify(body)).not.toContain('audio');
});
