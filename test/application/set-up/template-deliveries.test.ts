import { describe, expect, it } from '@jest/globals';
import type { MessageFilter } from '../../../src/application/ports/ledger.ts';
import { checkDeliveries } from '../../../src/application/set-up/template-deliveries.ts';
import type { LedgerMessage } from '../../../src/domain/delivery/ledger-message.ts';
import type { DeliveryState } from '../../../src/domain/delivery/state.ts';
import { builtInTemplate } from '../../../src/domain/message/built-in-template.ts';
import { aTemplateSid } from '../../support/builders.ts';
import { aLedgerMessage } from '../../support/ledger/ledger-message.ts';

const { sid } = builtInTemplate();
const arrived = aLedgerMessage({ delivery: 'delivered' });

/** A ledger with these messages, newest first, which counts those that are read from it. */
function ledgerWith(messages: Iterable<LedgerMessage>) {
  const read = { count: 0 };
  return {
    read,
    messages: async function* each(filter: MessageFilter = {}) {
      expect(filter).toEqual({ newestFirst: true });
      for (const message of messages) {
        read.count += 1;
        yield message;
      }
    },
  };
}

function times(count: number, message: LedgerMessage): readonly LedgerMessage[] {
  return Array.from({ length: count }, () => message);
}

describe('a template', () => {
  it.each<readonly [DeliveryState | null, number]>([
    ['delivered', 1],
    ['read', 1],
    ['sent', 0],
    ['undelivered', 0],
    [null, 0],
  ])('has a delivery where a message is %s: %i', async (delivery, delivered) => {
    const ledger = ledgerWith([aLedgerMessage({ delivery })]);
    expect(await checkDeliveries(ledger, sid)).toEqual({ code: 'template_new', delivered });
  });

  it('is new with 49 deliveries, and known with 50', async () => {
    expect(await checkDeliveries(ledgerWith(times(49, arrived)), sid)).toEqual({
      code: 'template_new',
      delivered: 49,
    });
    expect(await checkDeliveries(ledgerWith(times(50, arrived)), sid)).toEqual({
      code: 'template_known',
    });
  });

  it('has no deliveries of another template', async () => {
    const other = aLedgerMessage({ delivery: 'read', templateSid: aTemplateSid('b') });
    expect(await checkDeliveries(ledgerWith(times(60, other)), sid)).toEqual({
      code: 'template_new',
      delivered: 0,
    });
  });

  it('is counted no further than is needed in a large ledger', async () => {
    const known = ledgerWith(times(200_000, arrived));
    await checkDeliveries(known, sid);
    expect(known.read.count).toBe(50);
    const waiting = ledgerWith(times(200_000, aLedgerMessage({ delivery: 'sent' })));
    await checkDeliveries(waiting, sid);
    expect(waiting.read.count).toBe(3000);
  });
});
