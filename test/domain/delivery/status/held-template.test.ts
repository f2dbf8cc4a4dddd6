import { describe, expect, it } from '@jest/globals';
import type { LedgerMessage } from '../../../../src/domain/delivery/ledger-message.ts';
import { DELIVERY_STATES } from '../../../../src/domain/delivery/state.ts';
import {
  batchOf,
  hasReachedWhatsApp,
  heldIn,
  isHeld,
  isStuck,
  mayBeHeld,
} from '../../../../src/domain/delivery/status/held-template.ts';
import { aTemplateSid } from '../../../support/builders.ts';
import { aLedgerMessage } from '../../../support/ledger/ledger-message.ts';

const NOW = new Date('2026-07-15T18:42:00Z');
const ago = (minutes: number): Date => new Date(NOW.getTime() - minutes * 60_000);

function sentFor(minutes: number, parts: Partial<Omit<LedgerMessage, 'key'>> = {}): LedgerMessage {
  return aLedgerMessage({ delivery: 'sent', deliveryAt: ago(minutes), ...parts });
}

describe('a message', () => {
  it.each([
    ['sent for 15 minutes', sentFor(15), false],
    ['sent for longer', sentFor(15.1), true],
    ['sent for days', sentFor(5000), true],
    ['sent, without the time of it', sentFor(0, { deliveryAt: null, at: ago(16) }), true],
    ['delivered', sentFor(16, { delivery: 'delivered' }), false],
    ['queued', sentFor(16, { delivery: 'queued' }), false],
    ['not followed up', sentFor(16, { delivery: null }), false],
    ['erased', sentFor(16, { isErased: true }), false],
  ])('is stuck if it is %s: %#', (_what, message, expected) => {
    expect(isStuck(message, NOW)).toBe(expected);
  });

  it('has reached WhatsApp in these states', () => {
    expect(DELIVERY_STATES.filter((delivery) => hasReachedWhatsApp({ delivery }))).toEqual(
      DELIVERY_STATES.filter((state) =>
        ['sent', 'delivered', 'read', 'undelivered'].includes(state),
      ),
    );
    expect(hasReachedWhatsApp({ delivery: null })).toBe(false);
  });

  it('is in a batch with those of its template, season and day', () => {
    const batch = batchOf(aLedgerMessage());
    expect(batchOf(aLedgerMessage({ to: 'whatsapp:+447700900124' }))).toBe(batch);
    const others = [
      aLedgerMessage({ templateSid: aTemplateSid('b') }),
      aLedgerMessage({ season: '2025-26' }),
      aLedgerMessage({ sentAt: new Date('2026-07-15T08:00:00Z') }),
      aLedgerMessage({ sentAt: null, approvedAt: new Date('2026-07-13T08:00:00Z') }),
    ];
    expect(new Set([batch, ...others.map(batchOf)]).size).toBe(5);
  });
});

describe('a batch', () => {
  it.each([
    [9, 9, false],
    [10, 10, true],
    [10, 19, true],
    [10, 20, false],
    [11, 20, true],
    [200, 400, false],
    [201, 400, true],
    [0, 0, false],
  ])('of which %i of %i are stuck may be held: %p', (stuck, reached, expected) => {
    expect(isHeld(stuck, reached)).toBe(expected);
    expect(mayBeHeld(stuck)).toBe(stuck >= 10);
  });

  it('that is held holds its stuck messages and no others', () => {
    const held = heldIn(new Set([batchOf(sentFor(16))]), NOW);
    expect(held.holds(sentFor(16))).toBe(true);
    expect(held.holds(sentFor(14))).toBe(false);
    expect(held.holds(sentFor(16, { delivery: 'read' }))).toBe(false);
    expect(held.holds(sentFor(16, { templateSid: aTemplateSid('b') }))).toBe(false);
  });
});
