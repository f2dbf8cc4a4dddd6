import { describe, expect, it } from '@jest/globals';
import { twilioGateway } from '../../../src/adapters/twilio/gateway.ts';
import { twilioDeliveries } from '../../../src/adapters/twilio/message-log.ts';
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
