import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Ledger, OpenAttempt } from '../../../src/application/ports/ledger.ts';
import type { SearchResult } from '../../../src/application/ports/gateway.ts';
import {
  settleUnknown,
  type SettleEvent,
  type SettlePorts,
} from '../../../src/application/follow-up/settle-unknown.ts';
import { openReplyLog } from '../../support/ledger/ledger-parts.ts';
import {
  approveReply,
  replyDigestOf,
  type ApprovedReply,
} from '../../../src/domain/contact/free-reply.ts';
import type { Message } from '../../../src/domain/message/message.ts';
import type { Outcome } from '../../../src/domain/delivery/outcome.ts';
import { asMessageSid, type AttemptId, type MessageSid } from '../../../src/domain/delivery/ids.ts';
import type { Phone } from '../../../src/domain/record/phone/phone.ts';
import { makePlan } from '../../../src/domain/message/plan.ts';
import { SERVICE_SOURCE } from '../../../src/domain/policy/service-attempt.ts';
import { anApproved, aYes } from '../../support/builders.ts';
import { attemptedEarlier, EARLIER } from '../../support/ledger/ledger-earlier.ts';
import { familyMessages } from '../../support/ledger/ledger-families.ts';
import { aLedgerFolder, type LedgerFolder } from '../../support/ledger/ledger-folder.ts';
import { ACCEPTED, SID } from '../../support/sending/run-gateway.ts';
import { statesIn } from '../../support/sending/run-sending.ts';
import { historyOf } from '../../support/ledger/history-of.ts';

const THREE = familyMessages(3) as readonly [Message, Message, Message];
const [JOHN] = THREE;
const UNKNOWN: Outcome = { kind: 'unknown', doubt: 'connection_lost' };
const sid = (digit: string): MessageSid => asMessageSid(`MM${digit.repeat(32)}`) as MessageSid;

const NONE: SearchResult = { kind: 'asked', sids: [] };
const found = (...sids: readonly MessageSid[]): SearchResult => ({ kind: 'asked', sids });

let files: LedgerFolder;
let ledger: Ledger;
beforeEach(() => {
  files = aLedgerFolder();
  ledger = files.open();
});
afterEach(() => files.remove());

type Settled = {
  /** In words: whose, and what came of it. */
  readonly told: readonly string[];
  /** Whom Twilio was asked for, by the last three digits of the number. */
  readonly sought: readonly string[];
  /** What was waited for, in milliseconds. */
  readonly waits: readonly number[];
};

/** A run a day after the attempts, in which Twilio answers so; time passes only by waiting. */
async function settle(
  answer: (attempt: Pick<OpenAttempt, 'to'>, time: number) => SearchResult,
  parts: Partial<SettlePorts> & { readonly now?: Date } = {},
): Promise<Settled> {
  const told: string[] = [];
  const sought: string[] = [];
  const waits: number[] = [];
  let now = (parts.now ?? new Date('2026-07-15T18:42:00Z')).getTime();
  await settleUnknown({
    ledger,
    sentMessages: {
      search: async (attempt) => {
        sought.push(attempt.to.slice(-3));
        return answer(attempt, now);
      },
    },
    clock: { now: () => new Date(now) },
    wait: async (milliseconds) => {
      waits.push(milliseconds);
      now += milliseconds;
    },
    operator: 'Sam Patel',
    showsUpWithinMs: 60_000,
    stop: new AbortController().signal,
    emit: (event) => told.push(inWords(event)),
    ...parts,
  });
  return { told, sought, waits };
}

function inWords(event: SettleEvent): string {
  return event.kind === 'settled'
    ? `${event.attempt.to.slice(-3)}: ${event.result.kind}`
    : `${event.kind} ${event.count}`;
}

