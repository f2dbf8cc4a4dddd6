import { describe, expect, it } from '@jest/globals';
import type { LedgerMessage } from '../../../src/domain/delivery/ledger-message.ts';
import { latestSent, sendingHalt } from '../../../src/domain/policy/sending-halt.ts';
import { aLedgerMessage } from '../../support/ledger/ledger-message.ts';

const NOW = new Date('2026-07-15T18:42:00Z');
const hoursAgo = (hours: number): Date => new Date(NOW.getTime() - hours * 3_600_000);

type Parts = Parameters<typeof aLedgerMessage>[0];

const LOCKED = 63_051;
const LIMIT = 63_018;
const NO_WHATSAPP = 63_024;
const UNKNOWN = 99_999;

const approvedAt = hoursAgo(1);
const deliveryAt = hoursAgo(1);
const queued: Parts = { approvedAt, delivery: 'queued', deliveryAt };
const sent: Parts = { approvedAt, delivery: 'sent', deliveryAt };
const failed = (deliveryCode: number | null, more: Parts = {}): Parts => ({
  approvedAt,
  delivery: 'undelivered',
  deliveryCode,
  deliveryAt,
  ...more,
});
const times = (number: number, parts: Parts): readonly Parts[] =>
  Array.from({ length: number }, () => parts);

function haltAfter(newestFirst: readonly Parts[], now = NOW): ReturnType<typeof sendingHalt> {
  return sendingHalt(newestFirst.map(aLedgerMessage), now);
}

describe('sending is halted', () => {
  it.each<readonly [string, readonly Parts[], number | null]>([
    ['after one code that stops a run', [failed(LOCKED)], LOCKED],
    [
      'with later messages that are still at Twilio',
      [queued, queued, failed(LOCKED), sent],
      LOCKED,
    ],
    ['as failed and as undelivered', [failed(LOCKED, { delivery: 'failed' })], LOCKED],
    ['by a code that stops a run among others', [failed(NO_WHATSAPP), failed(LOCKED)], LOCKED],
    ['after three of the same pausing code', times(3, failed(LIMIT)), LIMIT],
    ['after three in a row without a code', times(3, failed(null)), null],
    ['after one unknown code, which has to be looked up', [failed(UNKNOWN)], UNKNOWN],
    [
      'after a failed test, by the invites before it',
      [failed(NO_WHATSAPP, { purpose: 'test' }), failed(LOCKED)],
      LOCKED,
    ],
  ])('%s', (_name, newestFirst, twilioCode) => {
    expect(haltAfter(newestFirst)).toEqual({ twilioCode });
  });
});

describe('sending goes on', () => {
  it.each<readonly [string, readonly Parts[]]>([
    ['before the first message', []],
    ['while nothing failed', [queued, sent]],
    ['after failures that are about the recipient', times(20, failed(NO_WHATSAPP))],
    ['after two of a pausing code', [...times(2, failed(LIMIT)), sent, failed(LIMIT)]],
    [
      'after three of a pausing code with another between them',
      [failed(LIMIT), failed(null), ...times(2, failed(LIMIT))],
    ],
    ['once a later message is on its way', [sent, failed(LOCKED)]],
    ['once a later message was delivered', [queued, { delivery: 'delivered' }, failed(LOCKED)]],
    ['once a later message was read', [{ delivery: 'read' }, ...times(5, failed(LIMIT))]],
    ['once a test has left Twilio', [{ ...sent, purpose: 'test' }, failed(LOCKED)]],
    ['after a message that was canceled', [failed(LOCKED, { delivery: 'canceled' })]],
    ['after a test that failed', [failed(LOCKED, { purpose: 'test' })]],
  ])('%s', (_name, newestFirst) => {
    expect(haltAfter(newestFirst)).toBeNull();
  });

  it('24 hours after the failure, however long the message was at Twilio', () => {
    const messages = [failed(LOCKED, { approvedAt: hoursAgo(28), deliveryAt: hoursAgo(24) })];
    expect(haltAfter(messages)).toBeNull();
    expect(haltAfter(messages, new Date(NOW.getTime() - 1))).toEqual({ twilioCode: LOCKED });
  });
});

async function keysOfLatest(messages: readonly Parts[]): Promise<readonly string[]> {
  let read = 0;
  const each = async function* (): AsyncIterable<LedgerMessage> {
    for (const message of messages) {
      read += 1;
      yield aLedgerMessage(message);
    }
  };
  const keys = (await latestSent(each(), NOW)).map(({ key }) => String(key));
  return [...keys, `${read} read`];
}

const some = (number: number, parts: Parts): readonly Parts[] =>
  times(number, parts).map((one, index) => ({ ...one, key: `${index}` }));

describe('the messages that are read for it', () => {
  it('are those that Twilio accepted, of at most 36 hours', async () => {
    const messages: readonly Parts[] = [
      { ...queued, key: 'waits on the queue', state: 'approved' },
      { ...queued, key: 'refused', state: 'refused' },
      { ...queued, key: 'a' },
      { ...queued, key: 'b', approvedAt: hoursAgo(36) },
      { ...queued, key: 'older', approvedAt: hoursAgo(36.1) },
      { ...queued, key: 'not read' },
    ];
    expect(await keysOfLatest(messages)).toEqual(['a', 'b', '5 read']);
  });

  it('reach back to the last one that left Twilio, and are five at least', async () => {
    expect(await keysOfLatest(some(9, sent))).toEqual(['0', '1', '2', '3', '4', '5 read']);
    const late = [...some(8, queued), { ...sent, key: 'last' }, { ...queued, key: 'not read' }];
    expect((await keysOfLatest(late)).slice(-2)).toEqual(['last', '9 read']);
    expect((await keysOfLatest(some(30, queued))).slice(-2)).toEqual(['19', '20 read']);
  });
});
