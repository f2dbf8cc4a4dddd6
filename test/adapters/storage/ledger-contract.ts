import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { HistoryEntry, Ledger } from '../../../src/application/ports/ledger.ts';
import { reportLineOf, type ReportLine } from '../../../src/application/report/report-rows.ts';
import { approve, type ApprovedMessage } from '../../../src/domain/approval/approval.ts';
import { asMessageSid, type AttemptId, type MessageSid } from '../../../src/domain/delivery/ids.ts';
import type { Attempt, Outcome, Step } from '../../../src/domain/delivery/outcome.ts';
import {
  ATTEMPT_STATES,
  DELIVERY_STATES,
  isFurther,
  mayBecome,
  type AttemptState,
} from '../../../src/domain/delivery/state.ts';
import type { KnownPlayer } from '../../../src/domain/list/compare-lists.ts';
import { builtInTemplate } from '../../../src/domain/message/built-in-template.ts';
import { digestOf, type Message } from '../../../src/domain/message/message.ts';
import type { LedgerView } from '../../../src/domain/message/plan.ts';
import {
  composeTestMessage,
  parseTestNumbers,
  type TestNumber,
} from '../../../src/domain/message/test-message.ts';
import { dailyRoom } from '../../../src/domain/policy/people-counted.ts';
import type { MobilePhone } from '../../../src/domain/record/phone/phone.ts';
import type { Mode } from '../../../src/domain/set-up/mode.ts';
import {
  aMessage,
  anApproved,
  anAttempt as anyAttempt,
  anInvite,
  aTemplateSid,
  aYesTo,
} from '../../support/builders.ts';
import { familyMessages } from '../../support/ledger/ledger-families.ts';

/** A durable store for ledgers, empty at first. */
export type LedgerStore = {
  /** Opens it with a connection of its own, as another process does. The test closes it. */
  readonly open: (mode: Mode) => Promise<Ledger>;
  /** Called when everything is closed. */
  readonly remove: () => Promise<void>;
};

const SOURCE = { file: 'players.csv' };
const SID = asMessageSid(`MM${'a'.repeat(32)}`) as MessageSid;

/** A failure that proves that the message did not arrive. */
const NOT_DELIVERED = { sid: SID, state: 'undelivered', errorCode: 63018 } as const;

const at = (time: string): Date => new Date(`2026-07-15T${time}:00Z`);

const OUTCOMES = {
  accepted: { kind: 'accepted', messageSid: SID },
  refused: {
    kind: 'refused',
    twilioCode: 63024,
    twilioText: 'Invalid message recipient',
    retryAfterSeconds: null,
  },
  unreachable: { kind: 'unreachable' },
  unknown: { kind: 'unknown', doubt: 'no_answer_in_time' },
} as const satisfies { readonly [kind in Outcome['kind']]: Outcome };

const LOST = { kind: 'not_advanced', state: null } as const;

const STEPS: readonly Step[] = [
  { kind: 'sending' },
  { kind: 'lapsed' },
  ...Object.values(OUTCOMES),
];

/** The example operator's attempt, with any id and text. */
function anAttempt(parts: Partial<Attempt> & Pick<Attempt, 'state' | 'at'>): Attempt {
  return anyAttempt({
    id: expect.any(String) as never,
    digest: expect.any(String) as never,
    ...parts,
  });
}

/** A refused attempt, with Twilio's words as in `OUTCOMES`. */
function aRefused(parts: Partial<Attempt> & Pick<Attempt, 'at'>): Attempt {
  return anAttempt({ state: 'refused', twilioText: OUTCOMES.refused.twilioText, ...parts });
}

