import { describe, expect, it } from '@jest/globals';
import { Readable } from 'node:stream';
import { wholeHistory } from '../../../src/application/report/whole-history.ts';
import type { LedgerEvent } from '../../../src/application/ports/ledger.ts';
import { asPhone } from '../../../src/domain/record/phone/phone.ts';

const EVENT = { at: new Date('2026-07-15T18:00:00Z'), state: 'approved' } as LedgerEvent;

/** A ledger of so many events, and how many of them were read. */
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
  };
  return { ports, read: () => read };
}

describe('the history of everybody', () => {
  it('is told as long as it is no more than somebody can look through', async () => {
    expect(await wholeHistory(aLedgerOf(10).ports, null, 10)).toHaveLength(10);
  });

  it('is not read any further once it is more', async () => {
    const { ports, read } = aLedgerOf(1000);
    expect(await wholeHistory(ports, null, 10)).toBeNull();
    expect(read()).toBeLessThan(20);
  });
});

it('has all that happened with one number, however much that is', async () => {
  const happened = await wholeHistory(aLedgerOf(40_000).ports, asPhone('+447700900123'));
  expect(happened).toHaveLength(40_000);
});
