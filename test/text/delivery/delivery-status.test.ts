import { describe, expect, it } from '@jest/globals';
import type { MessageSid } from '../../../src/domain/delivery/ids.ts';
import type { LedgerMessage } from '../../../src/domain/delivery/ledger-message.ts';
import {
  explainNotAsked,
  explainDeliveryStatus,
  explainStanding,
} from '../../../src/text/delivery/delivery-status.ts';
import { deliveryStatusesOf } from '../../support/ledger/delivery-statuses.ts';
import { aLedgerMessage } from '../../support/ledger/ledger-message.ts';

const NOW = new Date('2026-07-15T18:42:00Z');
const DAYS_AGO = new Date('2026-07-12T18:42:00Z');

function withoutKey({ key: _key, ...rest }: Partial<LedgerMessage>) {
  return rest;
}

function advice(parts: Partial<LedgerMessage>) {
  const [standing] = deliveryStatusesOf(
    [aLedgerMessage({ at: DAYS_AGO, deliveryAt: DAYS_AGO, ...withoutKey(parts) })],
    NOW,
  );
  return standing === undefined ? null : explainDeliveryStatus(standing);
}

describe('what to do about a message', () => {
  it.each([
    [
      'not on WhatsApp',
      { delivery: 'undelivered', deliveryCode: 63_024 },
      /not on WhatsApp/u,
      /Ring/u,
    ],
    [
      'held back by Meta',
      { delivery: 'undelivered', deliveryCode: 63_049 },
      /marketing/u,
      /few days/u,
    ],
    [
      'a code nobody knows',
      { delivery: 'failed', deliveryCode: 99_999 },
      /99999/u,
      /errors\/99999/u,
    ],
    ['no reason', { delivery: 'failed' }, /no reason/u, /Ring/u],
    ['canceled', { delivery: 'canceled' }, /canceled at Twilio/u, /offers it again/u],
    [
      'refused',
      { state: 'refused', twilioCode: 21_610, deliveryAt: null },
      /asked not to/u,
      /ring/u,
    ],
    [
      'unknown',
      { state: 'unknown', doubt: 'connection_lost', deliveryAt: null },
      /connection broke/u,
      /status again/u,
    ],
    [
      'unknown and not found',
      { state: 'unknown', soughtAt: NOW, deliveryAt: null },
      /Nobody knows/u,
      /shows none/u,
    ],
    ['sent for days', { delivery: 'sent' }, /phone may be off/u, /Ring/u],
    ['queued for days', { delivery: 'queued' }, /nothing new/u, /console/u],
  ] as const)('that is %s', (_what, parts, message, fix) => {
    expect(advice(parts)).toEqual({
      message: expect.stringMatching(message),
      fix: expect.stringMatching(fix),
    });
  });

  it.each(['delivered', 'read'] as const)('that is %s is nothing', (delivery) => {
    expect(advice({ delivery })).toBeNull();
  });
});

describe('messages with the same standing and reason', () => {
  const candidate = {
    sid: `MM${'5'.repeat(32)}` as MessageSid,
    at: NOW,
    doubt: 'text_hidden',
  } as const;
  const later = { ...candidate, at: DAYS_AGO };
  const unknown = { state: 'unknown', deliveryAt: null } as const;
  const ALL: readonly Partial<LedgerMessage>[] = [
    { delivery: 'undelivered', deliveryCode: 63_024 },
    { delivery: 'failed', deliveryCode: 63_024 },
    { state: 'refused', twilioCode: 63_024, deliveryAt: null },
    { delivery: 'undelivered', deliveryCode: 63_049 },
    { delivery: 'failed' },
    { delivery: 'canceled' },
    { ...unknown, candidate },
    { ...unknown, candidate: later },
    { ...unknown, candidate: { ...candidate, doubt: 'number_hidden' } },
    { ...unknown, doubt: 'connection_lost' },
    { ...unknown, doubt: 'connection_lost', soughtAt: NOW },
    { ...unknown, doubt: 'connection_lost', soughtAt: DAYS_AGO },
    { ...unknown, soughtAt: NOW },
    { delivery: 'sent' },
    { delivery: 'sent', deliveryAt: new Date('2026-07-11T18:42:00Z') },
    { delivery: 'queued' },
  ];

  it('have one explanation, and others have another', () => {
    const statuses = deliveryStatusesOf(
      ALL.map((parts) =>
        aLedgerMessage({ at: DAYS_AGO, deliveryAt: DAYS_AGO, ...withoutKey(parts) }),
      ),
      NOW,
    );
    const byGroup = Map.groupBy(statuses, ({ standing, reason }) => `${standing} ${reason}`);
    const texts = [...byGroup.values()].map(
      (some) => new Set(some.map((status) => JSON.stringify(explainStanding(status)))),
    );
    expect(texts.map(({ size }) => size)).toEqual(texts.map(() => 1));
    expect(new Set(texts.flatMap((some) => [...some])).size).toBe(byGroup.size);
    expect(byGroup.size).toBe(11);
  });
});

describe('where Twilio could not be asked', () => {
  it.each([
    [{ code: 'twilio_unreachable' } as const, /cannot be reached/u],
    [{ code: 'twilio_unclear', httpStatus: 503 } as const, /no usable answer/u],
    [
      { code: 'twilio_refused', twilioCode: 20_003, twilioText: '' } as const,
      /credentials|password|token/iu,
    ],
  ])('%j says why, and nothing of a send', (problem, message) => {
    const told = explainNotAsked(problem);
    expect(told.message).toMatch(message);
    expect(told.message).not.toContain('Nothing was sent');
  });
});
