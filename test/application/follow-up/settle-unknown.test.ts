import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  settleUnknown,
  type SettleEvent,
  type SettlePorts,
} from '../../../src/application/follow-up/settle-unknown.ts';
import type { SearchResult } from '../../../src/application/ports/gateway.ts';
import type { Ledger, OpenAttempt } from '../../../src/application/ports/ledger.ts';
import {
  approveReply,
  replyDigestOf,
  type ApprovedReply,
} from '../../../src/domain/contact/free-reply.ts';
import { asMessageSid, type AttemptId, type MessageSid } from '../../../src/domain/delivery/ids.ts';
import type { Outcome } from '../../../src/domain/delivery/outcome.ts';
import type { Message } from '../../../src/domain/message/message.ts';
import { makePlan } from '../../../src/domain/message/plan.ts';
import { SERVICE_SOURCE } from '../../../src/domain/policy/service-attempt.ts';
import type { Phone } from '../../../src/domain/record/phone/phone.ts';
import { anApproved, aYes } from '../../support/builders.ts';
import { historyOf } from '../../support/ledger/history-of.ts';
import { attemptedEarlier, EARLIER } from '../../support/ledger/ledger-earlier.ts';
import { familyMessages } from '../../support/ledger/ledger-families.ts';
import { aLedgerFolder, type LedgerFolder } from '../../support/ledger/ledger-folder.ts';
import { openReplyLog } from '../../support/ledger/ledger-parts.ts';
import { ACCEPTED, SID } from '../../support/sending/fake-gateway.ts';
import { statesIn } from '../../support/sending/run-sending.ts';

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
  /** Each event: the recipient’s last three digits and the result, or the kind and count. */
  readonly reported: readonly string[];
  /** The recipients searched for at Twilio, by the last three digits of the number. */
  readonly searched: readonly string[];
  /** The waits, in milliseconds. */
  readonly waits: readonly number[];
};

