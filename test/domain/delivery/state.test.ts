import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import {
  asDeliveryState,
  ATTEMPT_STATES,
  DELIVERY_STATES,
  isFinal,
  isFurther,
  allowsNewAttempt,
  mayBecome,
  provesNothingSent,
  type AttemptState,
  type DeliveryState,
} from '../../../src/domain/delivery/state.ts';

describe('an attempt', () => {
  const STEPS: readonly (readonly [AttemptState, AttemptState, string])[] = [
    ['approved', 'sending', 'the request goes out'],
    ['approved', 'lapsed', 'the yes is not used'],
    ['sending', 'accepted', 'Twilio gave it a SID'],
    ['sending', 'refused', 'Twilio said no'],
    ['sending', 'unreachable', 'nothing reached Twilio'],
    ['sending', 'unknown', 'no answer, or none that can be read'],
    ['unknown', 'accepted', 'Twilio was asked and has it'],
    ['unknown', 'resent', 'Twilio was asked and has none, and a person said yes'],
    ['accepted', 'not_delivered', 'it did not arrive, and a person said yes to another'],
  ];

  it.each(STEPS)('that is %s may become %s: %s', (from, to, _why) => {
    expect(mayBecome(from, to)).toBe(true);
  });

  const allowed = new Set(STEPS.map(([from, to]) => `${from} ${to}`));
  const others = ATTEMPT_STATES.flatMap((from) =>
    ATTEMPT_STATES.filter((to) => !allowed.has(`${from} ${to}`)).map((to) => [from, to] as const),
  );
  it.each(others)('that is %s never becomes %s', (from, to) => {
    expect(mayBecome(from, to)).toBe(false);
  });

  it('never returns to a state it has left', () => {
    const reachable = (from: AttemptState): readonly AttemptState[] =>
      ATTEMPT_STATES.filter((to) => mayBecome(from, to)).flatMap((to) => [to, ...reachable(to)]);
    for (const state of ATTEMPT_STATES) expect(reachable(state)).not.toContain(state);
  });

  it.each([
    ['approved', false, false, 'it is about to go'],
    ['lapsed', true, true, 'it never left'],
    ['sending', false, false, 'it may be under way'],
    ['accepted', false, false, 'Twilio has it'],
    ['refused', true, true, 'Twilio said no'],
    ['unreachable', true, true, 'nothing reached Twilio'],
    ['unknown', false, false, 'Twilio may have it'],
    ['resent', false, true, 'it may have gone, and another stands for it'],
    ['not_delivered', false, true, 'it did not arrive, and another stands for it'],
  ] as const)(
    'that is %s proves that nothing went: %s, and leaves room for another: %s, since %s',
    (state, proves, leaves, _why) => {
      expect(provesNothingSent(state)).toBe(proves);
      expect(allowsNewAttempt(state)).toBe(leaves);
    },
  );
});

const knownAfter = (reported: readonly DeliveryState[]): DeliveryState | null =>
  reported.reduce<DeliveryState | null>(
    (known, one) => (isFurther(known, one) ? one : known),
    null,
  );

describe('the delivery of a message', () => {
  it('ends in the same state for any order and repetition of its states', () => {
    fc.assert(
      fc.property(
        fc
          .array(fc.constantFrom(...DELIVERY_STATES), { minLength: 1 })
          .chain((reported) =>
            fc.tuple(
              fc.constant(reported),
              fc.shuffledSubarray([...reported, ...reported], { minLength: reported.length * 2 }),
            ),
          ),
        ([reported, again]) => {
          expect(knownAfter(again)).toBe(knownAfter(reported));
        },
      ),
    );
  });

  it.each([
    [['queued', 'sending', 'sent', 'delivered', 'read'], 'read'],
    [['read', 'sent', 'delivered', 'queued'], 'read'],
    [['delivered', 'sent'], 'delivered'],
    [['sent', 'undelivered', 'delivered'], 'undelivered'],
    [['accepted', 'scheduled', 'canceled'], 'canceled'],
  ] as const)('reported as %j is %s', (reported, state) => {
    expect(knownAfter(reported)).toBe(state);
  });

  it.each(DELIVERY_STATES)('that is %s is final exactly if no state can follow', (state) => {
    const final = ['read', 'canceled', 'failed', 'undelivered'];
    expect(isFinal(state)).toBe(final.includes(state));
  });

  it.each(['receiving', 'partially_delivered', '', 'toString'])(
    'has no state %j that we know',
    (text) => {
      expect(asDeliveryState(text)).toBeNull();
    },
  );
});
