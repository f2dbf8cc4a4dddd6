import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { recentFailures } from '../../../src/application/follow-up/recent-failures.ts';
import type { DeliveryReport } from '../../../src/application/ports/gateway.ts';
import type { Ledger } from '../../../src/application/ports/ledger.ts';
import { asMessageSid, type MessageSid } from '../../../src/domain/delivery/ids.ts';
import { InviteError } from '../../../src/domain/problem/problem.ts';
import { anApproved } from '../../support/builders.ts';
import { familyMessages } from '../../support/ledger/ledger-families.ts';
import { aLedgerFolder, type LedgerFolder } from '../../support/ledger/ledger-folder.ts';
import { virtualTime } from '../../support/sending/virtual-time.ts';
import { memoryOptOuts } from '../../support/store/memory-opt-outs.ts';

const SENT_AT = new Date('2026-07-15T18:00:00Z');
const sidOf = (index: number): MessageSid =>
  asMessageSid(`MM${String(index).padStart(32, '0')}`) as MessageSid;

let files: LedgerFolder;
let ledger: Ledger;
beforeEach(() => {
  files = aLedgerFolder();
  ledger = files.open();
});
afterEach(() => files.remove());

async function accept(count: number): Promise<void> {
  for (const [index, message] of familyMessages(count).entries()) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other, as in a run
    const claim = await ledger.claim(anApproved(message), { file: 'players.csv' }, SENT_AT, null);
    if (claim.kind !== 'claimed') throw new Error('The message was taken already.');
    // oxlint-disable-next-line no-await-in-loop -- as above
    await ledger.advance(claim.attemptId, { kind: 'sending' }, SENT_AT);
    const outcome = { kind: 'accepted', messageSid: sidOf(index) } as const;
    // oxlint-disable-next-line no-await-in-loop -- as above
    await ledger.advance(claim.attemptId, outcome, SENT_AT);
  }
}

/** Finds the recent failures at Twilio, where every message failed with that code. */
async function find(answer: { readonly code: number } | InviteError) {
  let requests = 0;
  const reportOn = (sid: MessageSid): DeliveryReport => {
    requests += 1;
    if (answer instanceof InviteError) throw answer;
    const { code: errorCode } = answer;
    return { sid, state: 'undelivered', errorCode, errorText: null, at: SENT_AT };
  };
  const found = await recentFailures({
    ledger,
    optOuts: memoryOptOuts(),
    log: {
      pageSize: 500,
      sentSince: () => {
        let page: readonly DeliveryReport[] | null = [0, 1, 2].map((index) =>
          reportOn(sidOf(index)),
        );
        return async () => {
          const now = page;
          page = null;
          return now;
        };
      },
      outgoingSince: () => async () => null,
      receivedSince: () => async () => null,
      one: async (sid) => reportOn(sid),
    },
    ...virtualTime(new Date('2026-07-16T09:00:00Z')),
    random: () => 1,
    stop: new AbortController().signal,
    emit: () => {},
  });
  return { ...found, requests };
}

describe('the recent failures', () => {
  it('are found at Twilio and recorded, and are not asked for again', async () => {
    await accept(3);
    const failures = { failed: 3, of: 3, twilioCode: 63_051 };
    expect(await find({ code: 63_051 })).toMatchObject({ failed: null, failures });
    expect(await find({ code: 63_051 })).toEqual({ failed: null, failures, requests: 0 });
  });

  it('are those in the ledger where Twilio cannot be asked', async () => {
    await accept(3);
    await ledger.recordDelivery({ sid: sidOf(0), state: 'failed', errorCode: 30_002, at: SENT_AT });
    const found = await find(new InviteError({ code: 'twilio_unreachable' }));
    expect(found).toMatchObject({
      failed: { code: 'twilio_unreachable' },
      failures: { failed: 1, of: 3, twilioCode: 30_002 },
    });
  });

  it('need no request where nothing was sent', async () => {
    expect(await find({ code: 63_051 })).toEqual({ failed: null, failures: null, requests: 0 });
  });
});
