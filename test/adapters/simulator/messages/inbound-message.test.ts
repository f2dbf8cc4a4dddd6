import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { inboundMessage } from '../../../../src/adapters/simulator/messages/inbound-message.ts';
import {
  ACCOUNT_SID,
  MESSAGES_PATH,
  PARENT,
  SENDER,
  simulatedAccount,
  type SimulatedAccount,
} from '../simulated-account.ts';

const INBOX = `${MESSAGES_PATH}.json?To=${encodeURIComponent(SENDER)}`;
const numberOf = (lastSix: string) => `whatsapp:+447700${lastSix}`;

describe('what a parent writes back', () => {
  let account: SimulatedAccount;
  beforeEach(async () => {
    account = await simulatedAccount();
  });
  afterEach(() => account.close());

  const inbox = async () =>
    (await account.call(INBOX)).body['messages'] as readonly Record<string, unknown>[];

  it('stands in the list of what came to the sender, as Twilio has it', async () => {
    const reply = inboundMessage({
      accountSid: ACCOUNT_SID,
      from: PARENT,
      to: SENDER,
      body: 'Yes please',
      at: account.clock.now,
    });
    account.store.add(reply);
    await account.send();
    expect(await inbox()).toEqual([
      expect.objectContaining({
        sid: expect.stringMatching(/^SM[0-9a-f]{32}$/u),
        direction: 'inbound',
        status: 'received',
        from: PARENT,
        to: SENDER,
        body: 'Yes please',
        date_created: 'Fri, 20 Nov 2026 18:00:00 +0000',
        error_code: null,
      }),
    ]);
  });

  it.each([
    ['900701', 'Yes please! How do I start?'],
    ['900702', 'STOP'],
    ['900703', 'Please don’t message me again'],
    ['900704', 'START'],
  ])('comes from %s by itself, twelve seconds later: %s', async (lastSix, text) => {
    await account.send({ To: numberOf(lastSix) });
    account.clock.now = new Date('2026-11-20T18:00:11.999Z');
    expect(await inbox()).toEqual([]);
    account.clock.now = new Date('2026-11-20T18:00:12.000Z');
    expect(await inbox()).toMatchObject([{ from: numberOf(lastSix), body: text }]);
  });

  it('cannot be canceled, and can be deleted', async () => {
    await account.send({ To: numberOf('900702') });
    account.clock.now = new Date('2026-11-20T18:00:12.000Z');
    const path = `${MESSAGES_PATH}/${String((await inbox())[0]?.['sid'])}.json`;
    expect((await account.post(path, { Status: 'canceled' })).status).toBe(409);
    expect((await account.call(path, { method: 'DELETE' })).status).toBe(204);
    expect(await inbox()).toEqual([]);
  });
});
