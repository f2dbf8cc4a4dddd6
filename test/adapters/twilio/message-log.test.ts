import { describe, expect, it } from '@jest/globals';
import { inboundMessage } from '../../../src/adapters/simulator/messages/inbound.ts';
import { memoryStore } from '../../../src/adapters/simulator/messages/message-store.ts';
import { twilioGateway } from '../../../src/adapters/twilio/gateway.ts';
import { twilioDeliveries, twilioMessageLog } from '../../../src/adapters/twilio/message-log.ts';
import type { MessageSid } from '../../../src/domain/delivery/ids.ts';
import { aMessage, anApproved } from '../../support/builders.ts';
import { SID } from '../../support/sending/fake-gateway.ts';
import { SENDER, simulatedTwilio } from '../../support/sending/simulated-twilio.ts';

describe('the delivery state of a message', () => {
  it.each([
    [0, '123', { state: 'queued', errorCode: null, errorText: null }],
    [4000, '123', { state: 'delivered', errorCode: null, errorText: null }],
    [
      4000,
      '324',
      { state: 'undelivered', errorCode: 63024, errorText: 'Invalid message recipient' },
    ],
  ])('after %i ms, to the number ending in %s', async (age, lastThree, delivery) => {
    let now = Date.parse('2026-07-15T18:42:00Z');
    const twilio = await simulatedTwilio({ now: () => new Date(now) });
    const message = aMessage({ parent_tel: `+447700900${lastThree}` });
    const outcome = await twilioGateway(twilio.connection, SENDER).send(anApproved(message), 60);
    if (outcome.kind !== 'accepted') throw new Error(`It was not taken: ${outcome.kind}`);
    now += age;
    expect(await twilioDeliveries(twilio.connection).of(outcome.messageSid)).toEqual(delivery);
    await twilio.close();
  });

  it('is null for a message that Twilio does not have, and when Twilio is unreachable', async () => {
    const twilio = await simulatedTwilio();
    expect(await twilioDeliveries(twilio.connection).of(SID)).toBeNull();
    await twilio.close();
    expect(await twilioDeliveries(twilio.connection).of(SID)).toBeNull();
  });
});

describe('the messages to others', () => {
  it('are listed with recipient, text and time, newest first, without what was received', async () => {
    let now = Date.parse('2026-07-15T18:42:00Z');
    const store = memoryStore();
    const twilio = await simulatedTwilio({ now: () => new Date(now), store });
    const sids: MessageSid[] = [];
    for (const lastThree of ['123', '124']) {
      const message = aMessage({ parent_tel: `+447700900${lastThree}` });
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      const outcome = await twilioGateway(twilio.connection, SENDER).send(anApproved(message), 60);
      if (outcome.kind === 'accepted') sids.unshift(outcome.messageSid);
      now += 60_000;
    }
    const from = 'whatsapp:+447700900123';
    const [accountSid, at] = [twilio.connection.credentials.accountSid, new Date(now)];
    store.add(inboundMessage({ accountSid, from, to: SENDER, body: 'Yes', at }));
    const read = twilioMessageLog(twilio.connection, SENDER).outgoingSince(new Date(0));
    const { body } = aMessage();
    expect(await read()).toEqual([
      {
        sid: sids[0],
        to: 'whatsapp:+447700900124',
        text: body,
        at: new Date('2026-07-15T18:43:00Z'),
      },
      { sid: sids[1], to: from, text: body, at: new Date('2026-07-15T18:42:00Z') },
    ]);
    expect(await read()).toBeNull();
    await twilio.close();
  });
});