describe('an outcome that nobody knows', () => {
  it('is accepted, with its SID, where Twilio shows it once', async () => {
    await attemptedEarlier(ledger, JOHN, UNKNOWN);
    const { told, waits } = await settle(() => found(SID));
    expect(told).toEqual(['asking 1', '000: accepted']);
    expect(waits).toEqual([]);
    expect((await ledger.view([JOHN])).byKey.get(JOHN.key)).toMatchObject({
      state: 'accepted',
      messageSid: SID,
      operator: 'Robin Green',
    });
    expect((await historyOf(ledger, JOHN)).at(-1)).toMatchObject({
      state: 'accepted',
      operator: 'Sam Patel',
    });
  });

  it('stays unknown where Twilio shows none, and is noted as sought', async () => {
    await attemptedEarlier(ledger, JOHN, UNKNOWN);
    const { told } = await settle(() => NONE);
    expect(told).toEqual(['asking 1', '000: not_found']);
    expect((await ledger.view([JOHN])).byKey.get(JOHN.key)).toMatchObject({
      state: 'unknown',
      soughtAt: new Date('2026-07-15T18:42:00Z'),
    });
  });

  it('is accepted under the first SID where Twilio shows it twice, and both are told', async () => {
    await attemptedEarlier(ledger, JOHN, UNKNOWN);
    const events: SettleEvent[] = [];
    await settle(() => found(sid('1'), sid('2')), { emit: (event) => events.push(event) });
    expect(events.at(-1)).toMatchObject({
      result: { kind: 'found_twice', sids: [sid('1'), sid('2')] },
    });
    expect((await ledger.view([JOHN])).byKey.get(JOHN.key)?.messageSid).toBe(sid('1'));
  });

  it('is not taken for a message that another attempt has', async () => {
    await attemptedEarlier(ledger, THREE[1], ACCEPTED);
    await attemptedEarlier(ledger, JOHN, UNKNOWN);
    const { told } = await settle(() => found(SID));
    expect(told).toEqual(['asking 1', '000: not_found']);
  });

  it('does not take the message that another one of unknown outcome was just given', async () => {
    await attemptedEarlier(ledger, JOHN, UNKNOWN);
    await attemptedEarlier(ledger, THREE[1], UNKNOWN);
    const { told } = await settle(() => found(SID));
    expect(told).toEqual(['asking 2', '000: accepted', '001: not_found']);
  });

  it('is left as it is where Twilio cannot be asked, and so are the others', async () => {
    await attemptedEarlier(ledger, JOHN, UNKNOWN);
    await attemptedEarlier(ledger, THREE[1], UNKNOWN);
    const { told, sought } = await settle(() => ({ kind: 'not_asked' }));
    expect(told).toEqual(['asking 2', '000: not_asked']);
    expect(sought).toEqual(['000']);
    const { byKey } = await ledger.view(THREE);
    expect([...byKey.values()].map(({ state, soughtAt }) => [state, soughtAt])).toEqual([
      ['unknown', null],
      ['unknown', null],
    ]);
  });

  it('is asked for again in each run for as long as it is unknown', async () => {
    await attemptedEarlier(ledger, JOHN, UNKNOWN);
    await settle(() => NONE);
    expect((await settle(() => found(SID))).told).toEqual(['asking 1', '000: accepted']);
  });
});

/** So many seconds after the attempts. */
const at = (seconds: number): Date => new Date(EARLIER.getTime() + seconds * 1000);

describe('a message that Twilio does not show yet', () => {
  it('is asked for until it shows up', async () => {
    await attemptedEarlier(ledger, JOHN, UNKNOWN);
    const shownFrom = at(13).getTime();
    const { told, waits } = await settle((_, now) => (now >= shownFrom ? found(SID) : NONE), {
      now: at(10),
    });
    expect(waits).toEqual([2000, 2000]);
    expect(told).toEqual(['asking 1', 'waiting 1', 'waiting 1', '000: accepted']);
  });

  it('counts as not there only when the time in which it may show up is over', async () => {
    await attemptedEarlier(ledger, JOHN, UNKNOWN);
    const { told, waits } = await settle(() => NONE, { now: at(55) });
    expect(waits).toEqual([2000, 2000, 1000]);
    expect(told.at(-1)).toBe('000: not_found');
  });

  it('keeps nobody else waiting for what Twilio shows at once', async () => {
    await attemptedEarlier(ledger, JOHN, UNKNOWN);
    await attemptedEarlier(ledger, THREE[1], UNKNOWN);
    const { told } = await settle(({ to }) => (to === JOHN.to ? NONE : found(SID)), {
      now: at(59),
    });
    expect(told).toEqual(['asking 2', '001: accepted', 'waiting 1', '000: not_found']);
  });

  it('stays unknown and not sought where the operator does not want to wait', async () => {
    await attemptedEarlier(ledger, JOHN, UNKNOWN);
    const stop = new AbortController();
    await settle(() => NONE, { now: at(10), stop: stop.signal, wait: async () => stop.abort() });
    expect((await ledger.view([JOHN])).byKey.get(JOHN.key)).toMatchObject({
      state: 'unknown',
      soughtAt: null,
    });
  });
});