/** Runs `settleUnknown` a day after the attempts with these answers of Twilio. Only waits advance the clock. */
async function settle(
  answer: (attempt: Pick<OpenAttempt, 'to'>, time: number) => SearchResult,
  parts: Partial<SettlePorts> & { readonly now?: Date } = {},
): Promise<Settled> {
  const reported: string[] = [];
  const searched: string[] = [];
  const waits: number[] = [];
  let now = (parts.now ?? new Date('2026-07-15T18:42:00Z')).getTime();
  await settleUnknown({
    ledger,
    sentMessages: {
      search: async (attempt) => {
        searched.push(attempt.to.slice(-3));
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
    emit: (event) => reported.push(describeEvent(event)),
    ...parts,
  });
  return { reported, searched, waits };
}

function describeEvent(event: SettleEvent): string {
  return event.kind === 'settled'
    ? `${event.attempt.to.slice(-3)}: ${event.result.kind}`
    : `${event.kind} ${event.count}`;
}

describe('an unknown outcome', () => {
  it('is accepted, with its SID, when Twilio has the message once', async () => {
    await attemptedEarlier(ledger, JOHN, UNKNOWN);
    const { reported, waits } = await settle(() => found(SID));
    expect(reported).toEqual(['asking 1', '000: accepted']);
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

  it('stays unknown when Twilio has no such message, and the search is recorded', async () => {
    await attemptedEarlier(ledger, JOHN, UNKNOWN);
    const { reported } = await settle(() => NONE);
    expect(reported).toEqual(['asking 1', '000: not_found']);
    expect((await ledger.view([JOHN])).byKey.get(JOHN.key)).toMatchObject({
      state: 'unknown',
      soughtAt: new Date('2026-07-15T18:42:00Z'),
    });
  });

  it('is accepted under the first SID when Twilio has the message twice, and both are reported', async () => {
    await attemptedEarlier(ledger, JOHN, UNKNOWN);
    const events: SettleEvent[] = [];
    await settle(() => found(sid('1'), sid('2')), { emit: (event) => events.push(event) });
    expect(events.at(-1)).toMatchObject({
      result: { kind: 'found_twice', sids: [sid('1'), sid('2')] },
    });
    expect((await ledger.view([JOHN])).byKey.get(JOHN.key)?.messageSid).toBe(sid('1'));
  });

  it('is not matched with a message of another attempt', async () => {
    await attemptedEarlier(ledger, THREE[1], ACCEPTED);
    await attemptedEarlier(ledger, JOHN, UNKNOWN);
    const { reported } = await settle(() => found(SID));
    expect(reported).toEqual(['asking 1', '000: not_found']);
  });

  it('is not matched with a message just matched with another unknown outcome', async () => {
    await attemptedEarlier(ledger, JOHN, UNKNOWN);
    await attemptedEarlier(ledger, THREE[1], UNKNOWN);
    const { reported } = await settle(() => found(SID));
    expect(reported).toEqual(['asking 2', '000: accepted', '001: not_found']);
  });

  it('is left unchanged, like all others, when Twilio cannot be searched', async () => {
    await attemptedEarlier(ledger, JOHN, UNKNOWN);
    await attemptedEarlier(ledger, THREE[1], UNKNOWN);
    const { reported, searched } = await settle(() => ({ kind: 'not_asked' }));
    expect(reported).toEqual(['asking 2', '000: not_asked']);
    expect(searched).toEqual(['000']);
    const { byKey } = await ledger.view(THREE);
    expect([...byKey.values()].map(({ state, soughtAt }) => [state, soughtAt])).toEqual([
      ['unknown', null],
      ['unknown', null],
    ]);
  });

  it('is searched for again in each run while it is unknown', async () => {
    await attemptedEarlier(ledger, JOHN, UNKNOWN);
    await settle(() => NONE);
    expect((await settle(() => found(SID))).reported).toEqual(['asking 1', '000: accepted']);
  });
});

/** The time this many seconds after the attempts. */
const at = (seconds: number): Date => new Date(EARLIER.getTime() + seconds * 1000);

describe('a message that does not appear at Twilio yet', () => {
  it('is searched for until it appears', async () => {
    await attemptedEarlier(ledger, JOHN, UNKNOWN);
    const shownFrom = at(13).getTime();
    const { reported, waits } = await settle((_, now) => (now >= shownFrom ? found(SID) : NONE), {
      now: at(10),
    });
    expect(waits).toEqual([2000, 2000]);
    expect(reported).toEqual(['asking 1', 'waiting 1', 'waiting 1', '000: accepted']);
  });

  it('is not found only once the time in which it may appear is over', async () => {
    await attemptedEarlier(ledger, JOHN, UNKNOWN);
    const { reported, waits } = await settle(() => NONE, { now: at(55) });
    expect(waits).toEqual([2000, 2000, 1000]);
    expect(reported.at(-1)).toBe('000: not_found');
  });

  it('does not delay the messages that Twilio has already', async () => {
    await attemptedEarlier(ledger, JOHN, UNKNOWN);
    await attemptedEarlier(ledger, THREE[1], UNKNOWN);
    const { reported } = await settle(({ to }) => (to === JOHN.to ? NONE : found(SID)), {
      now: at(59),
    });
    expect(reported).toEqual(['asking 2', '001: accepted', 'waiting 1', '000: not_found']);
  });

  it('stays unknown, without a recorded search, when the operator does not wait', async () => {
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
const uncertain = (...digits: readonly string[]): SearchResult => ({
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

describe('a candidate: a message at Twilio that may be the one searched for', () => {
  it.each(['text_hidden', 'text_differs', 'number_hidden'] as const)(
    'keeps the outcome unknown, without a recorded search: %s',
    async (doubt) => {
      await attemptedEarlier(ledger, JOHN, UNKNOWN);
      const one = candidate('1', doubt);
      const { reported } = await settle(() => ({ kind: 'asked', sids: [], candidates: [one] }));
      expect(reported).toEqual(['asking 1', '000: unclear']);
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

  it('is reported with the reason why it may be the message', async () => {
    await attemptedEarlier(ledger, JOHN, UNKNOWN);
    const events: SettleEvent[] = [];
    await settle(() => uncertain('1', '2'), { emit: (event) => events.push(event) });
    expect(events.at(-1)).toMatchObject({
      result: { kind: 'unclear', candidate: candidate('1') },
    });
  });

  it('is ignored when it belongs to another attempt: an invite, a test, a reply', async () => {
    const replies = openReplyLog(files.file, 'live');
    await attemptedEarlier(ledger, THREE[1], { kind: 'accepted', messageSid: sid('1') });
    const tested = { ...THREE[2], purpose: 'test' } as const;
    await attemptedEarlier(ledger, tested, { kind: 'accepted', messageSid: sid('2') });
    const claim = await replies.claim(aReplyTo(JOHN), EARLIER);
    if (claim.kind === 'taken') throw new Error('It was taken already.');
    await replies.advance(claim.attemptId, { kind: 'sending' }, EARLIER);
    await replies.advance(claim.attemptId, { kind: 'accepted', messageSid: sid('3') }, EARLIER);
    await attemptedEarlier(ledger, JOHN, UNKNOWN);
    const { reported } = await settle(() => uncertain('1', '2', '3'));
    expect(reported).toEqual(['asking 1', '000: not_found']);
    expect((await settle(() => uncertain('1', '2', '3', '4'))).reported).toEqual([
      'asking 1',
      '000: unclear',
    ]);
    await replies.close();
  });

  it('counts for each of two unknown outcomes', async () => {
    await attemptedEarlier(ledger, JOHN, UNKNOWN);
    await attemptedEarlier(ledger, THREE[1], UNKNOWN);
    const { reported } = await settle(() => uncertain('1', '2'));
    expect(reported).toEqual(['asking 2', '000: unclear', '001: unclear']);
    const again = await settle(() => uncertain('1'));
    expect(again.reported).toEqual(['asking 2', '000: unclear', '001: unclear']);
  });

  it.each([
    ['the first', '000', ['asking 2', '000: accepted', '001: unclear']],
    ['the second', '001', ['asking 2', '001: accepted', '000: unclear']],
  ])(
    'is left for the other outcome when its text is that of %s',
    async (_which, whose, expected) => {
      await attemptedEarlier(ledger, JOHN, UNKNOWN);
      await attemptedEarlier(ledger, THREE[1], UNKNOWN);
      const { reported } = await settle(({ to }) =>
        to.endsWith(whose)
          ? { kind: 'asked', sids: [sid('1')], candidates: [candidate('2')] }
          : {
              kind: 'asked',
              sids: [],
              candidates: [candidate('1', 'text_differs'), candidate('2')],
            },
      );
      expect(reported).toEqual(expected);
    },
  );

  it('belongs to the outcome with its text, whichever of the two is searched for first', async () => {
    await attemptedEarlier(ledger, JOHN, UNKNOWN);
    await attemptedEarlier(ledger, THREE[1], UNKNOWN);
    const { reported } = await settle(({ to }) =>
      to.endsWith('001')
        ? found(sid('1'))
        : { kind: 'asked', sids: [], candidates: [candidate('1', 'text_differs')] },
    );
    expect(reported).toEqual(['asking 2', '001: accepted', '000: not_found']);
  });

  it('is considered anew where an earlier run found none', async () => {
    await attemptedEarlier(ledger, JOHN, UNKNOWN);
    await settle(() => NONE);
    expect(makePlan([JOHN], await ledger.view([JOHN])).toAsk).toHaveLength(1);
    await settle(() => uncertain('1'));
    expect(makePlan([JOHN], await ledger.view([JOHN])).toAsk).toEqual([]);
    expect((await Array.fromAsync(ledger.messages()))[0]).toMatchObject({
      soughtAt: null,
      candidate: candidate('1'),
    });
  });

  it('is cleared once Twilio has none, or has the message itself', async () => {
    await attemptedEarlier(ledger, JOHN, UNKNOWN);
    await settle(() => uncertain('1'));
    await settle(() => NONE);
    expect((await Array.fromAsync(ledger.messages()))[0]).not.toHaveProperty('candidate');
    await settle(() => uncertain('1'));
    await settle(() => found(sid('1')));
    expect((await Array.fromAsync(ledger.messages()))[0]).toMatchObject({
      state: 'accepted',
      messageSid: sid('1'),
    });
    expect((await Array.fromAsync(ledger.messages()))[0]).not.toHaveProperty('candidate');
  });

  it.each(['text_hidden', 'number_hidden'] as const)(
    'is reported at once where no wait can show more: %s',
    async (doubt) => {
      await attemptedEarlier(ledger, JOHN, UNKNOWN);
      const candidates = [candidate('2', 'text_differs'), candidate('1', doubt)];
      const { reported } = await settle(() => ({ kind: 'asked', sids: [], candidates }), {
        now: at(10),
      });
      expect(reported).toEqual(['asking 1', '000: unclear']);
    },
  );

  it('with another text is reported once the time in which the message may appear is over', async () => {
    await attemptedEarlier(ledger, JOHN, UNKNOWN);
    const other = candidate('1', 'text_differs');
    const shownFrom = at(13).getTime();
    const { reported } = await settle(
      (_, now) =>
        now >= shownFrom ? found(SID) : { kind: 'asked', sids: [], candidates: [other] },
      {
        now: at(10),
      },
    );
    expect(reported).toEqual(['asking 1', 'waiting 1', 'waiting 1', '000: accepted']);
  });

  it('is ignored when a callback settles the attempt meanwhile', async () => {
    await attemptedEarlier(ledger, JOHN, UNKNOWN);
    const service = files.open();
    const { reported } = await settle(() => uncertain('1'), {
      ledger: {
        ...ledger,
        noteCandidate: async (id, ...rest) => {
          await service.recordDelivery(
            { sid: sid('9'), state: 'sent', errorCode: null, at: EARLIER },
            id,
          );
          return await ledger.noteCandidate(id, ...rest);
        },
      },
    });
    expect(reported).toEqual(['asking 1']);
    expect(await Array.fromAsync(ledger.messages())).toMatchObject([
      { state: 'accepted', messageSid: sid('9') },
    ]);
  });

  it('is recorded even if Twilio stops answering afterwards', async () => {
    await attemptedEarlier(ledger, JOHN, UNKNOWN);
    await attemptedEarlier(ledger, THREE[1], UNKNOWN);
    const { reported } = await settle(({ to }) =>
      to === JOHN.to ? uncertain('1') : { kind: 'not_asked' },
    );
    expect(reported).toEqual(['asking 2', '001: not_asked', '000: unclear']);
  });
});

describe('an attempt of a run that was cut off', () => {
  it('is marked unknown before Twilio is searched', async () => {
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

  it('lapses without a search if it was not sent yet', async () => {
    await ledger.claim(anApproved(JOHN), { file: 'players.csv' }, EARLIER, null);
    const { reported, searched } = await settle(() => found(SID));
    expect([reported, searched]).toEqual([[], []]);
    expect(await statesIn(ledger, [JOHN])).toEqual(['lapsed']);
  });
});

const later = (seconds: number): Date => new Date(EARLIER.getTime() + seconds * 1000);

describe('an attempt that the service may be working on', () => {
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
    const { searched } = await settle(() => found(SID), { now: later(60) });
    expect([searched, await statesIn(ledger, [JOHN])]).toEqual([[], ['sending']]);
  });

  it('is settled like any other once it was cut off long ago', async () => {
    const attempt = await claimedByService();
    await ledger.advance(attempt, { kind: 'sending' }, EARLIER);
    await settle(() => found(SID), { now: later(61) });
    expect(await statesIn(ledger, [JOHN])).toEqual(['accepted']);
  });
});

describe('an attempt that a callback settles during the search', () => {
  it.each([
    ['shows none', NONE],
    ['shows it', found(SID)],
  ])('is left as it is when Twilio %s', async (_what, answer) => {
    await attemptedEarlier(ledger, JOHN, UNKNOWN);
    const [open] = await ledger.open();
    await settle(() => answer, {
      sentMessages: {
        search: async () => {
          await ledger.recordDelivery(
            { sid: SID, state: 'sent', errorCode: null, at: EARLIER },
            open?.id,
          );
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

describe('a settled attempt', () => {
  it.each([
    ACCEPTED,
    { kind: 'refused', twilioCode: 21_610, twilioText: '', retryAfterSeconds: null } as const,
  ])('with $kind is not searched for', async (outcome) => {
    await attemptedEarlier(ledger, JOHN, outcome);
    expect(await settle(() => found(SID))).toEqual({ reported: [], searched: [], waits: [] });
  });
});

describe('while another run holds the ledger', () => {
  const ONLY_UNKNOWN = { onlyUnknown: true } as const;

  it('unknown outcomes are settled, and the attempts of that run are left as they are', async () => {
    const [, sending, approved] = THREE;
    await attemptedEarlier(ledger, JOHN, UNKNOWN);
    await attemptedEarlier(ledger, sending, null);
    await ledger.claim(anApproved(approved), { file: 'players.csv' }, EARLIER, null);
    const { reported } = await settle(() => found(SID), ONLY_UNKNOWN);
    expect(reported).toEqual(['asking 1', '000: accepted']);
    expect(await statesIn(ledger, THREE)).toEqual(['accepted', 'sending', 'approved']);
  });

  it.each([
    ['Twilio shows it too', found(SID)],
    ['Twilio shows it twice', found(SID, sid('8'))],
    ['Twilio shows none', NONE],
  ])(
    'a callback that settles the attempt between the check and the step wins: %s',
    async (_, answer) => {
      await attemptedEarlier(ledger, JOHN, UNKNOWN);
      const service = files.open();
      const settleByCallback = async (id: AttemptId): Promise<void> =>
        await service.recordDelivery(
          { sid: sid('9'), state: 'sent', errorCode: null, at: EARLIER },
          id,
        );
      const { reported } = await settle(() => answer, {
        ledger: {
          ...ledger,
          advance: async (id, ...rest) => {
            await settleByCallback(id);
            return await ledger.advance(id, ...rest);
          },
          noteNotFound: async (id, ...rest) => {
            await settleByCallback(id);
            return await ledger.noteNotFound(id, ...rest);
          },
        },
      });
      expect(reported).toEqual(['asking 1']);
      expect(await Array.fromAsync(ledger.messages())).toMatchObject([
        { state: 'accepted', messageSid: sid('9') },
      ]);
    },
  );

  it.each([
    ['for an outcome that a callback has settled meanwhile', UNKNOWN],
    ['for an attempt that another run has marked unknown meanwhile', null],
  ])('an error of the program is thrown %s', async (_when, outcome) => {
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

  it('an error on a step for a still unknown outcome ends the run', async () => {
    await attemptedEarlier(ledger, JOHN, UNKNOWN);
    const full = new Error('The disk is full.');
    const failing = { ...ledger, advance: async () => await Promise.reject(full) };
    await expect(settle(() => found(SID), { ledger: failing })).rejects.toBe(full);
  });

  it('an attempt that the run settles meanwhile is not settled a second time', async () => {
    await attemptedEarlier(ledger, JOHN, UNKNOWN);
    const other = files.open();
    const { reported } = await settle(() => NONE, {
      ...ONLY_UNKNOWN,
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
    expect(reported).toEqual(['asking 1']);
    expect(await Array.fromAsync(ledger.messages())).toMatchObject([
      { state: 'accepted', messageSid: sid('9') },
    ]);
  });
});

const shared = (): Ledger => ({ ...ledger, isShared: true });

describe('on a shared ledger', () => {
  it('an attempt that another operator may be sending is left as it is', async () => {
    const [, sending, approved] = THREE;
    await attemptedEarlier(ledger, JOHN, UNKNOWN);
    await attemptedEarlier(ledger, sending, null);
    await ledger.claim(anApproved(approved), { file: 'players.csv' }, EARLIER, null);
    const { reported } = await settle(() => found(SID), { ledger: shared(), now: later(60) });
    expect(reported).toEqual(['asking 1', '000: accepted']);
    expect(await statesIn(ledger, THREE)).toEqual(['accepted', 'sending', 'approved']);
  });

  it('an interrupted request is settled once it can no longer be in progress', async () => {
    await attemptedEarlier(ledger, JOHN, null);
    await settle(() => found(SID), { ledger: shared(), now: later(61) });
    expect(await statesIn(ledger, [JOHN])).toEqual(['accepted']);
  });

  it('an unused approval lapses when it is too old', async () => {
    await ledger.claim(anApproved(JOHN), { file: 'players.csv' }, EARLIER, null);
    await settle(() => NONE, { ledger: shared(), now: later(12 * 3600) });
    expect(await statesIn(ledger, [JOHN])).toEqual(['approved']);
    await settle(() => NONE, { ledger: shared(), now: later(12 * 3600 + 1) });
    expect(await statesIn(ledger, [JOHN])).toEqual(['lapsed']);
  });

  it('an attempt that another run has just marked unknown is settled all the same', async () => {
    await attemptedEarlier(ledger, JOHN, null);
    const other = files.open();
    const ours: Ledger = {
      ...shared(),
      advance: async (id, step, ...rest) => {
        if (step.kind === 'unknown') await other.advance(id, step, ...rest);
        return await ledger.advance(id, step, ...rest);
      },
    };
    const { reported } = await settle(() => found(SID), { ledger: ours });
    expect(reported).toEqual(['asking 1', '000: accepted']);
  });
});
