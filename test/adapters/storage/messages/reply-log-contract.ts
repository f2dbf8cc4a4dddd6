import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Ledger } from '../../../../src/application/ports/ledger.ts';
import type { ReplyLog } from '../../../../src/application/replies/send-reply.ts';
import {
  approveReply,
  replyDigestOf,
  type ApprovedReply,
} from '../../../../src/domain/contact/free-reply.ts';
import {
  asMessageSid,
  type AttemptId,
  type MessageSid,
} from '../../../../src/domain/delivery/ids.ts';
import type { Phone } from '../../../../src/domain/record/phone/phone.ts';
import type { Mode } from '../../../../src/domain/set-up/mode.ts';
import { aMessage, aYes } from '../../../support/builders.ts';
import { attemptedEarlier } from '../../../support/ledger/ledger-earlier.ts';

/** A store for the club's replies and their ledger, which a test can open several times. */
type ReplyLogPlace = {
  readonly log: (mode: Mode) => Promise<ReplyLog>;
  readonly ledger: (mode: Mode) => Promise<Ledger>;
};

const sid = (digit: string): MessageSid => asMessageSid(`MM${digit.repeat(32)}`) as MessageSid;
const at = (time: string): Date => new Date(`2026-07-15T${time}:00Z`);
const JANE = '+447700900123' as Phone;
const UNKNOWN = { kind: 'unknown', doubt: 'no_answer_in_time' } as const;
const REFUSED = {
  kind: 'refused',
  twilioCode: 63_016,
  twilioText: '',
  retryAfterSeconds: null,
} as const;

function anAnswer(body = 'Yes, of course.', approvedAt = at('18:40')): ApprovedReply {
  const reply = { phone: JANE, to: `whatsapp:${JANE}`, body, answers: sid('1') };
  return approveReply(reply, aYes(replyDigestOf(reply), { at: approvedAt }));
}