const MADE = new Date('2026-07-14T18:42:05Z');
const candidate = (
  digit: string,
  doubt: 'text_hidden' | 'text_differs' | 'number_hidden' = 'text_hidden',
) => ({ sid: sid(digit), at: MADE, doubt });
const perhaps = (...digits: readonly string[]): SearchResult => ({
  kind: 'asked',
  sids: [],
  candidates: digits.map((digit) => candidate(digit)),
});

function aReplyTo({ to }: Message): ApprovedReply {
  const reply = {
    phone: to.replace('whatsapp:', '') as Phone,
    to,
    body: 'Yes, of course.',
    answers: sid('7'),
  };
  return approveReply(reply, aYes(replyDigestOf(reply), { at: EARLIER }));
}

describe('a message that Twilio has, and that may be it,', () => {
  it.each(['text_hidden', 'text_differs', 'number_hidden'] as const)(
    'keeps the outcome unknown and not sought: %s',
    async (doubt) => {
      await attemptedEarlier(ledger, JOHN, UNKNOWN);
      const one = candidate('1', doubt);
      const { told } = await settle(() => ({ kind: 'asked', sids: [], candidates: [one] }));
      expect(told).toEqual(['asking 1', '000: unclear']);
      const view = await ledger.view([JOHN]);
      expect(view.byKey.get(JOHN.key)).toMatchObject({
        state: 'unknown',
        soughtAt: null,
        candidate: one,
      });
      const plan = makePlan([JOHN], view);
      expect([plan.toAsk, plan.unknown.length]).toEqual([[], 1]);
      expect((await historyOf(ledger, JOHN)).map(({ state }) => state)).not.toContain('not_found');
    },
  );

  it('is told with what it is', async () => {
    await attemptedEarlier(ledger, JOHN, UNKNOWN);
    const events: SettleEvent[] = [];
    await settle(() => perhaps('1', '2'), { emit: (event) => events.push(event) });
    expect(events.at(-1)).toMatchObject({
      result: { kind: 'unclear', candidate: candidate('1') },
    });
  });

  it('does not count where another attempt has it: an invite, a test, a reply', async () => {
    const replies = openReplyLog(files.file, 'live');
    await attemptedEarlier(ledger, THREE[1], { kind: 'accepted', messageSid: sid('1') });
    const tested = { ...THREE[2], purpose: 'test' } as const;
    await attemptedEarlier(ledger, tested, { kind: 'accepted', messageSid: sid('2') });
    const claim = await replies.claim(aReplyTo(JOHN), EARLIER);
    if (claim.kind === 'taken') throw new Error('It was taken already.');
    await replies.advance(claim.attemptId, { kind: 'sending' }, EARLIER);
    await replies.advance(claim.attemptId, { kind: 'accepted', messageSid: sid('3') }, EARLIER);
    await attemptedEarlier(ledger, JOHN, UNKNOWN);
    const { told } = await settle(() => perhaps('1', '2', '3'));
    expect(told).toEqual(['asking 1', '000: not_found']);
    expect((await settle(() => perhaps('1', '2', '3', '4'))).told).toEqual([
      'asking 1',
      '000: unclear',
    ]);
    await replies.close();
  });

  it('counts against each of two of which nobody knows', async () => {
    await attemptedEarlier(ledger, JOHN, UNKNOWN);
    await attemptedEarlier(ledger, THREE[1], UNKNOWN);
    const { told } = await settle(() => perhaps('1', '2'));
    expect(told).toEqual(['asking 2', '000: unclear', '001: unclear']);
    const again = await settle(() => perhaps('1'));
    expect(again.told).toEqual(['asking 2', '000: unclear', '001: unclear']);
  });

  it.each([
    ['the first', '000', ['asking 2', '000: accepted', '001: unclear']],
    ['the second', '001', ['asking 2', '001: accepted', '000: unclear']],
  ])('stays for the other where the text is that of %s', async (_which, whose, expected) => {
    await attemptedEarlier(ledger, JOHN, UNKNOWN);
    await attemptedEarlier(ledger, THREE[1], UNKNOWN);
    const { told } = await settle(({ to }) =>
      to.endsWith(whose)
        ? { kind: 'asked', sids: [sid('1')], candidates: [candidate('2')] }
        : {
            kind: 'asked',
            sids: [],
            candidates: [candidate('1', 'text_differs'), candidate('2')],
          },
    );
    expect(told).toEqual(expected);
  });

  it('is another’s where its text tells so, whichever of the two is asked for first', async () => {
    await attemptedEarlier(ledger, JOHN, UNKNOWN);
    await attemptedEarlier(ledger, THREE[1], UNKNOWN);
    const { told } = await settle(({ to }) =>
      to.endsWith('001')
        ? found(sid('1'))
        : { kind: 'asked', sids: [], candidates: [candidate('1', 'text_differs')] },
    );
    expect(told).toEqual(['asking 2', '001: accepted', '000: not_found']);
  });

  it('is looked at afresh where an earlier run found none', async () => {
    await attemptedEarlier(ledger, JOHN, UNKNOWN);
    await settle(() => NONE);
    expect(makePlan([JOHN], await ledger.view([JOHN])).toAsk).toHaveLength(1);
    await settle(() => perhaps('1'));
    expect(makePlan([JOHN], await ledger.view([JOHN])).toAsk).toEqual([]);
    expect((await Array.fromAsync(ledger.messages()))[0]).toMatchObject({
      soughtAt: null,
      candidate: candidate('1'),
    });
  });

  it('is forgotten once Twilio shows none, or the message itself', async () => {
    await attemptedEarlier(ledger, JOHN, UNKNOWN);
    await settle(() => perhaps('1'));
    await settle(() => NONE);
    expect((await Array.fromAsync(ledger.messages()))[0]).not.toHaveProperty('candidate');
    await settle(() => perhaps('1'));
    await settle(() => found(sid('1')));
    expect((await Array.fromAsync(ledger.messages()))[0]).toMatchObject({
      state: 'accepted',
      messageSid: sid('1'),
    });
    expect((await Array.fromAsync(ledger.messages()))[0]).not.toHaveProperty('candidate');
  });

  it.each(['text_hidden', 'number_hidden'] as const)(
    'is told at once where no waiting shows more: %s',
    async (doubt) => {
      await attemptedEarlier(ledger, JOHN, UNKNOWN);
      const candidates = [candidate('2', 'text_differs'), candidate('1', doubt)];
      const { told } = await settle(() => ({ kind: 'asked', sids: [], candidates }), {
        now: at(10),
      });
      expect(told).toEqual(['asking 1', '000: unclear']);
    },
  );

  it('with another text is told once the time is over in which the message may show up', async () => {
    await attemptedEarlier(ledger, JOHN, UNKNOWN);
    const other = candidate('1', 'text_differs');
    const shownFrom = at(13).getTime();
    const { told } = await settle(
      (_, now) =>
        now >= shownFrom ? found(SID) : { kind: 'asked', sids: [], candidates: [other] },
      {
        now: at(10),
      },
    );
    expect(told).toEqual(['asking 1', 'waiting 1', 'waiting 1', '000: accepted']);
  });

  it('is no matter where a callback settles the attempt meanwhile', async () => {
    await attemptedEarlier(ledger, JOHN, UNKNOWN);
    const service = files.open();
    const { told } = await settle(() => perhaps('1'), {
      ledger: {
        ...ledger,
        noteCandidate: async (id, ...rest) => {
          await service.recordDelivery(sid('9'), 'sent', null, EARLIER, id);
          return await ledger.noteCandidate(id, ...rest);
        },
      },
    });
    expect(told).toEqual(['asking 1']);
    expect(await Array.fromAsync(ledger.messages())).toMatchObject([
      { state: 'accepted', messageSid: sid('9') },
    ]);
  });

  it('does not keep what is certain from being written down where Twilio then falls silent', async () => {
    await attemptedEarlier(ledger, JOHN, UNKNOWN);
    await attemptedEarlier(ledger, THREE[1], UNKNOWN);
    const { told } = await settle(({ to }) =>
      to === JOHN.to ? perhaps('1') : { kind: 'not_asked' },
    );
    expect(told).toEqual(['asking 2', '001: not_asked', '000: unclear']);
  });
});

