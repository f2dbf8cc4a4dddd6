import { describe, expect, it } from '@jest/globals';
import { findHeld, findHeldSids } from '../../../src/application/follow-up/find-held.ts';
import type { MessageFilter } from '../../../src/application/ports/ledger.ts';
import type { MessageSid } from '../../../src/domain/delivery/ids.ts';
import type { LedgerMessage } from '../../../src/domain/delivery/ledger-message.ts';
import type { DeliveryState } from '../../../src/domain/delivery/state.ts';
import { aTemplateSid } from '../../support/builders.ts';
import { aLedgerMessage } from '../../support/ledger/ledger-message.ts';

const NOW = new Date('2026-07-14T19:00:00Z');
const SENT_AT = new Date('2026-07-14T18:42:00Z');
const SID = `MM${'a'.repeat(32)}` as MessageSid;

function some(
  count: number,
  delivery: DeliveryState | null,
  parts: Partial<Omit<LedgerMessage, 'key'>> = {},
): readonly LedgerMessage[] {
  return Array.from({ length: count }, () =>
    aLedgerMessage({ delivery, deliveryAt: SENT_AT, messageSid: SID, ...parts }),
  );
}

/** A ledger with these messages, newest first, which counts those that are listed. */
function ledgerOf(messages: readonly LedgerMessage[]) {
  const listed = { count: 0 };
  return {
    listed,
    unsettled: async function* unsettled() {
      yield* messages.filter(({ delivery }) => delivery === null || delivery === 'sent');
    },
    messages: async function* each({ season }: MessageFilter = {}) {
      for (const message of messages.filter((one) => one.season === season)) {
        listed.count += 1;
        yield message;
      }
    },
  };
}

async function countHeld(messages: readonly LedgerMessage[]): Promise<number> {
  const held = await findHeld({ ledger: ledgerOf(messages), now: NOW });
  return messages.filter((message) => held.holds(message)).length;
}

describe('the messages that WhatsApp may be holding', () => {
  it.each([
    [some(10, 'sent'), 10],
    [some(9, 'sent'), 0],
    [[...some(12, 'sent'), ...some(11, 'delivered')], 12],
    [[...some(12, 'sent'), ...some(12, 'read')], 0],
    [[...some(12, 'sent'), ...some(8, 'read'), ...some(4, 'undelivered')], 0],
    [[...some(12, 'sent'), ...some(50, null), ...some(50, 'failed')], 12],
    [[...some(12, 'sent'), ...some(50, 'delivered', { templateSid: aTemplateSid('b') })], 12],
    [[...some(6, 'sent'), ...some(6, 'sent', { templateSid: aTemplateSid('b') })], 0],
    [[...some(12, 'sent'), ...some(50, 'read', { season: '2025-26' })], 12],
    [[], 0],
  ])('are found by what became of the others of that day: case %#', async (messages, count) => {
    expect(await countHeld(messages)).toBe(count);
  });

  it('are found without the messages of earlier days', async () => {
    const earlier = new Date('2026-07-10T10:00:00Z');
    const old = some(1000, 'read', { sentAt: earlier, approvedAt: earlier });
    const ledger = ledgerOf([...some(10, 'sent'), ...old]);
    expect((await findHeld({ ledger, now: NOW })).holds(some(1, 'sent')[0] as LedgerMessage)).toBe(
      true,
    );
    expect(ledger.listed.count).toBe(11);
  });

  it('are none, and nothing is listed, where few are stuck', async () => {
    const ledger = ledgerOf([...some(9, 'sent'), ...some(1000, 'read')]);
    await findHeld({ ledger, now: NOW });
    expect(ledger.listed.count).toBe(0);
  });

  it('are known by their SIDs', async () => {
    const other = `MM${'b'.repeat(32)}` as MessageSid;
    const recent = some(1, 'sent', { deliveryAt: NOW, messageSid: other });
    const ledger = ledgerOf([...some(10, 'sent'), ...recent]);
    expect(await findHeldSids({ ledger, now: NOW })).toEqual(new Set([SID]));
    expect(await findHeldSids({ ledger: ledgerOf(some(9, 'sent')), now: NOW })).toEqual(new Set());
  });
});
