import { Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import type { LedgerEvent } from '../../../src/application/ports/ledger.ts';
import { wholeHistory } from '../../../src/application/report/whole-history.ts';
import { asPhone } from '../../../src/domain/record/phone/phone.ts';

const EVENT = { at: new Date('2026-07-15T18:00:00Z'), state: 'approved' } as LedgerEvent;

/** A ledger of this many events. `read` returns how many of them were read. */
function aLedgerOf(count: number) {
  let read = 0;
  const ports = {
    ledger: {
      events: async function* events() {
        for (; read < count; read += 1) yield EVENT;
      },
    },
    optOuts: { history: async () => [] },
    replies: { from: async () => [], since: () => Readable.from([]) },
    findings: { list: async () => [] },
    persons: {
      answers: () => Readable.from([]),
      naming: () => Readable.from([]),
      hiddenReplies: async () => [],
    },
  };
  return { ports, read: () => read };
}

describe('the history of all recipients', () => {
  it('is returned if it has no more than the maximum number of events', async () => {
    expect(await wholeHistory(aLedgerOf(10).ports, null, 10)).toHaveLength(10);
  });

  it('is not read any further beyond that number', async () => {
    const { ports, read } = aLedgerOf(1000);
    expect(await wholeHistory(ports, null, 10)).toBeNull();
    expect(read()).toBeLessThan(20);
  });
});

it('the history of one number has every event, however many there are', async () => {
  const happened = await wholeHistory(aLedgerOf(40_000).ports, asPhone('+447700900123'));
  expect(happened).toHaveLength(40_000);
});
