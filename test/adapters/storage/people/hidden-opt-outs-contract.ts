import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { OptOuts, OptOutDetails, Replies } from '../../../../src/application/ports/contact.ts';
import type { Ledger } from '../../../../src/application/ports/ledger.ts';
import { receiveReply } from '../../../../src/application/replies/receive-reply.ts';
import type { UserId } from '../../../../src/domain/contact/recipient.ts';
import type { Reply } from '../../../../src/domain/contact/reply.ts';
import type { MessageSid } from '../../../../src/domain/delivery/ids.ts';
import type { Phone } from '../../../../src/domain/record/phone/phone.ts';
import type { Mode } from '../../../../src/domain/set-up/mode.ts';
import { aMessage } from '../../../support/builders.ts';
import { attemptedEarlier } from '../../../support/ledger/ledger-earlier.ts';

const JANE = '+447700900123' as Phone;
const DANIEL = '+447700900102' as Phone;
const HIDDEN = 'GB.1a2B3c4D' as UserId;
const OTHER = 'GB.9z8Y7x6W' as UserId;
const LATER = new Date('2026-07-16T09:00:00Z');
const SAID: OptOutDetails = {
  state: 'stopped',
  source: 'reply',
  operator: 'the parent',
  at: new Date('2026-07-15T18:42:00Z'),
};

const sid = (digit: string): MessageSid => `SM${digit.repeat(32)}` as MessageSid;

function aReply(parts: Partial<Reply> = {}): Reply {
  return {
    sid: sid('a'),
    sender: HIDDEN,
    userId: null,
    text: 'Hello',
    button: null,
    media: [],
    answers: null,
    at: LATER,
    ...parts,
  };
}

const NAMING_BOTH = aReply({ sender: JANE, userId: HIDDEN });

/** A store for data of people, which a test can open several times. */
type PeoplePlace = {
  readonly optOuts: (mode: Mode) => Promise<OptOuts>;
  readonly replies: (mode: Mode) => Promise<Replies>;
  readonly ledger: (mode: Mode) => Promise<Ledger>;
};

/** The contract for opt-outs of people whose number WhatsApp hides. */
export function describeHiddenOptOuts(name: string, makePlace: () => Promise<PeoplePlace>): void {
  describe(name, () => {
    let place: PeoplePlace;
    let close: (() => Promise<void>)[];
    let optOuts: OptOuts;
    let replies: Replies;
    beforeEach(async () => {
      place = await makePlace();
      close = [];
      optOuts = await place.optOuts('live');
      replies = await place.replies('live');
      close.push(optOuts.close, replies.close);
    });
    afterEach(async () => {
      await Promise.all(close.map(async (each) => await each()));
    });

    async function messageWent(messageSid: MessageSid): Promise<void> {
      const ledger = await place.ledger('live');
      await attemptedEarlier(ledger, aMessage({ parent_tel: JANE }), {
        kind: 'accepted',
        messageSid,
      });
      await ledger.close();
    }

    it('applies to the user id alone while the number is unknown', async () => {
      expect(await optOuts.add([HIDDEN], SAID)).toEqual(new Set([HIDDEN]));
      expect(await optOuts.has([HIDDEN, OTHER, JANE])).toEqual(new Set([HIDDEN]));
      expect(await optOuts.list()).toEqual([{ phone: HIDDEN, lastTwoDigits: '4D', ...SAID }]);
    });

    it('applies to the number that replied with the id, whichever was first', async () => {
      await replies.add(NAMING_BOTH);
      await optOuts.add([HIDDEN], SAID);
      expect(await optOuts.has([JANE, DANIEL])).toEqual(new Set([JANE]));
    });

    it('applies to a number that becomes known later, also in a connection that was open before', async () => {
      await optOuts.add([HIDDEN, OTHER], SAID);
      expect(await optOuts.has([JANE])).toEqual(new Set());
      await replies.add(NAMING_BOTH);
      expect(await optOuts.has([JANE, DANIEL])).toEqual(new Set([JANE]));
    });

    it('applies to the number of the answered message, also if its SID is recorded later', async () => {
      await optOuts.add([HIDDEN], SAID);
      await replies.add(aReply({ answers: sid('c') }));
      expect(await optOuts.has([JANE])).toEqual(new Set());
      await messageWent(sid('c'));
      expect(await replies.numberBehind(HIDDEN, null)).toBe(JANE);
      expect(await optOuts.has([JANE])).toEqual(new Set([JANE]));
    });

    it('is listed once, with the number, once that is known', async () => {
      await optOuts.add([OTHER, HIDDEN], SAID);
      await replies.add(NAMING_BOTH);
      const ofOther = { phone: OTHER, lastTwoDigits: '6W', ...SAID };
      expect(await optOuts.list()).toEqual([
        ofOther,
        { phone: JANE, lastTwoDigits: '23', ...SAID },
      ]);
      await optOuts.add([JANE], { ...SAID, source: 'operator', at: LATER });
      expect(await optOuts.list()).toEqual([
        ofOther,
        { phone: JANE, lastTwoDigits: '23', ...SAID, source: 'operator', at: LATER },
      ]);
      expect((await optOuts.history(JANE)).map(({ phone }) => phone)).toEqual([HIDDEN, JANE]);
    });

    it('ends when it is removed by number', async () => {
      await optOuts.add([HIDDEN, JANE], SAID);
      await replies.add(NAMING_BOTH);
      expect(await optOuts.remove(JANE, 'Robin Green', LATER)).toBe(true);
      expect(await optOuts.has([JANE, HIDDEN])).toEqual(new Set());
      expect(await optOuts.list()).toEqual([]);
    });

    it('ends for a number that has no opt-out of its own', async () => {
      await optOuts.add([HIDDEN], SAID);
      await replies.add(NAMING_BOTH);
      expect(await optOuts.remove(JANE, 'Robin Green', LATER)).toBe(true);
      expect(await optOuts.remove(JANE, 'Robin Green', LATER)).toBe(false);
      expect(await optOuts.has([JANE])).toEqual(new Set());
    });

    it('ends for the id alone, and that of the number stays', async () => {
      await optOuts.add([HIDDEN, JANE], SAID);
      await replies.add(NAMING_BOTH);
      expect(await optOuts.remove(HIDDEN, 'Robin Green', LATER)).toBe(true);
      expect(await optOuts.has([HIDDEN, JANE])).toEqual(new Set([JANE]));
    });

    it('is copied to the number once a reply has both, with its state', async () => {
      // Without the replies, as after they were deleted.
      const unkept = { ...replies, add: async () => true };
      const perhaps = aReply({ text: 'No more of this, please' });
      await receiveReply(perhaps, { replies: unkept, optOuts });
      await receiveReply(NAMING_BOTH, { replies: unkept, optOuts });
      expect(await optOuts.has([JANE])).toEqual(new Set([JANE]));
      expect(await optOuts.history(JANE)).toMatchObject([{ phone: JANE, state: 'pending' }]);
    });

    it('of a rehearsal does not apply to `live`', async () => {
      const rehearsed = await place.replies('rehearsal');
      close.push(rehearsed.close);
      await optOuts.add([HIDDEN], SAID);
      await rehearsed.add(NAMING_BOTH);
      expect(await optOuts.has([JANE])).toEqual(new Set());
    });
  });
}
