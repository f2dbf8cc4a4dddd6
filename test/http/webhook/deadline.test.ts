import { describe, expect, it } from '@jest/globals';
import { aborted } from '../../../src/application/ports/clock.ts';
import { InviteError } from '../../../src/domain/problem/problem.ts';
import { aService } from '../../support/network/service.ts';

const SID = `MM${'7'.repeat(32)}`;
const DELIVERED = [
  ['MessageSid', SID],
  ['MessageStatus', 'delivered'],
] as const;

describe('what Twilio tells while the ledger takes its time', () => {
  it('is answered when that is due, and kept all the same', async () => {
    const due = new AbortController();
    const free = Promise.withResolvers<void>();
    const kept: string[] = [];
    const goingOn: Promise<unknown>[] = [];
    const service = await aService({
      withDeadline: {
        due: async () => await aborted(due.signal),
        continueInBackground: (work) => goingOn.push(work),
      },
      webhookLedger: () => ({
        recordDelivery: async (sid) => {
          due.abort();
          await free.promise;
          kept.push(sid);
        },
      }),
    });
    const { status, text } = await service.webhook(DELIVERED);
    expect([status, text]).toEqual([200, '<?xml version="1.0" encoding="UTF-8"?><Response/>']);
    expect(service.logs.at(-1)).toMatchObject({
      outcome: 'goes_on',
      message_sid: SID,
      status: 200,
    });
    expect(kept).toEqual([]);
    free.resolve();
    await Promise.all(goingOn);
    expect(kept).toEqual([SID]);
  });

  it('is not said to be kept where nothing goes on behind an answer', async () => {
    const service = await aService({
      withDeadline: { due: async () => null, continueInBackground: null },
      webhookLedger: () => ({ recordDelivery: async () => await new Promise(() => {}) }),
    });
    const { status, body } = await service.webhook(DELIVERED);
    expect([status, body['status']]).toEqual([503, 'too_slow']);
  });

  it('is not said to be kept where the ledger refuses it in time', async () => {
    const file = 'ledger.db';
    const service = await aService({
      webhookLedger: () => ({
        recordDelivery: async () => {
          throw new InviteError({ code: 'ledger_unavailable', file, reason: 'disk_full' });
        },
      }),
    });
    const { status, body } = await service.webhook(DELIVERED);
    expect([status, body['status']]).toEqual([503, 'ledger_unavailable']);
  });
});
