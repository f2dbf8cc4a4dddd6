import { describe, expect, it } from '@jest/globals';
import {
  isOfferedAgain,
  mayHaveArrived,
  nonDeliveryOf,
} from '../../../src/domain/delivery/non-delivery.ts';
import { ATTEMPT_STATES, DELIVERY_STATES } from '../../../src/domain/delivery/state.ts';

describe('a message that Twilio accepted', () => {
  it.each([
    [63049, 'not_delivered', 'WhatsApp held it back as marketing'],
    [63023, 'not_delivered', 'WhatsApp gave no clear reason'],
    [30008, 'not_delivered', 'the network gave no reason'],
    [63018, 'not_delivered', 'a limit was reached'],
    [63038, 'not_delivered', 'the limit of the account was reached'],
    [63051, 'not_delivered', 'the account is locked'],
    [63112, 'not_delivered', 'the account is disabled'],
    [63016, 'not_delivered', 'it counted as free text'],
    [63020, 'not_delivered', 'Meta has a problem with the account'],
    [63040, 'not_delivered', 'the template was rejected'],
    [30002, 'not_delivered', 'the account is suspended'],
    [30036, 'not_delivered', 'its time ran out'],
    [63003, 'unreachable_number', 'the number is not known'],
    [63024, 'unreachable_number', 'the number has no WhatsApp'],
    [63014, 'unwanted', 'the parent blocked the club'],
    [21610, 'unwanted', 'the parent opted out'],
  ] as const)('and that failed with %i: %s, since %s', (code, proves, _why) => {
    for (const delivery of ['failed', 'undelivered'] as const) {
      const facts = { state: 'accepted', delivery, deliveryCode: code } as const;
      expect(nonDeliveryOf(facts)).toEqual({ code, proves });
      expect(isOfferedAgain(facts)).toBe(proves === 'not_delivered');
      expect(mayHaveArrived(facts)).toBe(false);
    }
  });

  it.each([63009, 63010, 63011, 63012, 30410, 30500, 20500, 63029, 99999, null])(
    'and that failed with %s may have arrived',
    (code) => {
      const facts = { state: 'accepted', delivery: 'undelivered', deliveryCode: code } as const;
      expect(nonDeliveryOf(facts)).toBeNull();
      expect(mayHaveArrived(facts)).toBe(true);
    },
  );

  it('is offered again where it was canceled at Twilio', () => {
    expect(isOfferedAgain({ state: 'accepted', delivery: 'canceled' })).toBe(true);
  });

  it('may have arrived in every other delivery state, whatever the code', () => {
    for (const delivery of DELIVERY_STATES) {
      if (['failed', 'undelivered', 'canceled'].includes(delivery)) continue;
      const facts = { state: 'accepted', delivery, deliveryCode: 63018 } as const;
      expect(nonDeliveryOf(facts)).toBeNull();
      expect(mayHaveArrived(facts)).toBe(true);
    }
  });
});

describe('an attempt that Twilio did not accept for certain', () => {
  it.each(ATTEMPT_STATES.filter((state) => state !== 'accepted' && state !== 'not_delivered'))(
    'is never offered again as not delivered: %s',
    (state) => {
      expect(isOfferedAgain({ state, delivery: 'failed', deliveryCode: 63018 })).toBe(false);
    },
  );
});
