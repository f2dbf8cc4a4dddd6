import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Replies } from '../../../src/application/ports/contact.ts';
import { sendReply, type ReplyLog } from '../../../src/application/replies/send-reply.ts';
import { yesAtTerminal } from '../../../src/domain/approval/operator-yes.ts';
import type { FreeReply } from '../../../src/domain/contact/free-reply.ts';
import { replyDigestOf } from '../../../src/domain/contact/free-reply.ts';
import type { MessageSid } from '../../../src/domain/delivery/ids.ts';
import type { Outcome } from '../../../src/domain/delivery/outcome.ts';
import { InviteError } from '../../../src/domain/problem/problem.ts';
import type { Phone } from '../../../src/domain/record/phone/phone.ts';
import { aLedgerFolder, type LedgerFolder } from '../../support/ledger/ledger-folder.ts';
import { openReplyLog } from '../../support/ledger/ledger-parts.ts';
import { ACCEPTED } from '../../support/sending/fake-gateway.ts';
import { NOW } from '../../support/sending/run-sending.ts';
import { memoryOptOuts } from '../../support/store/memory-opt-outs.ts';

const REPLY: FreeReply = {
  phone: '+447700900123' as Phone,
  to: 'whatsapp:+447700900123',
  body: 'Yes, both children can play.',
  answers: `SM${'a'.repeat(32)}` as MessageSid,
};
const YES = {
  shown: replyDigestOf(REPLY),
  key: 'y',
  operator: 'Robin Green',
  at: NOW,
} as const;
const FULL = new InviteError({ code: 'ledger_unavailable', file: 'x', reason: 'disk_full' });

let files: LedgerFolder;
let log: ReplyLog;
beforeEach(() => {
  files = aLedgerFolder();
  log = openReplyLog(files.file, 'live');
});
afterEach(async () => {
  await log.close();
  await files.remove();
});

/** Sends the reply, with `parts` in place of the log’s own functions. */
async function sent(
  outcome: Outcome,
  parts: Partial<ReplyLog> = {},
  optOuts = memoryOptOuts(),
  replies: Pick<Replies, 'handle'> = { handle: async () => ({ kind: 'handled' }) },
) {
  let requests = 0;
  const reply = async (): Promise<Outcome> => {
    requests += 1;
    return outcome;
  };
  const fate = await sendReply(
    REPLY,
    yesAtTerminal(YES),
    { at: NOW },
    {
      gateway: { reply },
      log: { ...log, ...parts },
      optOuts,
      replies,
      clock: { now: () => NOW },
      stopNow: new AbortController().signal,
      hoursNow: () => null,
    },
  );
  return { fate, requests };
}

function failsAfterSending(error: Error): Pick<ReplyLog, 'advance'> {
  return {
    advance: async (id, step, at) => {
      if (step.kind === 'sending') return await log.advance(id, step, at);
      throw error;
    },
  };
}

describe('a reply whose outcome cannot be written to the ledger', () => {
  it.each<Outcome>([
    ACCEPTED,
    { kind: 'unreachable' },
    { kind: 'refused', twilioCode: 63_016, twilioText: '', retryAfterSeconds: null },
  ])('returns Twilio’s outcome: $kind', async (outcome) => {
    const { fate, requests } = await sent(outcome, failsAfterSending(FULL));
    expect(fate).toEqual({ kind: 'unwritten', outcome, error: FULL });
    expect(requests).toBe(1);
    // The attempt stays open, so that Twilio is asked about it before another send.
    expect(await log.open()).toMatchObject([{ state: 'sending', body: REPLY.body }]);
    expect((await sent(ACCEPTED)).fate).toMatchObject({ kind: 'still_unknown' });
  });

  it('returns the outcome when the opt-out that it implies cannot be stored', async () => {
    const refused: Outcome = {
      kind: 'refused',
      twilioCode: 21_610,
      twilioText: '',
      retryAfterSeconds: null,
    };
    const optOuts = { ...memoryOptOuts(), add: async () => await Promise.reject(FULL) };
    const { fate } = await sent(refused, {}, optOuts);
    expect(fate).toEqual({ kind: 'unwritten', outcome: refused, error: FULL });
  });

  it('is not sent when the ledger fails before the request', async () => {
    const advance = async () => await Promise.reject(FULL);
    await expect(sent(ACCEPTED, { advance })).rejects.toBe(FULL);
    expect(await log.open()).toMatchObject([{ state: 'approved' }]);
  });
});

function lapsesBefore(kind: 'sending' | 'lapsed'): Pick<ReplyLog, 'advance'> {
  return {
    advance: async (id, step, at) => {
      if (step.kind === kind) await log.advance(id, { kind: 'lapsed' }, at);
      return await log.advance(id, step, at);
    },
  };
}

describe('a reply whose attempt another run treats as cut off', () => {
  it('is not sent, and can be sent with a new approval', async () => {
    expect(await sent(ACCEPTED, lapsesBefore('sending'))).toEqual({
      fate: { kind: 'unreachable' },
      requests: 0,
    });
    expect(await sent(ACCEPTED)).toEqual({ fate: ACCEPTED, requests: 1 });
  });

  it('is reported as opted out when the parent opted out', async () => {
    const optOuts = memoryOptOuts();
    await optOuts.add([REPLY.phone], {
      state: 'stopped',
      source: 'reply',
      operator: 'the parent',
      at: NOW,
    });
    expect(await sent(ACCEPTED, lapsesBefore('lapsed'), optOuts)).toEqual({
      fate: { kind: 'opted_out' },
      requests: 0,
    });
  });
});

describe('a reply to a message that somebody else has handled since it was shown', () => {
  it('is not sent, and leaves no attempt', async () => {
    const handling = { how: 'done', operator: 'Ann Lee', at: NOW } as const;
    const handle = async () => ({ kind: 'handled_since', handling }) as const;
    expect(await sent(ACCEPTED, {}, memoryOptOuts(), { handle })).toEqual({
      fate: { kind: 'handled_since', handling },
      requests: 0,
    });
    expect(await log.open()).toEqual([]);
  });
});
