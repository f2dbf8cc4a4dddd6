import { describe, expect, it } from '@jest/globals';
import { needsPhoneCall, reportedOf } from '../../../src/domain/delivery/report-state.ts';
import { aLedgerMessage } from '../../support/ledger/ledger-message.ts';

const NOW = new Date('2026-07-15T18:42:00Z');
const hoursAgo = (hours: number): Date => new Date(NOW.getTime() - hours * 3_600_000);

describe('a message that stays sent', () => {
  it.each([
    [1, false, { kind: 'on_its_way' }, false],
    [25, false, { kind: 'sent_for_a_day' }, true],
    [1, true, { kind: 'template_held', isOld: false }, false],
    [25, true, { kind: 'template_held', isOld: true }, true],
  ])('for %i hours, held: %p, is reported as %j, to ring: %p', (hours, isHeld, reason, rings) => {
    const message = aLedgerMessage({ delivery: 'sent', sentAt: hoursAgo(hours) });
    const reported = reportedOf(message, NOW, isHeld);
    expect(reported).toEqual({ state: 'sent', reason });
    expect(needsPhoneCall(reported)).toBe(rings);
  });

  it('is not held if it was delivered meanwhile', () => {
    const message = aLedgerMessage({ delivery: 'delivered', sentAt: hoursAgo(1) });
    expect(reportedOf(message, NOW, true)).toEqual({
      state: 'delivered',
      reason: { kind: 'none' },
    });
  });
});
