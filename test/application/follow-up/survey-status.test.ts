import { describe, expect, it } from '@jest/globals';
import { surveyStatus } from '../../../src/application/follow-up/survey-status.ts';
import type { KeyedHash } from '../../../src/domain/delivery/keyed-hash.ts';
import type { LedgerMessage } from '../../../src/domain/delivery/ledger-message.ts';
import type { DeliveryState } from '../../../src/domain/delivery/state.ts';
import type { Standing } from '../../../src/domain/delivery/status/attention.ts';
import { aReplyFrom } from '../../support/builders.ts';
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

/** The address of one of 90 parents, from 10 on. */
const to = (index: number): string => `whatsapp:+4477009001${index}`;

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

  it('sorts by what is known of the recipients, and counts each group', async () => {
    const at = new Date('2026-07-15T18:00:00Z');
    const message = (index: number, parts: Partial<Omit<LedgerMessage, 'key'>> = {}) =>
      aLedgerMessage({
        key: keyOf(index),
        to: to(index),
        delivery: 'read',
        deliveryAt: at,
        ...parts,
      });
    const messages = [
      message(10),
      message(11),
      message(12),
      message(13),
      message(14, { delivery: 'undelivered', deliveryCode: 63_049 }),
      message(15, { delivery: 'undelivered', deliveryCode: 63_024 }),
      message(16, { delivery: 'failed', deliveryCode: 63_024 }),
    ];
    const survey = await surveyStatus(each(messages), {
      ledger: ledgerOf(messages),
      replies: [11, 12, 15].map((index) => aReplyFrom(to(index))),
      recipients: {
        optOuts: new Map([['+447700900110', 'stopped']]),
        // The club has answered the parent of message 12.
        conversations: new Map(
          [11, 12, 15].map((index) => [
            aReplyFrom(to(index)).sid,
            index === 12
              ? { kind: 'answered', at: NOW, by: 'Ann Lee', text: 'Yes' }
              : { kind: 'waiting', until: NOW },
          ]),
        ),
      },
      now: NOW,
    });
    expect(survey.groups).toEqual([
      { standing: 'failed', reason: '63024', count: 2 },
      { standing: 'failed', reason: '63049', count: 1 },
      { standing: 'stopped', reason: '', count: 1 },
      { standing: 'answer', reason: '', count: 1 },
      { standing: 'arrived', reason: '', count: 2 },
    ]);
    const statuses = await Array.fromAsync(survey.statuses());
    expect(statuses.map(({ message: { key }, standing }) => [standing, Number(key)])).toEqual([
      ['failed', 15],
      ['failed', 16],
      ['failed', 14],
      ['stopped', 10],
      ['answer', 11],
      ['arrived', 12],
      ['arrived', 13],
    ]);
  });

  it('reads no more of a group than is asked for', async () => {
    const messages = someMessages(250);
    const ledger = ledgerOf(messages);
    const survey = await surveyStatus(each(messages), { ledger, replies: [], now: NOW });
    const most = new Map<Standing, number>([
      ['failed', 3],
      ['arrived', 1],
    ]);
    const some = survey.statuses(({ standing }) => most.get(standing) ?? 0);
    const all = deliveryStatusesOf(messages, NOW);
    expect(await Array.fromAsync(some)).toEqual([
      ...all.slice(0, 3),
      ...all.filter(({ urgency }) => urgency === 'arrived').slice(0, 1),
    ]);
    expect(ledger.lookupSizes).toEqual([4]);
  });
});