/** The contract of every ledger. */
export function describeLedgerContract(name: string, makeStore: () => Promise<LedgerStore>): void {
  describe(name, () => {
    let store: LedgerStore;
    let opened: Ledger[];
    let ledger: Ledger;
    beforeEach(async () => {
      store = await makeStore();
      opened = [];
      ledger = await open();
    });
    afterEach(async () => {
      await Promise.all(opened.map((each) => each.close()));
      await store.remove();
    });

    async function open(mode: Mode = 'live'): Promise<Ledger> {
      const one = await store.open(mode);
      opened.push(one);
      return one;
    }

    async function closeAll(): Promise<void> {
      await Promise.all(opened.splice(0).map((each) => each.close()));
    }

    async function claimed(
      message: ApprovedMessage,
      time: string,
      through: Ledger = ledger,
    ): Promise<AttemptId> {
      const claim = await through.claim(message, SOURCE, at(time), null);
      if (claim.kind !== 'claimed') throw new Error('The message was taken already.');
      await through.advance(claim.attemptId, { kind: 'sending' }, at(time));
      return claim.attemptId;
    }

    /** Claims a message at one time and settles it at another. */
    async function attempted(
      message: Message,
      outcome: Outcome,
      [claimedAt, settledAt]: readonly [string, string],
      through: Ledger = ledger,
    ): Promise<void> {
      const id = await claimed(anApproved(message), claimedAt, through);
      await through.advance(id, outcome, at(settledAt));
    }

    async function attemptAt(
      message: Message,
      through: Ledger = ledger,
    ): Promise<Attempt | undefined> {
      return (await through.view([message])).byKey.get(message.key);
    }

    async function history(of: Message = message): Promise<readonly HistoryEntry[]> {
      const events = await Array.fromAsync(ledger.events({ to: of.to }));
      return events
        .filter(({ key }) => key === ledger.keyOf(of.key))
        .map(({ attempt, at: time, state, operator }) => ({ attempt, at: time, state, operator }));
    }

    async function reportLines(through: Ledger = ledger): Promise<readonly ReportLine[]> {
      const all = await Array.fromAsync(through.messages());
      return all.filter(({ purpose }) => purpose === 'invite').map(reportLineOf);
    }

    const NOTHING: LedgerView = { byKey: new Map(), otherTemplate: new Map() };
    const message = aMessage();

    it('has no attempt for a message that was never claimed', async () => {
      expect(await ledger.view([message])).toEqual(NOTHING);
      expect(await ledger.view([])).toEqual(NOTHING);
    });

    it('gives the message to the first claim, and shows it as approved', async () => {
      const claim = await ledger.claim(anApproved(message), SOURCE, at('18:42'), null);
      expect(claim).toEqual({ kind: 'claimed', attemptId: expect.stringMatching(/./u) });
      expect(await ledger.view([message])).toEqual({
        byKey: new Map([[message.key, anAttempt({ state: 'approved', at: at('18:42') })]]),
        otherTemplate: new Map(),
      });
    });

    it('returns the attempt of the first claim to the second', async () => {
      await claimed(anApproved(message), '18:42');
      const yes = aYesTo(message, { operator: 'Sam Patel' });
      expect(await ledger.claim(approve(message, yes), SOURCE, at('18:43'), null)).toEqual({
        kind: 'taken',
        attempt: anAttempt({ state: 'sending', at: at('18:42'), operator: 'Robin Green' }),
      });
    });

    it('keeps the operator who said yes', async () => {
      const yes = aYesTo(message, { operator: 'Sam Patel' });
      await claimed(approve(message, yes), '18:42');
      expect((await attemptAt(message))?.operator).toBe('Sam Patel');
    });

    it.each([
      ['accepted', anAttempt({ state: 'accepted', at: at('18:43'), messageSid: SID })],
      ['refused', aRefused({ at: at('18:43'), twilioCode: 63024 })],
      ['unreachable', anAttempt({ state: 'unreachable', at: at('18:43') })],
      ['unknown', anAttempt({ state: 'unknown', at: at('18:43') })],
    ] as const)('keeps an outcome that is %s, and when it came', async (kind, attempt) => {
      await attempted(message, OUTCOMES[kind], ['18:42', '18:43']);
      expect(await attemptAt(message)).toEqual(attempt);
    });

    it.each([
      ['refused', 'a refusal proves that nothing went out'],
      ['unreachable', 'nothing can have left'],
    ] as const)('lets a message be claimed again that was %s: %s', async (kind, _why) => {
      await attempted(message, OUTCOMES[kind], ['18:42', '18:43']);
      const claim = await ledger.claim(anApproved(message), SOURCE, at('18:50'), null);
      expect(claim.kind).toBe('claimed');
      expect(await attemptAt(message)).toEqual(anAttempt({ state: 'approved', at: at('18:50') }));
    });

    it.each([
      [
        'accepted',
        'it was sent',
        anAttempt({ state: 'accepted', at: at('18:43'), messageSid: SID }),
      ],
      ['unknown', 'it may have been sent', anAttempt({ state: 'unknown', at: at('18:43') })],
    ] as const)(
      'never lets a message be claimed again that is %s: %s',
      async (kind, _why, attempt) => {
        await attempted(message, OUTCOMES[kind], ['18:42', '18:43']);
        const claim = await ledger.claim(anApproved(message), SOURCE, at('18:50'), null);
        expect(claim).toEqual({ kind: 'taken', attempt });
        expect(await attemptAt(message)).toEqual(attempt);
      },
    );

    it('gives each attempt an id of its own, and allows no step after its end', async () => {
      const first = await claimed(anApproved(message), '18:42');
      await ledger.advance(first, OUTCOMES.refused, at('18:43'));
      const second = await claimed(anApproved(message), '18:50');
      expect(second).not.toBe(first);
      expect(await ledger.advance(first, OUTCOMES.accepted, at('18:51'))).toEqual(LOST);
      expect(await attemptAt(message)).toEqual(anAttempt({ state: 'sending', at: at('18:50') }));
    });

    it.each(
      ATTEMPT_STATES.flatMap((from) => STEPS.map((step) => [from, step.kind, step] as const)),
    )('allows the step from %s to %s as in the table of states', async (from, to, step) => {
      const id = await inState(from);
      const before = await history();
      const result = await ledger.advance(id, step, at('18:55'));
      if (mayBecome(from, to)) {
        expect(result).toEqual({ kind: 'advanced' });
        expect((await history()).slice(before.length)).toEqual([
          { attempt: id, at: at('18:55'), state: to, operator: 'Robin Green' },
        ]);
      } else {
        expect(result).toEqual({
          kind: 'not_advanced',
          // Another attempt has replaced it.
          state: from === 'resent' || from === 'not_delivered' ? null : from,
        });
        expect(await history()).toEqual(before);
      }
    });

    it.each(ATTEMPT_STATES)('lets one of fifty start to send one that is %s', async (state) => {
      const id = await inState(state);
      const before = await history();
      const others = [ledger, await open()];
      const taken = await Promise.all(
        Array.from({ length: 25 }, () =>
          others.map(async (each) => await each.startSending(id, at('18:55'), 250)),
        ).flat(),
      );
      const won = taken.filter(({ kind }) => kind === 'started').length;
      expect(won).toBe(state === 'approved' ? 1 : 0);
      const after = (await history()).slice(before.length);
      expect(after.map((entry) => entry.state)).toEqual(won === 1 ? ['sending'] : []);
    });

    it('starts no attempt that does not exist or is of another mode', async () => {
      const id = await inState('approved');
      const missing = 'no-such-attempt' as AttemptId;
      expect(await ledger.startSending(missing, at('18:55'), 250)).toEqual(LOST);
      const other = await open('rehearsal');
      expect(await other.startSending(id, at('18:55'), 250)).toEqual(LOST);
      expect((await attemptAt(message))?.state).toBe('approved');
    });

    /** An attempt that was brought to this state by the shortest way. */
    async function inState(state: AttemptState): Promise<AttemptId> {
      const claim = await ledger.claim(anApproved(message), SOURCE, at('18:42'), null);
      if (claim.kind === 'taken') throw new Error('The message was taken already.');
      const { attemptId } = claim;
      const take = async (step: Step): Promise<void> =>
        void (await ledger.advance(attemptId, step, at('18:43')));
      if (state === 'approved') return attemptId;
      if (state === 'lapsed') {
        await take({ kind: 'lapsed' });
        return attemptId;
      }
      await take({ kind: 'sending' });
      if (state === 'sending') return attemptId;
      if (state === 'not_delivered') {
        await take(OUTCOMES.accepted);
        await ledger.recordDelivery({ ...NOT_DELIVERED, at: at('18:44') });
        await ledger.claim(anApproved(message), SOURCE, at('18:45'), attemptId);
        return attemptId;
      }
      await take(OUTCOMES[state === 'resent' ? 'unknown' : state]);
      if (state === 'resent')
        await ledger.claim(anApproved(message), SOURCE, at('18:44'), attemptId);
      return attemptId;
    }

    it('settles nothing for an attempt that does not exist', async () => {
      await claimed(anApproved(message), '18:42');
      const unknown = 'no-such-attempt' as AttemptId;
      expect(await ledger.advance(unknown, OUTCOMES.accepted, at('18:43'))).toEqual(LOST);
      expect((await attemptAt(message))?.state).toBe('sending');
    });

    it('works after a settlement that failed', async () => {
      const id = await claimed(anApproved(message), '18:42');
      await ledger.advance(id, OUTCOMES.refused, at('18:43'));
      expect(await ledger.advance(id, OUTCOMES.refused, at('18:44'))).toEqual({
        kind: 'not_advanced',
        state: 'refused',
      });
      await attempted(message, OUTCOMES.accepted, ['18:50', '18:51']);
      expect((await attemptAt(message))?.state).toBe('accepted');
    });

    it('claims no message without approval, and works after that', async () => {
      await expect(
        ledger.claim(message as ApprovedMessage, SOURCE, at('18:42'), null),
      ).rejects.toThrow('Nobody approved this message.');
      expect(await ledger.view([message])).toEqual(NOTHING);
      expect((await ledger.claim(anApproved(message), SOURCE, at('18:43'), null)).kind).toBe(
        'claimed',
      );
    });

    /** Sends the message, which fails. */
    async function notDelivered(parts: object = {}): Promise<AttemptId> {
      const id = await claimed(anApproved(message), '18:42');
      await ledger.advance(id, OUTCOMES.accepted, at('18:43'));
      await ledger.recordDelivery({ ...NOT_DELIVERED, at: at('18:44'), ...parts });
      return id;
    }

    describe('that was not delivered', () => {
      it('keeps the code, the time and the words of Twilio', async () => {
        await notDelivered({ errorText: 'Rate limit exceeded' });
        expect(await attemptAt(message)).toMatchObject({
          state: 'accepted',
          delivery: 'undelivered',
          deliveryCode: 63018,
          deliveryAt: at('18:44'),
          twilioText: 'Rate limit exceeded',
        });
      });

      it('keeps the words of a failure that came before its SID was known', async () => {
        const id = await claimed(anApproved(message), '18:42');
        await ledger.recordDelivery({ ...NOT_DELIVERED, errorText: 'Rate limit', at: at('18:42') });
        await ledger.advance(id, OUTCOMES.accepted, at('18:43'));
        expect(await attemptAt(message)).toMatchObject({
          delivery: 'undelivered',
          twilioText: 'Rate limit',
        });
      });

      it('gives way to a new attempt that replaces it, and keeps its own end', async () => {
        const id = await notDelivered();
        const claim = await ledger.claim(anApproved(message), SOURCE, at('18:50'), id);
        expect(claim).toMatchObject({ kind: 'claimed' });
        expect(await attemptAt(message)).toMatchObject({ state: 'approved', delivery: null });
        expect((await history()).slice(-2).map(({ state }) => state)).toEqual([
          'not_delivered',
          'approved',
        ]);
      });

      it('gives way to one of two that replace it at the same time', async () => {
        const id = await notDelivered();
        const claims = await Promise.all(
          [ledger, await open()].map(
            async (each) => await each.claim(anApproved(message), SOURCE, at('18:50'), id),
          ),
        );
        expect(claims.map(({ kind }) => kind).toSorted()).toEqual(['claimed', 'taken']);
      });

      it.each([
        ['no attempt', null],
        ['another attempt', 'another-attempt' as AttemptId],
      ])('does not give way to one that replaces %s', async (_what, replaces) => {
        await notDelivered();
        const claim = await ledger.claim(anApproved(message), SOURCE, at('18:50'), replaces);
        expect(claim.kind).toBe('taken');
      });

      it.each([
        ['a number without WhatsApp', { errorCode: 63024 }],
        ['an opt-out', { errorCode: 63014 }],
        ['a code that proves nothing', { errorCode: 63012 }],
        ['a code that is not known', { errorCode: 99999 }],
        ['no code', { errorCode: null }],
        ['a delivery after all', { state: 'delivered', errorCode: null }],
      ])('does not give way after %s', async (_what, parts) => {
        const id = await notDelivered(parts);
        const claim = await ledger.claim(anApproved(message), SOURCE, at('18:50'), id);
        expect(claim.kind).toBe('taken');
      });

      it('is not changed by news of its earlier message', async () => {
        const id = await notDelivered();
        await ledger.claim(anApproved(message), SOURCE, at('18:50'), id);
        await ledger.recordDelivery({ sid: SID, state: 'read', errorCode: null, at: at('18:51') });
        expect(await attemptAt(message)).toMatchObject({ state: 'approved', delivery: null });
      });

      it('does not keep a child from an invite with another template', async () => {
        await notDelivered();
        const other = aMessage({ template: builtInTemplate(aTemplateSid('b')) });
        expect((await ledger.view([other])).otherTemplate.size).toBe(0);
      });
    });

    describe('of unknown outcome', () => {
      const UNKNOWN_AT = '18:43';

      async function unknown(): Promise<AttemptId> {
        const id = await claimed(anApproved(message), '18:42');
        await ledger.advance(id, OUTCOMES.unknown, at(UNKNOWN_AT));
        return id;
      }

      it('is shown as searched for once Twilio had none', async () => {
        const id = await unknown();
        await ledger.noteNotFound(id, at('18:50'), 'Sam Patel');
        expect(await attemptAt(message)).toEqual(
          anAttempt({ state: 'unknown', at: at(UNKNOWN_AT), soughtAt: at('18:50') }),
        );
        expect((await history()).at(-1)).toEqual({
          attempt: id,
          at: at('18:50'),
          state: 'not_found',
          operator: 'Sam Patel',
        });
      });

      const CANDIDATE = {
        sid: asMessageSid(`MM${'c'.repeat(32)}`) as MessageSid,
        at: at('18:43'),
        doubt: 'text_hidden',
      } as const;

      it('has a candidate in place of the note that Twilio has none', async () => {
        const id = await unknown();
        await ledger.noteNotFound(id, at('18:50'), 'Sam Patel');
        await ledger.noteCandidate(id, CANDIDATE, at('18:55'));
        const known = { state: 'unknown', at: at(UNKNOWN_AT), candidate: CANDIDATE } as const;
        expect(await attemptAt(message)).toEqual(anAttempt(known));
        expect(await ledger.open()).toMatchObject([{ id, candidate: CANDIDATE }]);
        expect(await Array.fromAsync(ledger.messages())).toMatchObject([{ candidate: CANDIDATE }]);
        expect(await reportLines()).toMatchObject([{ candidate: CANDIDATE }]);
        const candidates = (await Array.fromAsync(ledger.events())).map(({ state, candidate }) => [
          state,
          candidate,
        ]);
        expect(candidates).toEqual([
          ['approved', undefined],
          ['sending', undefined],
          ['unknown', CANDIDATE],
          ['not_found', undefined],
        ]);
      });

      it('has the last candidate, and none once Twilio has none', async () => {
        const id = await unknown();
        await ledger.noteCandidate(id, CANDIDATE, at('18:50'));
        const other = { ...CANDIDATE, sid: SID, doubt: 'number_hidden' } as const;
        await ledger.noteCandidate(id, other, at('18:51'));
        expect((await attemptAt(message))?.candidate).toEqual(other);
        await ledger.noteNotFound(id, at('18:52'), 'Sam Patel');
        expect(await attemptAt(message)).toEqual(
          anAttempt({ state: 'unknown', at: at(UNKNOWN_AT), soughtAt: at('18:52') }),
        );
      });

      it('has no candidate once it is found or replaced', async () => {
        const id = await unknown();
        await ledger.noteCandidate(id, CANDIDATE, at('18:50'));
        await ledger.advance(id, OUTCOMES.accepted, at('18:51'));
        expect(await attemptAt(message)).toEqual(
          anAttempt({ state: 'accepted', at: at('18:51'), messageSid: SID }),
        );
        const events = await Array.fromAsync(ledger.events());
        expect(events.filter(({ candidate }) => candidate !== undefined)).toEqual([]);
      });

      it('is the only kind that has a candidate', async () => {
        const id = await claimed(anApproved(message), '18:42');
        expect(await ledger.noteCandidate(id, CANDIDATE, at('18:50'))).toBe(false);
        expect(await attemptAt(message)).not.toHaveProperty('candidate');
      });

      it('can be found at Twilio by another operator, who is named in the history', async () => {
        const id = await unknown();
        await ledger.advance(id, OUTCOMES.accepted, at('18:50'), 'Sam Patel');
        expect(await attemptAt(message)).toEqual(
          anAttempt({ state: 'accepted', at: at('18:50'), messageSid: SID }),
        );
        expect((await history()).map(({ state, operator }) => [state, operator])).toEqual([
          ['approved', 'Robin Green'],
          ['sending', 'Robin Green'],
          ['unknown', 'Robin Green'],
          ['accepted', 'Sam Patel'],
        ]);
      });

      it('is replaced by the attempt that names it, and stays in the history', async () => {
        const id = await unknown();
        const again = await ledger.claim(anApproved(message), SOURCE, at('18:50'), id);
        if (again.kind === 'taken') throw new Error('It was to give way.');
        expect(await attemptAt(message)).toEqual(
          anAttempt({ state: 'approved', at: at('18:50'), perhapsSentAt: at('18:50') }),
        );
        await ledger.advance(again.attemptId, { kind: 'lapsed' }, at('18:51'));
        expect(await attemptAt(message)).toEqual(
          anAttempt({ state: 'lapsed', at: at('18:51'), perhapsSentAt: at('18:50') }),
        );
      });

      it.each([
        ['none', null],
        ['another', 'no-such-attempt' as AttemptId],
      ])('is not replaced by a claim that names %s', async (_what, replaces) => {
        await unknown();
        const claim = await ledger.claim(anApproved(message), SOURCE, at('18:50'), replaces);
        expect(claim.kind).toBe('taken');
        expect((await attemptAt(message))?.state).toBe('unknown');
      });

      it.each(['accepted', 'sending'] as const)(
        'is the only kind that can be replaced, and not one that is %s',
        async (state) => {
          const id = await inState(state);
          const claim = await ledger.claim(anApproved(message), SOURCE, at('18:50'), id);
          expect(claim).toMatchObject({ kind: 'taken', attempt: { id, state } });
          expect((await attemptAt(message))?.state).toBe(state);
        },
      );

      it('is the only kind that can be searched for', async () => {
        const id = await claimed(anApproved(message), '18:42');
        expect(await ledger.noteNotFound(id, at('18:50'), 'Sam Patel')).toBe(false);
        expect((await attemptAt(message))?.soughtAt).toBeNull();
      });
    });

    describe('the list of open attempts', () => {
      it('has what to search for and since when, oldest first, and nothing that is settled', async () => {
        const [first, second, third, fourth] = familyMessages(4) as [
          Message,
          Message,
          Message,
          Message,
        ];
        const one = await claimed(anApproved(first), '18:42');
        await ledger.advance(one, OUTCOMES.unknown, at('18:43'));
        const two = await claimed(anApproved(second), '18:44');
        await attempted(third, OUTCOMES.accepted, ['18:45', '18:46']);
        await ledger.claim(anApproved(fourth), SOURCE, at('18:47'), null);
        expect(await ledger.open()).toMatchObject([
          {
            id: one,
            key: ledger.keyOf(first.key),
            state: 'unknown',
            to: first.to,
            body: first.body,
            since: at('18:42'),
            at: at('18:43'),
            player: 'John Smith',
            parent: 'Jane Smith',
            source: 'players.csv',
          },
          { id: two, state: 'sending', since: at('18:44') },
          { key: ledger.keyOf(fourth.key), state: 'approved' },
        ]);
      });

      it('has nothing of another mode', async () => {
        await claimed(anApproved(message), '18:42', await open('rehearsal'));
        expect(await ledger.open()).toEqual([]);
      });
    });

    it('returns which SIDs belong to its attempts', async () => {
      await attempted(message, OUTCOMES.accepted, ['18:42', '18:43']);
      const other = asMessageSid(`MM${'b'.repeat(32)}`) as MessageSid;
      expect(await ledger.knownSids([other, SID])).toEqual(new Set([SID]));
      expect(await (await open('rehearsal')).knownSids([SID])).toEqual(new Set());
    });

    describe('the times of last contact', () => {
      it('have the last time of each person, and nobody who was sent nothing', async () => {
        const [first, second, third, fourth] = familyMessages(4) as [
          Message,
          Message,
          Message,
          Message,
        ];
        await attempted(first, OUTCOMES.accepted, ['18:00', '18:01']);
        await attempted(second, OUTCOMES.accepted, ['18:42', '18:43']);
        await attempted(third, OUTCOMES.refused, ['18:44', '18:45']);
        await attempted(fourth, OUTCOMES.unknown, ['18:46', '18:47']);
        const sibling = aMessage({ player_first_name: 'Joan', parent_tel: '07700 900001' });
        await claimed(anApproved(sibling), '18:50');
        const numbers = [first, second, third, fourth].map(({ to }) => to);
        expect(await ledger.lastWrittenTo(numbers)).toEqual(
          new Map([
            [first.to, at('18:00')],
            [second.to, at('18:50')],
            [fourth.to, at('18:46')],
          ]),
        );
        expect(dailyRoom(await ledger.people(), at('18:55'), 250)).toMatchObject({
          used: 3,
          since: at('18:00'),
        });
        expect(await (await open('rehearsal')).people()).toEqual([]);
      });
    });

    describe('of a delivery', () => {
      it('keeps a state of a higher rank, and each step once', async () => {
        await attempted(message, OUTCOMES.accepted, ['18:42', '18:43']);
        for (const state of ['delivered', 'sent', 'delivered', 'read'] as const) {
          // oxlint-disable-next-line no-await-in-loop -- one after the other, in the order of arrival
          await ledger.recordDelivery({ sid: SID, state, errorCode: null, at: at('18:50') });
        }
        expect((await attemptAt(message))?.delivery).toBe('read');
        expect((await history()).slice(3).map(({ state }) => state)).toEqual(['delivered', 'read']);
      });

      it.each(DELIVERY_STATES.flatMap((one) => DELIVERY_STATES.map((two) => [one, two] as const)))(
        'that was %s and is reported as %s never steps back',
        async (one, two) => {
          await attempted(message, OUTCOMES.accepted, ['18:42', '18:43']);
          await ledger.recordDelivery({ sid: SID, state: one, errorCode: null, at: at('18:50') });
          await ledger.recordDelivery({ sid: SID, state: two, errorCode: null, at: at('18:51') });
          expect((await attemptAt(message))?.delivery).toBe(isFurther(one, two) ? two : one);
        },
      );

      it('of an unknown message changes nothing', async () => {
        await claimed(anApproved(message), '18:42');
        await ledger.recordDelivery({ sid: SID, state: 'read', errorCode: null, at: at('18:50') });
        expect((await attemptAt(message))?.delivery).toBeNull();
      });

      it('that comes before the SID applies once the SID is recorded, in any order', async () => {
        const attempt = await claimed(anApproved(message), '18:42');
        await ledger.recordDelivery({ sid: SID, state: 'read', errorCode: null, at: at('18:50') });
        await ledger.recordDelivery({ sid: SID, state: 'sent', errorCode: null, at: at('18:51') });
        await ledger.advance(attempt, OUTCOMES.accepted, at('18:52'));
        expect(await attemptAt(message)).toMatchObject({ state: 'accepted', delivery: 'read' });
      });

      it('that came more than a week before the SID is ignored', async () => {
        const attempt = await claimed(anApproved(message), '18:42');
        await ledger.recordDelivery({ sid: SID, state: 'read', errorCode: null, at: at('18:50') });
        const aWeekLater = new Date('2026-07-22T18:51:00Z');
        const other = asMessageSid(`MM${'b'.repeat(32)}`) as MessageSid;
        await ledger.recordDelivery({ sid: other, state: 'read', errorCode: null, at: aWeekLater });
        await ledger.advance(attempt, OUTCOMES.accepted, aWeekLater);
        expect((await attemptAt(message))?.delivery).toBeNull();
      });

      it('that names its attempt settles an unknown outcome in the name of Twilio', async () => {
        const attempt = await claimed(anApproved(message), '18:42');
        await ledger.advance(attempt, OUTCOMES.unknown, at('18:43'));
        await ledger.recordDelivery(
          { sid: SID, state: 'delivered', errorCode: null, at: at('18:50') },
          attempt,
        );
        expect(await attemptAt(message)).toMatchObject({
          state: 'accepted',
          messageSid: SID,
          delivery: 'delivered',
        });
        expect((await history()).at(-2)).toMatchObject({
          state: 'accepted',
          operator: 'Twilio',
        });
      });

      it('that names an attempt in `sending` settles it once it is unknown', async () => {
        const attempt = await claimed(anApproved(message), '18:42');
        await ledger.recordDelivery(
          { sid: SID, state: 'sent', errorCode: null, at: at('18:42') },
          attempt,
        );
        expect((await attemptAt(message))?.state).toBe('sending');
        await ledger.advance(attempt, OUTCOMES.unknown, at('18:43'));
        expect(await attemptAt(message)).toMatchObject({
          state: 'accepted',
          messageSid: SID,
          delivery: 'sent',
        });
      });

      it.each([
        ['accepted', 'names no attempt'],
        ['accepted', 'names its attempt'],
        ['unknown', 'names its attempt'],
      ] as const)(
        'at the moment its attempt becomes %s applies, if it %s',
        async (kind, naming) => {
          const other = await open();
          const states = familyMessages(20).map(async (each, index) => {
            const sid = `MM${String(index).padStart(32, '0')}` as MessageSid;
            const attempt = await claimed(anApproved(each), '18:42');
            const ref = naming === 'names no attempt' ? undefined : attempt;
            const outcome = kind === 'accepted' ? { kind, messageSid: sid } : OUTCOMES[kind];
            await Promise.all([
              other.recordDelivery(
                { sid, state: 'delivered', errorCode: null, at: at('18:43') },
                ref,
              ),
              ledger.advance(attempt, outcome, at('18:43')),
            ]);
            return await attemptAt(each);
          });
          for (const attempt of await Promise.all(states)) {
            expect(attempt).toMatchObject({ state: 'accepted', delivery: 'delivered' });
          }
        },
      );

      it('that names another attempt by mistake applies to the one with its SID', async () => {
        const [first, second] = familyMessages(2) as [Message, Message];
        const mine = await claimed(anApproved(first), '18:42');
        const other = await claimed(anApproved(second), '18:42');
        await ledger.recordDelivery(
          { sid: SID, state: 'sent', errorCode: null, at: at('18:43') },
          other,
        );
        await ledger.advance(mine, OUTCOMES.accepted, at('18:44'));
        await ledger.recordDelivery(
          { sid: SID, state: 'delivered', errorCode: null, at: at('18:45') },
          other,
        );
        await ledger.advance(other, OUTCOMES.refused, at('18:46'));
        expect(await attemptAt(first)).toMatchObject({ messageSid: SID, delivery: 'delivered' });
        expect(await attemptAt(second)).toMatchObject({ state: 'refused', delivery: null });
      });

      it('that names an accepted or missing attempt changes nothing', async () => {
        await attempted(message, OUTCOMES.accepted, ['18:42', '18:43']);
        const { id } = (await attemptAt(message)) as Attempt;
        const other = asMessageSid(`MM${'b'.repeat(32)}`) as MessageSid;
        await ledger.recordDelivery(
          { sid: other, state: 'failed', errorCode: 63_016, at: at('18:50') },
          id,
        );
        await ledger.recordDelivery(
          { sid: other, state: 'sent', errorCode: null, at: at('18:51') },
          'nobody' as AttemptId,
        );
        expect(await attemptAt(message)).toMatchObject({ messageSid: SID, delivery: null });
      });
    });

    describe('the messages', () => {
      it('are each listed once, with recipient and state, in the order of claims', async () => {
        const [sibling] = familyMessages(1) as readonly [Message];
        await attempted(sibling, OUTCOMES.unreachable, ['18:00', '18:01']);
        await attempted(message, OUTCOMES.refused, ['18:40', '18:41']);
        await attempted(message, OUTCOMES.accepted, ['18:42', '18:43']);
        await attempted(message, OUTCOMES.accepted, ['18:44', '18:45'], await open('rehearsal'));
        await ledger.recordDelivery({
          sid: SID,
          state: 'undelivered',
          errorCode: 63024,
          at: at('18:50'),
        });
        expect(await Array.fromAsync(ledger.messages())).toEqual([
          expect.objectContaining({
            key: ledger.keyOf(sibling.key),
            state: 'unreachable',
            delivery: null,
          }),
          {
            ...anAttempt({ state: 'accepted', at: at('18:43'), messageSid: SID }),
            key: ledger.keyOf(message.key),
            inviteeKey: ledger.keyOf(message.inviteeKey),
            to: message.to,
            player: 'John Smith',
            parent: 'Jane Smith',
            team: 'Panthers u11s',
            season: '2026-27',
            approvedAt: at('18:00'),
            sentAt: at('18:42'),
            doubt: null,
            delivery: 'undelivered',
            deliveryCode: 63024,
            deliveryAt: at('18:50'),
            templateSid: message.contentSid,
            variables: message.contentVariables,
            body: message.body,
            file: 'players.csv',
            isErased: false,
            purpose: 'invite',
            row: 2,
          },
        ]);
      });

      it('have the reason for an unknown outcome', async () => {
        await attempted(message, OUTCOMES.unknown, ['18:42', '18:43']);
        expect(await Array.fromAsync(ledger.messages())).toMatchObject([
          { state: 'unknown', doubt: 'no_answer_in_time', sentAt: at('18:42') },
        ]);
      });

      it('are reported with state and text, without tests', async () => {
        const [sibling] = familyMessages(1) as readonly [Message];
        const phone = parseTestNumbers('07700 900001')?.[0] as TestNumber;
        const trial = composeTestMessage(anInvite(), builtInTemplate(), phone, at('17:00'));
        if (!trial.ok) throw new Error('The example makes a message.');
        await attempted(trial.message, OUTCOMES.unreachable, ['17:00', '17:01']);
        await attempted(sibling, OUTCOMES.refused, ['18:00', '18:01']);
        await attempted(message, OUTCOMES.unreachable, ['18:40', '18:41']);
        await attempted(message, OUTCOMES.accepted, ['18:42', '18:43']);
        await ledger.recordDelivery({
          sid: SID,
          state: 'undelivered',
          errorCode: 63024,
          at: at('18:50'),
        });
        expect(await reportLines()).toMatchObject([
          expect.objectContaining({
            key: ledger.keyOf(sibling.key),
            state: 'refused',
            twilioCode: 63024,
            at: at('18:01'),
          }),
          {
            key: ledger.keyOf(message.key),
            inviteeKey: ledger.keyOf(message.inviteeKey),
            player: 'John Smith',
            parent: 'Jane Smith',
            team: 'Panthers u11s',
            season: '2026-27',
            isErased: false,
            to: message.to,
            state: 'accepted',
            messageSid: SID,
            twilioCode: null,
            delivery: 'undelivered',
            deliveryCode: 63024,
            approvedBy: 'Robin Green',
            approvedAt: at('18:00'),
            sentAt: at('18:42'),
            at: at('18:50'),
            templateSid: message.contentSid,
            variables: message.contentVariables,
            body: message.body,
            file: 'players.csv',
            row: 2,
          },
        ]);
        expect(await reportLines(await open('rehearsal'))).toEqual([]);
      });

      it('have their events with recipient and text, for all or for one number', async () => {
        const [sibling] = familyMessages(1) as readonly [Message];
        await attempted(message, OUTCOMES.refused, ['18:40', '18:41']);
        await attempted(sibling, OUTCOMES.accepted, ['18:42', '18:43']);
        await ledger.recordDelivery({ sid: SID, state: 'sent', errorCode: null, at: at('18:49') });
        await ledger.recordDelivery({
          sid: SID,
          state: 'undelivered',
          errorCode: 63024,
          at: at('18:50'),
        });
        const all = await Array.fromAsync(ledger.events());
        expect(all.map(({ state, code }) => [state, code])).toEqual([
          ['approved', null],
          ['sending', null],
          ['refused', 63024],
          ['approved', null],
          ['sending', null],
          ['accepted', null],
          ['sent', null],
          ['undelivered', 63024],
        ]);
        const ofOne = await Array.fromAsync(ledger.events({ to: message.to }));
        expect(ofOne).toEqual(all.slice(0, 3));
        expect(ofOne[0]).toEqual({
          attempt: expect.any(String),
          at: at('18:00'),
          state: 'approved',
          body: message.body,
          operator: 'Robin Green',
          key: ledger.keyOf(message.key),
          to: message.to,
          player: 'John Smith',
          parent: 'Jane Smith',
          team: 'Panthers u11s',
          file: 'players.csv',
          isErased: false,
          purpose: 'invite',
          row: 2,
          digest: digestOf(message),
          messageSid: null,
          code: null,
        });
        expect(await Array.fromAsync((await open('rehearsal')).events())).toEqual([]);
      });
    });

    describe('of several attempts for one message', () => {
      it('shows the open one, not those refused before', async () => {
        await attempted(message, OUTCOMES.refused, ['18:42', '18:43']);
        await attempted(message, OUTCOMES.unreachable, ['18:44', '18:45']);
        await attempted(message, OUTCOMES.accepted, ['18:46', '18:47']);
        expect(await attemptAt(message)).toEqual(
          anAttempt({ state: 'accepted', at: at('18:47'), messageSid: SID }),
        );
      });

      it('shows the open one even if the clock was set back in between', async () => {
        await attempted(message, OUTCOMES.refused, ['18:42', '18:43']);
        await claimed(anApproved(message), '12:00');
        expect(await attemptAt(message)).toEqual(anAttempt({ state: 'sending', at: at('12:00') }));
      });

      it('shows the latest if none is open', async () => {
        await attempted(message, OUTCOMES.refused, ['18:42', '18:43']);
        await attempted(message, { ...OUTCOMES.refused, twilioCode: 21610 }, ['18:44', '18:45']);
        expect(await attemptAt(message)).toEqual(aRefused({ at: at('18:45'), twilioCode: 21610 }));
      });
    });

    describe('of several messages', () => {
      it('lets each be claimed, and shows each separately', async () => {
        const [first, second, third] = familyMessages(3) as [Message, Message, Message];
        await attempted(first, OUTCOMES.accepted, ['18:42', '18:43']);
        await attempted(second, OUTCOMES.refused, ['18:44', '18:45']);
        expect(await ledger.view([first, second, third])).toEqual({
          byKey: new Map([
            [first.key, anAttempt({ state: 'accepted', at: at('18:43'), messageSid: SID })],
            [second.key, aRefused({ at: at('18:45'), twilioCode: 63024 })],
          ]),
          otherTemplate: new Map(),
        });
      });

      it('shows the requested ones only', async () => {
        const [first, second] = familyMessages(2) as [Message, Message];
        await claimed(anApproved(first), '18:42');
        expect(await ledger.view([second])).toEqual(NOTHING);
      });
    });

    describe('of the same invitee with another template', () => {
      const other = aMessage({ template: builtInTemplate(aTemplateSid('b')) });

      it('shows an attempt in `sending`', async () => {
        await claimed(anApproved(other), '18:42');
        expect(await ledger.view([message])).toEqual({
          byKey: new Map(),
          otherTemplate: new Map([
            [message.inviteeKey, anAttempt({ state: 'sending', at: at('18:42') })],
          ]),
        });
      });

      it.each([
        ['accepted', 'shows', 1],
        ['unknown', 'shows', 1],
        ['refused', 'does not show', 0],
        ['unreachable', 'does not show', 0],
      ] as const)('if it was %s, %s the attempt', async (kind, _shows, size) => {
        await attempted(other, OUTCOMES[kind], ['18:42', '18:43']);
        const { byKey, otherTemplate } = await ledger.view([message]);
        expect(byKey.size).toBe(0);
        expect([...otherTemplate.values()].map(({ state }) => state)).toEqual(
          size === 0 ? [] : [kind],
        );
      });

      it('shows the latest of several', async () => {
        const third = aMessage({ template: builtInTemplate(aTemplateSid('c')) });
        await attempted(third, OUTCOMES.accepted, ['18:44', '18:45']);
        await attempted(other, OUTCOMES.unknown, ['18:42', '18:43']);
        const { otherTemplate } = await ledger.view([message]);
        expect(otherTemplate).toEqual(
          new Map([
            [
              message.inviteeKey,
              anAttempt({ state: 'accepted', at: at('18:45'), messageSid: SID }),
            ],
          ]),
        );
      });

      it('allows a claim of the message, and shows its own attempt separately', async () => {
        await attempted(other, OUTCOMES.accepted, ['18:42', '18:43']);
        await claimed(anApproved(message), '18:50');
        expect(await ledger.view([message])).toEqual({
          byKey: new Map([[message.key, anAttempt({ state: 'sending', at: at('18:50') })]]),
          otherTemplate: new Map([
            [
              message.inviteeKey,
              anAttempt({ state: 'accepted', at: at('18:43'), messageSid: SID }),
            ],
          ]),
        });
      });
    });

    describe('in another mode', () => {
      it.each([
        ['live', 'rehearsal'],
        ['live', 'stand_in'],
        ['rehearsal', 'live'],
        ['stand_in', 'live'],
        ['rehearsal', 'stand_in'],
      ] as const)('%s attempts are not visible in %s', async (mine, other) => {
        const here = await open(mine);
        const there = await open(other);
        await attempted(message, OUTCOMES.accepted, ['18:42', '18:43'], here);
        await attempted(
          aMessage({ template: builtInTemplate(aTemplateSid('b')) }),
          OUTCOMES.accepted,
          ['18:44', '18:45'],
          here,
        );
        expect(await there.view([message])).toEqual(NOTHING);
        expect((await there.claim(anApproved(message), SOURCE, at('18:50'), null)).kind).toBe(
          'claimed',
        );
        expect((await attemptAt(message, here))?.state).toBe('accepted');
      });

      it('no attempt of this mode can be settled', async () => {
        const rehearsal = await open('rehearsal');
        const id = await claimed(anApproved(message), '18:42');
        expect(await rehearsal.advance(id, OUTCOMES.accepted, at('18:43'))).toEqual(LOST);
        expect((await attemptAt(message))?.state).toBe('sending');
      });
    });

    describe('of earlier lists', () => {
      const JUNE = new Date('2026-06-12T18:00:00Z');
      const list = { file: 'june.csv', at: JUNE, operator: 'Robin Green' };
      const ava = anInvite({ player_first_name: 'Ava', team_name: 'Lions', age_group: 'u9s' });
      const ben = anInvite({ player_first_name: 'Ben', team_name: 'Bears', age_group: 'u7s' });
      const known = (
        player: string,
        team: string,
        parts: Partial<KnownPlayer> = {},
      ): KnownPlayer => ({
        player,
        team,
        phone: '+447700900123',
        season: '2026-27',
        seenAt: JUNE,
        ...parts,
      });

      it('has no player at first', async () => {
        expect(await ledger.knownPlayers()).toEqual([]);
      });

      it('has their players with the time, also after it is opened again', async () => {
        await ledger.rememberList(list, [ava, ben], []);
        const both = [known('Ava Smith', 'Lions u9s'), known('Ben Smith', 'Bears u7s')];
        expect(await ledger.knownPlayers()).toEqual(both);
        await closeAll();
        expect(await (await open()).knownPlayers()).toEqual(both);
      });

      it('has each player once, as in the newest list', async () => {
        await ledger.rememberList(list, [ava], []);
        const at = new Date('2026-06-20T18:00:00Z');
        await ledger.rememberList({ ...list, at }, [ava], []);
        expect(await ledger.knownPlayers()).toEqual([
          known('Ava Smith', 'Lions u9s', { seenAt: at }),
        ]);
      });

      it('keeps two children of one name in two teams, and one child with two parents', async () => {
        const namesake = { ...ava, team: 'Bears' };
        const parent = { ...ava.parent, phone: ben.manager.phone as MobilePhone };
        await ledger.rememberList(list, [ava, namesake, { ...ava, parent }], []);
        expect(await ledger.knownPlayers()).toHaveLength(3);
      });

      it('drops the players that a list replaces, and keeps all others', async () => {
        await ledger.rememberList(list, [ava, ben], []);
        const replaced = [known('Ava Smith', 'Lions u9s')];
        await ledger.rememberList(list, [{ ...ava, team: 'Tigers' }], replaced);
        const teams = (await ledger.knownPlayers()).map(({ player, team }) => `${player} ${team}`);
        expect(teams.toSorted()).toEqual(['Ava Smith Tigers u9s', 'Ben Smith Bears u7s']);
      });

      it('has nothing of the lists of other modes', async () => {
        const rehearsal = await open('rehearsal');
        await rehearsal.rememberList(list, [ava], []);
        expect(await ledger.knownPlayers()).toEqual([]);
        await ledger.rememberList(list, [ava], []);
        await ledger.rememberList(list, [], [known('Ava Smith', 'Lions u9s')]);
        expect(await rehearsal.knownPlayers()).toHaveLength(1);
      });
    });

    describe('of lasting answers', () => {
      const [one, other] = ['a'.repeat(64), 'b'.repeat(64)];

      it('returns the answers to the given questions only', async () => {
        await ledger.remember(one, 'both', 'Robin Green', at('18:42'));
        expect(await ledger.answers([one, other])).toEqual(new Map([[one, 'both']]));
        expect(await ledger.answers([])).toEqual(new Map());
      });

      it('takes the last answer, also when it is opened again', async () => {
        await ledger.remember(one, 'both', 'Robin Green', at('18:42'));
        await ledger.remember(one, 'first', 'Sam Patel', at('18:43'));
        await closeAll();
        expect(await (await open()).answers([one])).toEqual(new Map([[one, 'first']]));
      });

      it('has no answers of other modes', async () => {
        await (await open('rehearsal')).remember(one, 'both', 'Robin Green', at('18:42'));
        expect(await ledger.answers([one])).toEqual(new Map());
      });
    });

    describe('when it is opened again', () => {
      it.each(['accepted', 'refused', 'unreachable', 'unknown'] as const)(
        'has an attempt that was %s',
        async (kind) => {
          await attempted(message, OUTCOMES[kind], ['18:42', '18:43']);
          const before = await ledger.view([message]);
          await closeAll();
          expect(await (await open()).view([message])).toEqual(before);
        },
      );

      it('has the attempt in `sending`, refuses a claim, and can settle it', async () => {
        const id = await claimed(anApproved(message), '18:42');
        await closeAll();
        const again = await open();
        expect(await again.claim(anApproved(message), SOURCE, at('19:00'), null)).toEqual({
          kind: 'taken',
          attempt: anAttempt({ state: 'sending', at: at('18:42') }),
        });
        await again.advance(id, OUTCOMES.unknown, at('19:01'));
        expect(await attemptAt(message, again)).toEqual(
          anAttempt({ state: 'unknown', at: at('19:01') }),
        );
      });
    });

    describe('when it is used twice at once', () => {
      it('lets one of fifty claims win, and returns its attempt to the others', async () => {
        const claims = await Promise.all(
          Array.from({ length: 50 }, () =>
            ledger.claim(anApproved(message), SOURCE, at('18:42'), null),
          ),
        );
        const taken = { kind: 'taken', attempt: anAttempt({ state: 'approved', at: at('18:42') }) };
        const others = claims.filter(({ kind }) => kind !== 'claimed');
        expect(others).toHaveLength(49);
        expect(others).toEqual(others.map(() => taken));
      });

      it('lets one of fifty claims win through two ledgers on the same store', async () => {
        const both = [ledger, await open()];
        const claims = await Promise.all(
          Array.from({ length: 25 }, () =>
            both.map((each) => each.claim(anApproved(message), SOURCE, at('18:42'), null)),
          ).flat(),
        );
        expect(claims.filter(({ kind }) => kind === 'claimed')).toHaveLength(1);
      });

      it('shows through one connection what was done through the other', async () => {
        const other = await open();
        const id = await claimed(anApproved(message), '18:42');
        expect((await attemptAt(message, other))?.state).toBe('sending');
        await other.advance(id, OUTCOMES.accepted, at('18:43'));
        expect((await attemptAt(message))?.state).toBe('accepted');
      });
    });
  });
}