describe('what a run left behind that was cut off', () => {
  it('is called unknown before Twilio is asked', async () => {
    await attemptedEarlier(ledger, JOHN, null);
    let stateWhenAsked: readonly (string | undefined)[] = [];
    await settle(() => NONE, {
      sentMessages: {
        search: async () => {
          stateWhenAsked = await statesIn(ledger, [JOHN]);
          return NONE;
        },
      },
    });
    expect(stateWhenAsked).toEqual(['unknown']);
  });

  it('and had not left yet lapses, and Twilio is not asked for it', async () => {
    await ledger.claim(anApproved(JOHN), { file: 'players.csv' }, EARLIER, null);
    const { told, sought } = await settle(() => found(SID));
    expect([told, sought]).toEqual([[], []]);
    expect(await statesIn(ledger, [JOHN])).toEqual(['lapsed']);
  });
});

const later = (seconds: number): Date => new Date(EARLIER.getTime() + seconds * 1000);

describe('what the service may be at', () => {
  const source = { file: SERVICE_SOURCE };
  async function claimedByService(): Promise<AttemptId> {
    const claim = await ledger.claim(anApproved(JOHN), source, EARLIER, null);
    if (claim.kind === 'taken') throw new Error('The message was taken already.');
    return claim.attemptId;
  }

  it('is left alone by a run beside it for as long as a request can take', async () => {
    const attempt = await claimedByService();
    await settle(() => found(SID), { now: later(60) });
    expect(await statesIn(ledger, [JOHN])).toEqual(['approved']);
    await ledger.advance(attempt, { kind: 'sending' }, EARLIER);
    const { sought } = await settle(() => found(SID), { now: later(60) });
    expect([sought, await statesIn(ledger, [JOHN])]).toEqual([[], ['sending']]);
  });

  it('and was cut off long ago is settled like all else', async () => {
    const attempt = await claimedByService();
    await ledger.advance(attempt, { kind: 'sending' }, EARLIER);
    await settle(() => found(SID), { now: later(61) });
    expect(await statesIn(ledger, [JOHN])).toEqual(['accepted']);
  });
});

