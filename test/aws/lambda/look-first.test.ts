import { describe, expect, it } from '@jest/globals';
import type { LookPorts } from '../../../src/application/follow-up/look-at-latest.ts';
import { looksOnAws } from '../../../src/aws/lambda/look-first.ts';
import { asMessageSid } from '../../../src/domain/delivery/ids.ts';
import { aLedgerMessage } from '../../support/ledger/ledger-message.ts';
import { virtualTime } from '../../support/sending/virtual-time.ts';
import { memoryOptOuts } from '../../support/store/memory-opt-outs.ts';

const NOW = new Date('2026-07-15T18:42:00Z');
const SENT = aLedgerMessage({
  messageSid: asMessageSid(`MM${'1'.repeat(32)}`),
  sentAt: new Date(NOW.getTime() - 60_000),
});

/** Ports with a Twilio that never answers. */
function ports(): { readonly time: ReturnType<typeof virtualTime>; readonly ports: LookPorts } {
  const time = virtualTime(NOW);
  return {
    time,
    ports: {
      log: { sentSince: () => async () => await new Promise<never>(() => {}) },
      ledger: { recordDelivery: async () => {} },
      optOuts: memoryOptOuts(),
      clock: time.clock,
    },
  };
}

describe('the look of a function', () => {
  it('ends with the time of the event when Twilio does not answer', async () => {
    const closing = new AbortController();
    const look = looksOnAws()(ports().ports, closing.signal)([SENT]);
    closing.abort();
    expect(await look).toBe(true);
  });

  it('is made once in ten seconds by all events of the function', async () => {
    const { time, ports: used } = ports();
    const forEvent = looksOnAws();
    const look = async (): Promise<boolean> => await forEvent(used, AbortSignal.abort())([SENT]);
    expect([await look(), await look()]).toEqual([true, false]);
    time.pass(10_000);
    expect(await look()).toBe(true);
  });

  it('is not made for messages that have arrived', async () => {
    const read = { ...SENT, delivery: 'read' } as const;
    expect(await looksOnAws()(ports().ports, AbortSignal.abort())([read])).toBe(false);
  });
});
