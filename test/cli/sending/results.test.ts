import { describe, expect, it } from '@jest/globals';
import { resultOf, summaryOf } from '../../../src/cli/sending/results.ts';
import { aMessage } from '../../support/builders.ts';
import { ACCEPTED, SID } from '../../support/sending/fake-gateway.ts';

const message = aMessage();
const place = { row: 2, key: message.key, to: message.to };

describe('the result of a message that Twilio accepted and could not deliver', () => {
  it('has its SID, and the reason with what to do', () => {
    const failure = {
      messageSid: SID,
      state: 'undelivered',
      twilioCode: 63_024,
      twilioText: null,
    } as const;
    expect(resultOf(message, ACCEPTED, failure)).toEqual({
      ...place,
      outcome: 'not_delivered',
      message_sid: SID,
      error: {
        code: 63_024,
        message: 'This number is not on WhatsApp, or its owner has not accepted the newest terms.',
        fix: 'Ring the parent, or write to them in another way.',
      },
    });
  });

  it('counts as accepted where the failure proves nothing, with the state as its code', () => {
    const failure = {
      messageSid: SID,
      state: 'failed',
      twilioCode: null,
      twilioText: null,
    } as const;
    expect(resultOf(message, ACCEPTED, failure)).toMatchObject({
      outcome: 'accepted',
      error: {
        code: 'failed',
        message: 'WhatsApp gave no reason.',
        fix: 'Ring the parent, or write to them in another way.',
      },
    });
  });

  it('is counted apart, and only where it occurs', () => {
    const failure = {
      messageSid: SID,
      state: 'failed',
      twilioCode: 63_018,
      twilioText: null,
    } as const;
    const accepted = resultOf(message, ACCEPTED);
    const failed = resultOf(message, ACCEPTED, failure);
    expect(summaryOf([accepted, failed])).toMatchObject({
      total: 2,
      accepted: 1,
      not_delivered: 1,
    });
    expect(summaryOf([accepted])).not.toHaveProperty('not_delivered');
  });
});
