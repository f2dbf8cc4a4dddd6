import { describe, expect, it } from '@jest/globals';
import type { MessageSid } from '../../../../src/domain/delivery/ids.ts';
import type { LedgerMessage } from '../../../../src/domain/delivery/ledger-message.ts';
import {
  ATTEMPT_STATES,
  DELIVERY_STATES,
  type DeliveryState,
} from '../../../../src/domain/delivery/state.ts';
import {
  MESSAGE_STATES,
  settledIn,
} from '../../../../src/domain/delivery/status/delivery-status.ts';
import { needsLookUp, isWatched } from '../../../../src/domain/delivery/status/follow-up.ts';
import { countsOf, deliveryStatusesOf } from '../../../support/ledger/delivery-statuses.ts';
import { aLedgerMessage } from '../../../support/ledger/ledger-message.ts';

const SID = `MM${'a'.repeat(32)}` as MessageSid;
const NOW = new Date('2026-07-15T18:42:00Z');
const ago = (hours: number): Date => new Date(NOW.getTime() - hours * 3_600_000);

function delivered(
  delivery: DeliveryState | null,
  hoursAgo = 1,
  parts: Partial<LedgerMessage> = {},
): LedgerMessage {
  const deliveryAt = delivery === null ? null : ago(hoursAgo);
  return aLedgerMessage({ messageSid: SID, delivery, deliveryAt, at: ago(hoursAgo), ...parts });
}

const of = (player: string, team: string, to: string, state: DeliveryState): LedgerMessage =>
  delivered(state, 1, { player, team, to });

describe('a message whose personal data was erased', () => {
  const erased = delivered('sent', 1, { isErased: true });

  it('is not looked up, and not waited for', () => {
    expect(needsLookUp(erased, NOW)).toBe(false);
    const [status] = deliveryStatusesOf([erased], NOW);
    expect(status).toBeDefined();
    expect(status !== undefined && isWatched(status, NOW)).toBe(false);
  });
});

describe('the status of a message', () => {
  it.each([
    ['approved', 'sending', 'waiting'],
    ['sending', 'sending', 'waiting'],
    ['accepted', 'accepted', 'waiting'],
    ['refused', 'refused', 'failed'],
    ['unknown', 'unknown', 'unknown'],
    ['resent', 'unknown', 'unknown'],
  ] as const)('before any word of a delivery: %s is %s and %s', (state, shown, urgency) => {
    const [status] = deliveryStatusesOf([aLedgerMessage({ state, at: ago(1) })], NOW);
    expect(status).toMatchObject({ state: shown, urgency, since: ago(1) });
  });

  it.each(['lapsed', 'unreachable'] as const)('is null if nothing was sent: %s', (state) => {
    expect(deliveryStatusesOf([aLedgerMessage({ state })], NOW)).toEqual([]);
  });

  it.each([
    ['sent', 24, 'waiting'],
    ['sent', 24.1, 'overdue'],
    ['queued', 25, 'overdue'],
    ['delivered', 900, 'arrived'],
    ['read', 1, 'arrived'],
    ['undelivered', 1, 'failed'],
    ['failed', 1, 'failed'],
    ['canceled', 1, 'failed'],
  ] as const)('%s for %d hours is %s', (state, hours, urgency) => {
    expect(deliveryStatusesOf([delivered(state, hours)], NOW)).toMatchObject([{ state, urgency }]);
  });

  it('is sorted by failure, then by team and family', () => {
    const order = deliveryStatusesOf(
      [
        of('Ava', 'Bears', 'b', 'read'),
        of('Ben', 'Lions', 'c', 'undelivered'),
        of('Cara', 'Bears', 'd', 'sent'),
        of('Dan', 'Bears', 'a', 'failed'),
        of('Eve', 'Bears', 'b', 'delivered'),
      ],
      NOW,
    ).map(({ message }) => message.player);
    expect(order).toEqual(['Dan', 'Ben', 'Cara', 'Ava', 'Eve']);
  });

  it('is counted for every state, failures first', () => {
    const all = DELIVERY_STATES.map((state) => delivered(state));
    const before = ATTEMPT_STATES.map((state) => aLedgerMessage({ state }));
    expect([...countsOf(deliveryStatusesOf([...all, ...before], NOW)).keys()]).toEqual(
      MESSAGE_STATES,
    );
  });
});

describe('a message is settled', () => {
  it('where it was delivered, or will never be', () => {
    const statuses = deliveryStatusesOf(
      DELIVERY_STATES.map((state) => delivered(state)),
      NOW,
    );
    // canceled, failed, undelivered, delivered and read
    expect(settledIn(countsOf(statuses))).toBe(5);
    expect(
      settledIn(countsOf(deliveryStatusesOf([aLedgerMessage({ state: 'unknown' })], NOW))),
    ).toBe(0);
  });
});

describe('Twilio is asked about', () => {
  it.each([
    ['for what was accepted, before any word of it, however old', delivered(null, 9000), true],
    ['for what is sent, however old', delivered('sent', 9000), true],
    ['for what has arrived, for a month', delivered('delivered', 719), true],
    ['no more for what arrived over a month ago', delivered('delivered', 721), false],
    ['no more for what was read', delivered('read'), false],
    ['no more for what failed', delivered('failed'), false],
    ['not for what has no SID', aLedgerMessage({ state: 'unknown' }), false],
  ])('%s', (_what, message, expected) => {
    expect(needsLookUp(message, NOW)).toBe(expected);
  });
});

describe('a watch goes on', () => {
  it.each([
    ['for what is on its way', delivered('sent', 23), true],
    ['not for what has been sent for more than a day', delivered('sent', 25), false],
    ['for a minute for what has arrived', delivered('delivered', 59 / 3600), true],
    [
      'not for longer, since many parents have read receipts off',
      delivered('delivered', 60 / 3600),
      false,
    ],
    ['not for what failed', delivered('undelivered'), false],
    ['not for what is unknown', aLedgerMessage({ state: 'unknown' }), false],
  ])('%s', (_what, message, expected) => {
    const [status] = deliveryStatusesOf([message], NOW);
    expect(status !== undefined && isWatched(status, NOW)).toBe(expected);
  });
});
