import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { OptOuts, Replies } from '../../../../src/application/ports/contact.ts';
import type { Ledger } from '../../../../src/application/ports/ledger.ts';
import type { UserId } from '../../../../src/domain/contact/recipient.ts';
import type { Reply } from '../../../../src/domain/contact/reply.ts';
import type { MessageSid } from '../../../../src/domain/delivery/ids.ts';
import type { Phone } from '../../../../src/domain/record/phone/phone.ts';
import type { Mode } from '../../../../src/domain/set-up/mode.ts';
import { aMessage } from '../../../support/builders.ts';
import { attemptedEarlier } from '../../../support/ledger/ledger-earlier.ts';

const sid = (digit: string): MessageSid => `SM${digit.repeat(32)}` as MessageSid;
const JANE = '+447700900123';

function aReply(parts: Partial<Reply> = {}): Reply {
  return {
    sid: sid('a'),
    sender: JANE,
    userId: null,
    text: 'Yes please',
    button: null,
    media: [],
    answers: null,
    at: new Date('2026-07-15T18:42:00Z'),
    ...parts,
  };
}

/** A store for replies and their ledger, which a test can open several times. */
type RepliesPlace = {
  readonly optOuts: (mode: Mode) => Promise<OptOuts>;
  readonly replies: (mode: Mode) => Promise<Replies>;
  readonly ledger: (mode: Mode) => Promise<Ledger>;
};

