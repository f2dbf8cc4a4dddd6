import { describe, expect, it } from '@jest/globals';
import { surveyStatus } from '../../../src/application/follow-up/survey-status.ts';
import type { KeyedHash } from '../../../src/domain/delivery/keyed-hash.ts';
import type { LedgerMessage } from '../../../src/domain/delivery/ledger-message.ts';
import type { DeliveryState } from '../../../src/domain/delivery/state.ts';
import { deliveryStatusesOf } from '../../support/ledger/delivery-statuses.ts';
import { aLedgerMessage } from '../../support/ledger/ledger-message.ts';

const NOW = new Date('2026-07-15T18:42:00Z');
const STATES: readonly DeliveryState[] = ['read', 'undelivered', 'sent', 'delivered'];

const keyOf = (index: number): string => String(index).padStart(64, '0');

/** Messages of several teams and families in several states, unsorted. */
function someMessages(count: number): readonly LedgerMessage[] {
  return Array.from({ length: count }, (_, index) =>
    aLedgerMessage({
      key: keyOf(index),
      team: `Team ${(index * 7) % 5}`,
      to: `whatsapp:+447700900${String((index * 37) % 100).padStart(3, '0')}`,
      player: `${'\u00C9BCD'[index % 4] ?? ''} \n "${index % 3}"`,
      delivery: STATES[index % STATES.length] ?? null,
      deliveryAt: NOW,
    }),
  );
}

/** A ledger with these messages. `asked` has the number of keys of each lookup. */
function ledgerOf(messages: readonly LedgerMessage[]) {
  const lookupSizes: number[] = [];
  return {
    lookupSizes,
    byKeys: async (keys: readonly KeyedHash[]) => {
      lookupSizes.push(keys.length);
      return keys.flatMap((key) => messages.filter((message) => message.key === key));
    },
  };
}

async function* each<T>(all: readonly T[]): AsyncIterable<T> {
  yield* all;
}

describe('a survey of the delivery statuses', () => {
  it('returns the statuses in sorted order, one page at a time', async () => {
    const messages = someMessages(250);
    const ledger = ledgerOf(messages);
    const survey = await surveyStatus(each(messages), { ledger, replies: [], now: NOW });
    expect(await Array.fromAsync(survey.statuses())).toEqual(deliveryStatusesOf(messages, NOW));
    expect(ledger.lookupSizes).toEqual([100, 100, 50]);
    expect(survey.total).toBe(250);
    expect([...survey.counts]).toEqual([
      ['undelivered', 63],
      ['sent', 62],
      ['delivered', 62],
      ['read', 63],
    ]);
  });

  it('keeps the place of a message whose state changes meanwhile, and returns the new state', async () => {
    const messages = [
      aLedgerMessage({ key: keyOf(1), delivery: 'sent', deliveryAt: NOW }),
      aLedgerMessage({ key: keyOf(2), delivery: 'read', deliveryAt: NOW }),
    ];
    const later = messages.map((message) => ({ ...message, delivery: 'read' as const }));
    const ledger = ledgerOf(later);
    const survey = await surveyStatus(each(messages), { ledger, replies: [], now: NOW });
    const statuses = await Array.fromAsync(survey.statuses());
    expect(statuses.map(({ message, urgency, state }) => [message.key, urgency, state])).toEqual([
      [keyOf(1), 'waiting', 'read'],
      [keyOf(2), 'arrived', 'read'],
    ]);
  });
});