describe('what a callback settles while Twilio is asked', () => {
  it.each([
    ['shows none', NONE],
    ['shows it', found(SID)],
  ])('stays as it is where Twilio %s', async (_what, answer) => {
    await attemptedEarlier(ledger, JOHN, UNKNOWN);
    const [open] = await ledger.open();
    await settle(() => answer, {
      sentMessages: {
        search: async () => {
          await ledger.recordDelivery(SID, 'sent', null, EARLIER, open?.id);
          return answer;
        },
      },
    });
    expect((await ledger.view([JOHN])).byKey.get(JOHN.key)).toMatchObject({
      state: 'accepted',
      messageSid: SID,
    });
  });
});

describe('what is settled', () => {
  it.each([
    ACCEPTED,
    { kind: 'refused', twilioCode: 21_610, twilioText: '', retryAfterSeconds: null } as const,
  ])('already, as $kind, is not asked for', async (outcome) => {
    await attemptedEarlier(ledger, JOHN, outcome);
    expect(await settle(() => found(SID))).toEqual({ told: [], sought: [], waits: [] });
  });
});

describe('while another run holds the ledger', () => {
  const BESIDE = { onlyUnknown: true } as const;

  it('what is unknown is settled, and what that run is at is left as it is', async () => {
    const [, sending, approved] = THREE;
    await attemptedEarlier(ledger, JOHN, UNKNOWN);
    await attemptedEarlier(ledger, sending, null);
    await ledger.claim(anApproved(approved), { file: 'players.csv' }, EARLIER, null);
    const { told } = await settle(() => found(SID), BESIDE);
    expect(told).toEqual(['asking 1', '000: accepted']);
    expect(await statesIn(ledger, THREE)).toEqual(['accepted', 'sending', 'approved']);
  });

  it.each([
    ['Twilio shows it too', found(SID)],
    ['Twilio shows it twice', found(SID, sid('8'))],
    ['Twilio shows none', NONE],
  ])('a callback between the last look and the step has settled it: %s', async (_, answer) => {
    await attemptedEarlier(ledger, JOHN, UNKNOWN);
    const service = files.open();
    const heard = async (id: AttemptId): Promise<void> =>
      await service.recordDelivery(sid('9'), 'sent', null, EARLIER, id);
    const { told } = await settle(() => answer, {
      ledger: {
        ...ledger,
        advance: async (id, ...rest) => {
          await heard(id);
          return await ledger.advance(id, ...rest);
        },
        noteNotFound: async (id, ...rest) => {
          await heard(id);
          return await ledger.noteNotFound(id, ...rest);
        },
      },
    });
    expect(told).toEqual(['asking 1']);
    expect(await Array.fromAsync(ledger.messages())).toMatchObject([
      { state: 'accepted', messageSid: sid('9') },
    ]);
  });

  it.each([
    ['for an outcome that a callback has settled meanwhile', UNKNOWN],
    ['for one that another run has called unknown meanwhile', null],
  ])('a fault of the tool stays one %s', async (_when, outcome) => {
    const bug = new TypeError('state is undefined');
    await attemptedEarlier(ledger, JOHN, outcome);
    const other = files.open();
    const broken: Ledger = {
      ...ledger,
      advance: async (id, step, ...rest) => {
        await other.advance(id, step, ...rest);
        throw bug;
      },
    };
    await expect(settle(() => found(SID), { ledger: broken })).rejects.toBe(bug);
  });

  it('a step that fails for what is still unknown stops the run', async () => {
    await attemptedEarlier(ledger, JOHN, UNKNOWN);
    const full = new Error('The disk is full.');
    const failing = { ...ledger, advance: async () => await Promise.reject(full) };
    await expect(settle(() => found(SID), { ledger: failing })).rejects.toBe(full);
  });

  it('what that run has settled meanwhile is not settled a second time', async () => {
    await attemptedEarlier(ledger, JOHN, UNKNOWN);
    const other = files.open();
    const { told } = await settle(() => NONE, {
      ...BESIDE,
      sentMessages: {
        search: async () => {
          const [open] = await other.open();
          if (open !== undefined) {
            await other.advance(open.id, { kind: 'accepted', messageSid: sid('9') }, EARLIER);
          }
          return found(SID);
        },
      },
    });
    expect(told).toEqual(['asking 1']);
    expect(await Array.fromAsync(ledger.messages())).toMatchObject([
      { state: 'accepted', messageSid: sid('9') },
    ]);
  });
});