/** The contract of all replies. */
export function describeRepliesContract(
  name: string,
  makePlace: () => Promise<RepliesPlace>,
): void {
  describe(name, () => {
    let place: RepliesPlace;
    let opened: Replies[];
    let replies: Replies;
    beforeEach(async () => {
      place = await makePlace();
      opened = [];
      replies = await open();
    });
    afterEach(async () => {
      await Promise.all(opened.map(async (each) => await each.close()));
    });

    async function open(mode: Mode = 'live'): Promise<Replies> {
      const one = await place.replies(mode);
      opened.push(one);
      return one;
    }

    it('are stored with all their fields', async () => {
      const whole = aReply({
        userId: 'GB.1a2b',
        button: 'Register',
        media: ['https://api.twilio.com/a', 'https://api.twilio.com/b'],
        answers: sid('b'),
        attachments: ['image', 'voice_note'],
        location: { label: 'Club', address: '1 High Street', latitude: '53.4', longitude: null },
        isReaction: true,
        optOutType: 'STOP',
      });
      expect(await replies.add(whole)).toBe(true);
      expect(await (await open()).from(JANE)).toEqual([whole]);
    });

    it('keep what was done about them, for the first of two who saw the same', async () => {
      await replies.add(aReply());
      const at = new Date('2026-07-15T18:50:00Z');
      const done = { how: 'done', operator: 'Robin Green', at } as const;
      const answering = { how: 'answering', operator: 'Ann Lee', at } as const;
      const sent = { how: 'elsewhere', sid: sid('c'), text: 'See you', at } as const;
      expect(await replies.handle(sid('a'), done, null)).toEqual({ kind: 'handled' });
      const late = await (await open()).handle(sid('a'), answering, null);
      expect(late).toEqual({ kind: 'handled_since', handling: done });
      expect(await replies.from(JANE)).toEqual([aReply({ handled: done })]);
      expect(await replies.handle(sid('a'), sent, done)).toEqual({ kind: 'handled' });
      expect(await replies.handle(sid('a'), answering, sent)).toEqual({ kind: 'handled' });
      expect(await replies.from(JANE)).toEqual([aReply({ handled: answering })]);
      const missing = { kind: 'missing', handling: null };
      expect(await replies.handle(sid('b'), done, null)).toEqual(missing);
      expect(await (await open('rehearsal')).handle(sid('a'), done, null)).toEqual(missing);
    });

    it('are handled by one of many who act at the same time', async () => {
      await replies.add(aReply());
      const others = [replies, await open()];
      const at = new Date('2026-07-15T18:50:00Z');
      const results = await Promise.all(
        ['Ann', 'Bob', 'Cas', 'Dan'].flatMap((operator) =>
          others.map(
            async (each) => await each.handle(sid('a'), { how: 'answering', operator, at }, null),
          ),
        ),
      );
      const [winner] = await replies.from(JANE);
      expect(results.filter(({ kind }) => kind === 'handled')).toHaveLength(1);
      expect(
        results.flatMap((one) => (one.kind === 'handled_since' ? [one.handling] : [])),
      ).toEqual(Array.from({ length: 7 }, () => winner?.handled));
    });

    it('are stored once, as they first arrived', async () => {
      await replies.add(aReply());
      expect(await replies.add(aReply({ text: 'Something else' }))).toBe(false);
      expect(await replies.from(JANE)).toEqual([aReply()]);
    });

    it('are returned by sender and since a time, oldest first', async () => {
      const late = aReply({ sid: sid('c'), at: new Date('2026-07-15T19:00:00Z') });
      const hidden = aReply({
        sid: sid('d'),
        sender: 'GB.1a2b',
        at: new Date('2026-07-15T18:50:00Z'),
      });
      for (const each of [late, aReply(), hidden]) {
        // oxlint-disable-next-line no-await-in-loop -- in this order
        await replies.add(each);
      }
      expect(await replies.from(JANE)).toEqual([aReply(), late]);
      const since = new Date('2026-07-15T18:50:00Z');
      expect(await Array.fromAsync(replies.since(since))).toEqual([hidden, late]);
      const newestFirst = replies.since(since, { newestFirst: true });
      expect(await Array.fromAsync(newestFirst)).toEqual([late, hidden]);
    });

    describe('the number behind a user id', () => {
      it('is the one from which the person replied last', async () => {
        const earlier = { sender: '+447700900124', at: new Date('2026-07-14T18:42:00Z') };
        await replies.add(aReply({ userId: 'GB.1a2b' }));
        await replies.add(aReply({ sid: sid('c'), userId: 'GB.1a2b', ...earlier }));
        await replies.add(aReply({ sid: sid('b'), sender: 'GB.1a2b', userId: 'GB.1a2b' }));
        expect(await replies.numberBehind('GB.1a2b', null)).toBe(JANE);
      });

      it('is found by the id in the place of the number and by the one beside it', async () => {
        const ledger = await place.ledger('live');
        const message = aMessage({ parent_tel: JANE });
        await attemptedEarlier(ledger, message, { kind: 'accepted', messageSid: sid('c') });
        await ledger.close();
        const both = { sender: 'GB.1a2b', userId: 'GB.ENT.3c4d' };
        await replies.add(aReply({ ...both, answers: sid('c') }));
        expect(await replies.numberBehind('GB.1a2b', null)).toBe(JANE);
        const optOuts = await place.optOuts('live');
        const details = { source: 'reply', operator: 'the parent', at: new Date() } as const;
        await optOuts.add(['GB.ENT.3c4d' as UserId], { ...details, state: 'stopped' });
        expect(await optOuts.has([JANE as Phone])).toEqual(new Set([JANE]));
        await optOuts.close();
      });

      it('is that of the answered message', async () => {
        const ledger = await place.ledger('live');
        const message = aMessage({ parent_tel: JANE });
        await attemptedEarlier(ledger, message, { kind: 'accepted', messageSid: sid('c') });
        await ledger.close();
        expect(await replies.numberBehind('GB.1a2b', sid('c'))).toBe(JANE);
      });

      it('is null if neither is known', async () => {
        expect(await replies.numberBehind('GB.1a2b', sid('c'))).toBeNull();
        expect(await replies.numberBehind('GB.1a2b', null)).toBeNull();
      });
    });

    describe('that may mean stop, of a sender in an unknown form,', () => {
      const at = new Date('2026-07-16T09:00:00Z');
      const operator = 'Robin Green';
      const odd = aReply({ sender: 'lid/1a2b', text: 'STOP', unmatched: 'stopped' });

      it('are unmatched until an operator says who wrote them, once', async () => {
        const later = aReply({ ...odd, sid: sid('b'), unmatched: 'pending', at });
        await replies.add(later);
        await replies.add(odd);
        await replies.add(aReply({ sid: sid('c') }));
        expect(await replies.unmatched()).toEqual([odd, later]);
        const match = { phone: JANE as Phone, operator, at };
        expect(await replies.match(odd.sid, match)).toBe(true);
        expect(await replies.match(odd.sid, match)).toBe(false);
        expect(await replies.match(sid('c'), match)).toBe(false);
        expect(await replies.match(sid('d'), match)).toBe(false);
        expect(await (await open()).unmatched()).toEqual([later]);
        const { unmatched: _none, ...reply } = odd;
        expect(await replies.from('lid/1a2b')).toEqual([{ ...reply, matched: match }, later]);
        expect(await replies.numberBehind('lid/1a2b', null)).toBe(JANE);
      });

      it('can be dismissed', async () => {
        await replies.add(odd);
        expect(await replies.match(odd.sid, { phone: null, operator, at })).toBe(true);
        expect(await replies.unmatched()).toEqual([]);
        expect(await replies.numberBehind('lid/1a2b', null)).toBeNull();
      });
    });

    it('of a rehearsal are not in `live`', async () => {
      await (await open('rehearsal')).add(aReply());
      expect(await replies.from(JANE)).toEqual([]);
    });
  });
}
