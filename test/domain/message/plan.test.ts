import { describe, expect, it } from '@jest/globals';
import type { Attempt } from '../../../src/domain/delivery/outcome.ts';
import { builtInTemplate } from '../../../src/domain/message/built-in-template.ts';
import type { Message } from '../../../src/domain/message/message.ts';
import { makePlan, type LedgerView } from '../../../src/domain/message/plan.ts';
import { aMessage, anAttempt as attemptOf, aTemplateSid } from '../../support/builders.ts';

const NOTHING_KNOWN: LedgerView = { byKey: new Map(), otherTemplate: new Map() };

function anAttempt(state: Attempt['state']): Attempt {
  return attemptOf({ state, twilioCode: state === 'refused' ? 63024 : null });
}

function notDelivered(delivery: Attempt['delivery'], deliveryCode: number | null): Attempt {
  return attemptOf({ state: 'accepted', delivery, deliveryCode });
}

function ledgerWith(message: Message, attempt: Attempt): LedgerView {
  return { ...NOTHING_KNOWN, byKey: new Map([[message.key, attempt]]) };
}

describe('a plan', () => {
  it('asks for a message of which the ledger knows nothing', () => {
    const message = aMessage();
    expect(makePlan([message], NOTHING_KNOWN)).toEqual({
      toAsk: [{ message, remarks: [], siblings: [], replaces: null }],
      alreadySent: [],
      onItsWay: [],
      unknown: [],
      undeliverable: [],
    });
  });

  const message = aMessage();
  const STATES: { readonly [state in Attempt['state']]: (attempt: Attempt) => object } = {
    accepted: (attempt) => ({
      toAsk: [],
      alreadySent: [{ message, attempt }],
      onItsWay: [],
      unknown: [],
      undeliverable: [],
    }),
    sending: (attempt) => ({
      toAsk: [],
      alreadySent: [],
      onItsWay: [],
      unknown: [{ message, attempt }],
      undeliverable: [],
    }),
    unknown: (attempt) => ({
      toAsk: [],
      alreadySent: [],
      onItsWay: [],
      unknown: [{ message, attempt }],
      undeliverable: [],
    }),
    refused: (attempt) => ({
      toAsk: [
        { message, remarks: [{ kind: 'refused_before', attempt }], siblings: [], replaces: null },
      ],
      alreadySent: [],
      onItsWay: [],
      unknown: [],
      undeliverable: [],
    }),
    approved: (attempt) => ({
      toAsk: [],
      alreadySent: [],
      onItsWay: [{ message, attempt }],
      unknown: [],
      undeliverable: [],
    }),
    lapsed: (attempt) => ({
      toAsk: [
        { message, remarks: [{ kind: 'approved_before', attempt }], siblings: [], replaces: null },
      ],
      alreadySent: [],
      onItsWay: [],
      unknown: [],
      undeliverable: [],
    }),
    resent: () => ({
      toAsk: [{ message, remarks: [], siblings: [], replaces: null }],
      alreadySent: [],
      onItsWay: [],
      unknown: [],
      undeliverable: [],
    }),
    not_delivered: () => ({
      toAsk: [{ message, remarks: [], siblings: [], replaces: null }],
      alreadySent: [],
      onItsWay: [],
      unknown: [],
      undeliverable: [],
    }),
    unreachable: () => ({
      toAsk: [{ message, remarks: [], siblings: [], replaces: null }],
      alreadySent: [],
      onItsWay: [],
      unknown: [],
      undeliverable: [],
    }),
  };

  it.each([
    ['accepted', 'it was sent'],
    ['sending', 'nobody knows whether it went'],
    ['unknown', 'nobody knows whether it went'],
    ['refused', 'it is asked again, with the reason'],
    ['unreachable', 'it is asked again'],
    ['approved', 'another run is about to send it'],
    ['lapsed', 'it is asked again, and the unused approval is shown'],
    ['resent', 'a later attempt stands for it'],
    ['not_delivered', 'a later attempt stands for it'],
  ] as const)('places a message whose last attempt is %s: %s', (state, _why) => {
    const attempt = anAttempt(state);
    expect(makePlan([message], ledgerWith(message, attempt))).toEqual(STATES[state](attempt));
  });

  describe('of a message that Twilio accepted', () => {
    it.each([
      ['undelivered', 63018, 'the limit was reached'],
      ['failed', 63051, 'the account is locked'],
      ['failed', 30036, 'it waited too long at Twilio'],
      ['canceled', null, 'it was canceled before it was sent'],
    ] as const)('offers it again where it is %s with %s: %s', (delivery, code, _why) => {
      const attempt = notDelivered(delivery, code);
      expect(makePlan([message], ledgerWith(message, attempt))).toEqual({
        toAsk: [
          {
            message,
            remarks: [{ kind: 'not_delivered_before', attempt }],
            siblings: [],
            replaces: attempt,
          },
        ],
        alreadySent: [],
        onItsWay: [],
        unknown: [],
        undeliverable: [],
      });
    });

    it.each([
      ['undelivered', 63024, 'the number has no WhatsApp'],
      ['undelivered', 63003, 'the number is not known'],
      ['undelivered', 63014, 'the parent blocked the club'],
      ['failed', 21610, 'the parent opted out'],
    ] as const)('keeps it apart where it is %s with %s: %s', (delivery, code, _why) => {
      const attempt = notDelivered(delivery, code);
      expect(makePlan([message], ledgerWith(message, attempt))).toEqual({
        toAsk: [],
        alreadySent: [],
        onItsWay: [],
        unknown: [],
        undeliverable: [{ message, attempt }],
      });
    });

    it.each([
      ['sent', null],
      ['delivered', null],
      ['read', null],
      ['undelivered', null],
      ['undelivered', 63012],
      ['failed', 99999],
    ] as const)('takes it as sent where it is %s with %s', (delivery, code) => {
      const attempt = notDelivered(delivery, code);
      const plan = makePlan([message], ledgerWith(message, attempt));
      expect(plan).toMatchObject({ toAsk: [], alreadySent: [{ attempt }], undeliverable: [] });
    });
  });

  it('remarks on a child who was invited with another template', () => {
    const before = aMessage({ template: builtInTemplate(aTemplateSid('b')) });
    const attempt = anAttempt('accepted');
    const ledger: LedgerView = {
      byKey: new Map([[before.key, attempt]]),
      otherTemplate: new Map([[before.inviteeKey, attempt]]),
    };
    expect(makePlan([message], ledger)).toEqual({
      toAsk: [
        {
          message,
          remarks: [{ kind: 'invited_with_other_template', attempt }],
          siblings: [],
          replaces: null,
        },
      ],
      alreadySent: [],
      onItsWay: [],
      unknown: [],
      undeliverable: [],
    });
  });

  it('makes both remarks where both hold', () => {
    const refused = anAttempt('refused');
    const accepted = anAttempt('accepted');
    const plan = makePlan([message], {
      byKey: new Map([[message.key, refused]]),
      otherTemplate: new Map([[message.inviteeKey, accepted]]),
    });
    expect(plan.toAsk[0]?.remarks).toEqual([
      { kind: 'refused_before', attempt: refused },
      { kind: 'invited_with_other_template', attempt: accepted },
    ]);
  });

  const SOUGHT = new Date('2026-07-14T18:50:00Z');

  it('offers what Twilio was asked for in vain as a question of its own, before all others', () => {
    const other = aMessage({ row: 3, player_first_name: 'Ali', parent_tel: '07700 900200' });
    const attempt = attemptOf({ state: 'unknown', soughtAt: SOUGHT });
    const plan = makePlan([other, message], ledgerWith(message, attempt));
    expect(plan.toAsk).toEqual([
      {
        message,
        remarks: [{ kind: 'perhaps_sent_before', at: attempt.at }],
        siblings: [],
        replaces: attempt,
      },
      { message: other, remarks: [], siblings: [], replaces: null },
    ]);
    expect(plan.unknown).toEqual([]);
  });

  it('still says that it may have gone once, when the yes to sending it again was not used', () => {
    const perhapsSentAt = new Date('2026-07-13T18:42:00Z');
    const attempt = attemptOf({ state: 'lapsed', perhapsSentAt });
    expect(makePlan([message], ledgerWith(message, attempt)).toAsk[0]?.remarks).toEqual([
      { kind: 'approved_before', attempt },
      { kind: 'perhaps_sent_before', at: perhapsSentAt },
    ]);
  });

  it('asks by family, and shows each child its siblings', () => {
    const john = aMessage({ row: 2 });
    const ali = aMessage({ row: 3, player_first_name: 'Ali', parent_tel: '07700 900200' });
    const joan = aMessage({ row: 4, player_first_name: 'Joan' });
    expect(makePlan([john, ali, joan], NOTHING_KNOWN).toAsk).toEqual([
      { message: john, remarks: [], siblings: [joan], replaces: null },
      { message: joan, remarks: [], siblings: [john], replaces: null },
      { message: ali, remarks: [], siblings: [], replaces: null },
    ]);
  });

  it('shows a sibling whose message went before', () => {
    const john = aMessage({ row: 2 });
    const joan = aMessage({ row: 3, player_first_name: 'Joan' });
    const attempt = anAttempt('accepted');
    expect(makePlan([john, joan], ledgerWith(john, attempt))).toEqual({
      toAsk: [{ message: joan, remarks: [], siblings: [john], replaces: null }],
      alreadySent: [{ message: john, attempt }],
      onItsWay: [],
      unknown: [],
      undeliverable: [],
    });
  });

  it('puts every message into exactly one place', () => {
    const states = ['accepted', 'sending', 'unknown', 'refused', 'unreachable'] as const;
    const messages = states.map((state, index) =>
      aMessage({ row: index + 2, player_first_name: `Child ${state}` }),
    );
    const byKey = new Map(
      messages.map((each, index) => [each.key, anAttempt(states[index] ?? 'sending')]),
    );
    const { toAsk, alreadySent, onItsWay, unknown } = makePlan(messages, {
      ...NOTHING_KNOWN,
      byKey,
    });
    const placed = [...toAsk, ...alreadySent, ...onItsWay, ...unknown].map(
      (each) => each.message.invite.row,
    );
    expect(placed.toSorted((a, b) => a - b)).toEqual([2, 3, 4, 5, 6]);
  });
});