const shared = (): Ledger => ({ ...ledger, isShared: true });

describe('on a ledger that others write to at the same time', () => {
  it('what may be on its way for somebody else is left as it is', async () => {
    const [, sending, approved] = THREE;
    await attemptedEarlier(ledger, JOHN, UNKNOWN);
    await attemptedEarlier(ledger, sending, null);
    await ledger.claim(anApproved(approved), { file: 'players.csv' }, EARLIER, null);
    const { told } = await settle(() => found(SID), { ledger: shared(), now: later(60) });
    expect(told).toEqual(['asking 1', '000: accepted']);
    expect(await statesIn(ledger, THREE)).toEqual(['accepted', 'sending', 'approved']);
  });

  it('a request that was cut off is settled once it can be no longer on its way', async () => {
    await attemptedEarlier(ledger, JOHN, null);
    await settle(() => found(SID), { ledger: shared(), now: later(61) });
    expect(await statesIn(ledger, [JOHN])).toEqual(['accepted']);
  });

  it('a yes that nobody used lapses when it has grown too old', async () => {
    await ledger.claim(anApproved(JOHN), { file: 'players.csv' }, EARLIER, null);
    await settle(() => NONE, { ledger: shared(), now: later(12 * 3600) });
    expect(await statesIn(ledger, [JOHN])).toEqual(['approved']);
    await settle(() => NONE, { ledger: shared(), now: later(12 * 3600 + 1) });
    expect(await statesIn(ledger, [JOHN])).toEqual(['lapsed']);
  });

  it('what another has called unknown a moment before is settled all the same', async () => {
    await attemptedEarlier(ledger, JOHN, null);
    const other = files.open();
    const ours: Ledger = {
      ...shared(),
      advance: async (id, step, ...rest) => {
        if (step.kind === 'unknown') await other.advance(id, step, ...rest);
        return await ledger.advance(id, step, ...rest);
      },
    };
    const { told } = await settle(() => found(SID), { ledger: ours });
    expect(told).toEqual(['asking 1', '000: accepted']);
  });
});
