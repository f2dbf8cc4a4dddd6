import { describe, expect, it } from '@jest/globals';
import type { LedgerMessage } from '../../../src/domain/delivery/ledger-message.ts';
import { failuresToMention, recentInvites } from '../../../src/domain/policy/recent-failures.ts';
import { aLedgerMessage } from '../../support/ledger/ledger-message.ts';

const NOW = new Date('2026-07-15T18:42:00Z');

type Parts = Parameters<typeof aLedgerMessage>[0];

async function* eachOf(messages: readonly LedgerMessage[]): AsyncIterable<LedgerMessage> {
  yield* messages;
}

async function keysOfRecent(messages: readonly Parts[]): Promise<readonly string[]> {
  return (await recentInvites(eachOf(messages.map(aLedgerMessage)), NOW)).map(({ key }) => key);
}

describe('the recent invites', () => {
  it('are those that Twilio accepted within a week', async () => {
    const messages = [
      { key: 'a' },
      { key: 'refused', state: 'refused' },
      { key: 'a test', purpose: 'test' },
      { key: 'b', approvedAt: new Date('2026-07-08T18:43:00Z') },
      { key: 'older', approvedAt: new Date('2026-07-08T18:41:00Z') },
      { key: 'not read' },
    ] as const;
    expect(await keysOfRecent(messages)).toEqual(['a', 'b']);
  });

  it('are 20 at most', async () => {
    const messages = Array.from({ length: 25 }, (_, index) => ({ key: `${index}` }));
    expect(await keysOfRecent(messages)).toEqual(messages.slice(0, 20).map(({ key }) => key));
  });
});

const ok: Parts = { delivery: 'delivered' };
const failed = (deliveryCode: number | null, delivery: 'failed' | 'undelivered' = 'failed') =>
  ({ delivery, deliveryCode }) as const;
const times = (number: number, parts: Parts): readonly Parts[] =>
  Array.from({ length: number }, () => parts);

describe('the failures to mention before more is sent', () => {
  it.each<readonly [string, readonly Parts[], ReturnType<typeof failuresToMention>]>([
    ['nothing was sent', [], null],
    ['nothing failed', [ok, { delivery: null }, { delivery: 'sent' }], null],
    [
      'one failed for a reason that applies to all',
      [failed(63_051), ...times(8, ok)],
      { failed: 1, of: 9, twilioCode: 63_051 },
    ],
    ['two of two failed, each for its own reason', times(2, failed(63_024)), null],
    [
      'three of three failed',
      times(3, failed(63_024, 'undelivered')),
      { failed: 3, of: 3, twilioCode: 63_024 },
    ],
    [
      'a third failed',
      [...times(6, ok), ...times(3, failed(63_018))],
      { failed: 3, of: 9, twilioCode: 63_018 },
    ],
    ['less than a third failed', [...times(7, ok), ...times(3, failed(63_018))], null],
    [
      'a code for all is among others',
      [...times(4, failed(63_024)), failed(63_041), failed(63_051), ok],
      { failed: 6, of: 7, twilioCode: 63_041 },
    ],
    [
      'one code is more frequent than the others',
      [failed(63_024), failed(63_018), failed(63_018), failed(null)],
      { failed: 4, of: 4, twilioCode: 63_018 },
    ],
    ['there are no codes', times(3, failed(null)), { failed: 3, of: 3, twilioCode: null }],
    ['somebody canceled them', times(3, { delivery: 'canceled' }), null],
  ])('%s', (_what, recent, expected) => {
    expect(failuresToMention(recent.map(aLedgerMessage))).toEqual(expected);
  });
});