/** The contract of the club's replies. */
export function describeReplyLogContract(
  name: string,
  makePlace: () => Promise<ReplyLogPlace>,
): void {
  describe(name, () => {
    let place: ReplyLogPlace;
    let opened: { readonly close: () => Promise<void> }[];
    let log: ReplyLog;
    beforeEach(async () => {
      place = await makePlace();
      opened = [];
      log = await open();
    });
    afterEach(async () => {
      await Promise.all(opened.map(async (each) => await each.close()));
    });

    async function open(mode: Mode = 'live'): Promise<ReplyLog> {
      const one = await place.log(mode);
      opened.push(one);
      return one;
    }

    async function openLedger(): Promise<Ledger> {
      const one = await place.ledger('live');
      opened.push(one);
      return one;
    }

    async function sending(answer = anAnswer()): Promise<AttemptId> {
      const claim = await log.claim(answer, at('18:41'));
      if (claim.kind === 'taken') throw new Error('It was taken already.');
      await log.advance(claim.attemptId, { kind: 'sending' }, at('18:42'));
      return claim.attemptId;
    }

    it('gives one reply to one of many concurrent claims', async () => {
      const others = [log, await open()];
      const claims = await Promise.all(
        Array.from({ length: 10 }, () =>
          others.map(async (each) => await each.claim(anAnswer(), at('18:41'))),
        ).flat(),
      );
      expect(claims.filter(({ kind }) => kind === 'claimed')).toHaveLength(1);
    });

    it('allows a claim of another text, or of one that was refused', async () => {
      await log.advance(await sending(), REFUSED, at('18:43'));
      expect((await log.claim(anAnswer(), at('18:44'))).kind).toBe('claimed');
      expect((await log.claim(anAnswer('On Friday.'), at('18:44'))).kind).toBe('claimed');
    });

    it('allows no step that is not in the table of states', async () => {
      const id = await sending();
      await log.advance(id, { kind: 'accepted', messageSid: sid('2') }, at('18:43'));
      expect(await log.advance(id, UNKNOWN, at('18:44'))).toEqual({
        kind: 'not_advanced',
        state: 'accepted',
      });
      expect(await log.claim(anAnswer(), at('18:45'))).toMatchObject({
        kind: 'taken',
        attempt: { id, state: 'accepted', messageSid: sid('2'), operator: 'Robin Green' },
      });
    });

    it('lists an open reply until Twilio was asked for it', async () => {
      const id = await sending();
      await log.advance(id, UNKNOWN, at('18:43'));
      expect(await log.open()).toMatchObject([
        {
          id,
          state: 'unknown',
          to: `whatsapp:${JANE}`,
          body: 'Yes, of course.',
          since: at('18:42'),
        },
      ]);
      expect(await (await open('rehearsal')).open()).toEqual([]);
      await log.noteNotFound(id, at('18:50'), 'Robin Green');
      expect(await log.open()).toEqual([]);
    });

    it('does not list a reply with a candidate again', async () => {
      const id = await sending();
      await log.advance(id, UNKNOWN, at('18:43'));
      const candidate = { sid: sid('5'), at: at('18:42'), doubt: 'text_hidden' } as const;
      await log.noteCandidate(id, candidate, at('18:50'));
      expect(await log.open()).toEqual([]);
      expect(await log.claim(anAnswer(), at('18:51'))).toMatchObject({
        kind: 'taken',
        attempt: { id, state: 'unknown' },
      });
    });

    it('has its SIDs known to the ledger, in their own mode only', async () => {
      await log.advance(await sending(), { kind: 'accepted', messageSid: sid('2') }, at('18:43'));
      const ledger = await openLedger();
      expect(await ledger.knownSids([sid('2'), sid('4')])).toEqual(new Set([sid('2')]));
      const rehearsed = await place.ledger('rehearsal');
      opened.push(rehearsed);
      expect(await rehearsed.knownSids([sid('2')])).toEqual(new Set());
    });

    it('returns the SIDs of replies and of messages', async () => {
      await log.advance(await sending(), { kind: 'accepted', messageSid: sid('2') }, at('18:43'));
      const ledger = await openLedger();
      await attemptedEarlier(ledger, aMessage(), { kind: 'accepted', messageSid: sid('3') });
      const known = await log.knownSids([sid('2'), sid('3'), sid('4')]);
      expect(known).toEqual(new Set([sid('2'), sid('3')]));
    });

    it('has the parent name of the last message to that number only', async () => {
      const ledger = await openLedger();
      await attemptedEarlier(ledger, aMessage({ parent_tel: JANE }), null);
      expect(await log.nameOf(`whatsapp:${JANE}`)).toBe('Jane Smith');
      expect(await log.nameOf('whatsapp:+447700900124')).toBeNull();
    });

    it('returns the replies with their state, to all or to one number', async () => {
      expect(await Array.fromAsync(log.answers())).toEqual([]);
      const id = await sending();
      await log.advance(id, { kind: 'accepted', messageSid: sid('2') }, at('18:43'));
      const failed = { state: 'undelivered', errorCode: 63_016, at: at('18:44') } as const;
      await log.recordDelivery({ ...failed, sid: sid('2') });
      const answer = {
        sid: sid('2'),
        to: `whatsapp:${JANE}`,
        text: 'Yes, of course.',
        operator: 'Robin Green',
        at: at('18:40'),
        answers: sid('1'),
        state: 'accepted',
        delivery: 'undelivered',
        code: 63_016,
      };
      expect(await Array.fromAsync(log.answers())).toEqual([answer]);
      expect(await Array.fromAsync(log.answers(`whatsapp:${JANE}`))).toEqual([answer]);
      expect(await Array.fromAsync(log.answers('whatsapp:+447700900124'))).toEqual([]);
      expect(await Array.fromAsync((await open('rehearsal')).answers())).toEqual([]);
    });

    it('returns the SIDs of replies whose delivery state can still change', async () => {
      await log.advance(await sending(), { kind: 'accepted', messageSid: sid('2') }, at('18:43'));
      expect(await log.unsettled(at('18:43'))).toEqual([sid('2')]);
      expect(await log.unsettled(at('18:44'))).toEqual([]);
      const delivered = { state: 'delivered', errorCode: null, at: at('18:44') } as const;
      await log.recordDelivery({ ...delivered, sid: sid('2') });
      expect(await log.unsettled(at('18:40'))).toEqual([]);
    });

    it('is not in the list of messages', async () => {
      await sending();
      const ledger = await openLedger();
      expect(await Array.fromAsync(ledger.messages())).toEqual([]);
      expect(await ledger.open()).toEqual([]);
    });
  });
}
