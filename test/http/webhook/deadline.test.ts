import { describe, expect, it } from '@jest/globals';
import { aborted } from '../../../src/application/ports/clock.ts';
import { InviteError } from '../../../src/domain/problem/problem.ts';
import { aService } from '../../support/network/service.ts';

const SID = `MM${'7'.repeat(32)}`;
const DELIVERED = [
  ['MessageSid', SID],
  ['MessageStatus', 'delivered'],
] as const;

describe('a callback while the ledger is slow', () => {
  it('is answered at the deadline, and stored afterwards', async () => {
    const due = new AbortController();
    const release = Promise.withResolvers<void>();
    const recorded: string[] = [];
    const background: Promise<unknown>[] = [];
    const service = await aService({
      withDeadline: {
        due: async () => await aborted(due.signal),
        continueInBackground: (work) => background.push(work),
      },
      webhookLedger: () => ({
        recordDelivery: async ({ sid }) => {
          due.abort();
          await release.promise;
          recorded.push(sid);
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
    expect(recorded).toEqual([]);
    release.resolve();
    await Promise.all(background);
    expect(recorded).toEqual([SID]);
  });

  it('is answered with 503 where no work can continue after the response', async () => {
    const service = await aService({
      withDeadline: { due: async () => null, continueInBackground: null },
      webhookLedger: () => ({ recordDelivery: async () => await new Promise(() => {}) }),
    });
    const { status, body } = await service.webhook(DELIVERED);
    expect([status, body['status']]).toEqual([503, 'too_slow']);
  });

  it('is answered with 503 when the ledger fails before the deadline', async () => {
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
