import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ErasableLedger, Holdings } from '../../../../src/application/forget/forget.ts';
import type { OptOuts, Replies } from '../../../../src/application/ports/contact.ts';
import type { Ledger } from '../../../../src/application/ports/ledger.ts';
import type { TestFindings } from '../../../../src/application/ports/test-findings.ts';
import type { ReplyLog } from '../../../../src/application/replies/send-reply.ts';
import { reportLineOf } from '../../../../src/application/report/report-rows.ts';
import {
  approveReply,
  replyDigestOf,
  type ApprovedReply,
} from '../../../../src/domain/contact/free-reply.ts';
import type { UserId } from '../../../../src/domain/contact/recipient.ts';
import type { Reply } from '../../../../src/domain/contact/reply.ts';
import type { MessageSid } from '../../../../src/domain/delivery/ids.ts';
import type { Outcome } from '../../../../src/domain/delivery/outcome.ts';
import type { Message } from '../../../../src/domain/message/message.ts';
import { dailyRoom } from '../../../../src/domain/policy/people-counted.ts';
import type { Phone } from '../../../../src/domain/record/phone/phone.ts';
import type { Season } from '../../../../src/domain/record/values/season.ts';
import type { Mode } from '../../../../src/domain/set-up/mode.ts';
import { aMessage, anApproved, aYes } from '../../../support/builders.ts';
import { attemptedEarlier, EARLIER } from '../../../support/ledger/ledger-earlier.ts';
import { withoutIds } from '../../../support/normalised-text.ts';

/** A store for a ledger with all its ports, which a test can open several times. */
export type ErasurePlace = {
  readonly erasable: () => Promise<ErasableLedger>;
  readonly ledger: (mode: Mode) => Promise<Ledger>;
  readonly optOuts: (mode: Mode) => Promise<OptOuts>;
  readonly replies: (mode: Mode) => Promise<Replies>;
  readonly log: (mode: Mode) => Promise<ReplyLog>;
  readonly findings: (mode: Mode) => Promise<TestFindings>;
  /** The seasons with names that are not erased. */
  readonly seasons: () => Promise<readonly Season[]>;
  /** How many people wrote to whom the ledger has no message. */
  readonly strangers: () => Promise<number>;
  /** Everything that is stored, as text, read through a connection of its own. */
  readonly bytes: () => Promise<string>;
};

const AT = new Date('2026-07-15T18:42:00Z');
const sid = (digit: string): MessageSid => `MM${digit.repeat(32)}` as MessageSid;
const JANE = '+447700900123' as Phone;
const DANIEL = '+447700900124' as Phone;
const OF_JANE = { kind: 'number', phone: JANE } as const;
const THIS_SEASON = { kind: 'season', season: '2026-27' as Season } as const;
const ACCEPTED = { kind: 'accepted', messageSid: sid('a') } as const;
const UNKNOWN = { kind: 'unknown', doubt: 'cut_off' } as const;
const REFUSED = {
  kind: 'refused',
  twilioCode: 63_024,
  twilioText: '',
  retryAfterSeconds: null,
} as const;

const NOTHING: Omit<Holdings, 'recoverableDays'> = {
  messages: 0,
  texts: 0,
  players: 0,
  replies: 0,
  answers: 0,
  optOuts: 0,
  deadLetters: 0,
  simulated: 0,
  copies: [],
  open: 0,
};

const withoutConsent = aMessage({
  parent_tel: JANE,
  player_first_name: 'Ava',
  player_last_name: 'Hartley',
  parent_first_name: 'Petra',
  parent_last_name: 'Hartley',
});
const toJane: Message = {
  ...withoutConsent,
  invite: {
    ...withoutConsent.invite,
    consent: {
      isGiven: false,
      override: { heading: 'Consent', value: 'No, says Petra' },
      optInAt: '2026-06-03',
      optInHow: 'form of Petra Hartley',
      optInWording: 'Ava may be written about',
    },
  },
};
const toDaniel = aMessage({
  parent_tel: DANIEL,
  player_first_name: 'Ben',
  player_last_name: 'Okoro',
});

function aReply(parts: Partial<Reply> = {}): Reply {
  return {
    sid: sid('1'),
    sender: JANE,
    userId: null,
    text: 'Is Ava too old for it?',
    button: null,
    media: [],
    answers: null,
    at: AT,
    ...parts,
  };
}

const OF_ROBIN = { phone: JANE, operator: 'Robin Green', at: AT };

function anAnswer(phone: Phone): ApprovedReply {
  const reply = { phone, to: `whatsapp:${phone}`, body: 'She is just right.', answers: sid('1') };
  return approveReply(reply, aYes(replyDigestOf(reply), { at: AT }));
}

/** The contract of erasure. */
export function describeErasureContract(
  name: string,
  makePlace: () => Promise<ErasurePlace>,
): void {
  describe(name, () => {
    let place: ErasurePlace;
    let opened: { readonly close: () => Promise<void> }[];
    let ledger: Ledger;
    let erasable: ErasableLedger;
    beforeEach(async () => {
      place = await makePlace();
      opened = [];
      ledger = await open('ledger');
      erasable = await place.erasable();
      opened.push(erasable);
    });
    afterEach(async () => {
      await Promise.all(opened.map(async (each) => await each.close()));
    });

    async function open<Which extends 'ledger' | 'optOuts' | 'replies' | 'log' | 'findings'>(
      which: Which,
      mode: Mode = 'live',
    ): Promise<Awaited<ReturnType<ErasurePlace[Which]>>> {
      const one = (await place[which](mode)) as Awaited<ReturnType<ErasurePlace[Which]>>;
      opened.push(one);
      return one;
    }

    /** Writes every kind of data about a family. */
    async function aFamily(): Promise<void> {
      await attemptedEarlier(ledger, toJane, REFUSED);
      await attemptedEarlier(ledger, toJane, ACCEPTED);
      const list = { file: 'hartley.csv', at: AT, operator: 'Robin Green' };
      await ledger.rememberList(list, [toJane.invite], []);
      await (
        await open('optOuts')
      ).add([JANE], {
        state: 'stopped',
        source: 'operator',
        operator: 'Robin Green',
        at: AT,
      });
      const replies = await open('replies');
      await replies.add(aReply({ userId: 'GB.1a2b' }));
      await replies.add(aReply({ sid: sid('2'), sender: 'GB.1a2b', text: 'Ava likes it' }));
      await replies.add(
        aReply({ sid: sid('3'), sender: 'GB.9z', text: 'Ava it is', answers: sid('a') }),
      );
      const log = await open('log');
      const answer = await log.claim(anAnswer(JANE), AT);
      if (answer.kind === 'taken') throw new Error('Nobody else answers here.');
      await log.advance(answer.attemptId, { kind: 'sending' }, AT);
      await log.advance(answer.attemptId, { kind: 'accepted', messageSid: sid('4') }, AT);
      await (
        await open('findings')
      ).add({
        sid: sid('a'),
        isRight: false,
        reason: 'It says Ava Hurtley',
        operator: 'Robin Green',
        at: AT,
      });
    }

    const OF_A_FAMILY = { ...NOTHING, messages: 2, players: 1, replies: 3, answers: 1, optOuts: 1 };
    const NAMES = /Ava|Hartley|Hurtley|Petra|900123|GB\.1a2b|GB\.9z|hartley\.csv|just right/u;

    it.each([
      ['a number', OF_JANE],
      ['a season', THIS_SEASON],
    ] as const)('leaves no personal data of a family after %s was erased', async (_what, whose) => {
      await aFamily();
      await erasable.hold('Robin Green', AT);
      expect(await erasable.find(whose)).toMatchObject(OF_A_FAMILY);
      expect(withoutIds(await place.bytes())).toMatch(NAMES);
      expect(await erasable.erase(whose, AT)).toMatchObject(OF_A_FAMILY);
      await erasable.scrub();
      expect(await erasable.find(whose)).toMatchObject(NOTHING);
      expect(withoutIds(await place.bytes())).not.toMatch(NAMES);
    });

    it('gives out all that it erases of a number', async () => {
      await aFamily();
      const before = withoutIds(await place.bytes()).match(new RegExp(NAMES, 'gu')) ?? [];
      const held = JSON.stringify(await Array.fromAsync(erasable.held(JANE)));
      expect([...new Set(before)].filter((word) => !held.includes(word))).toEqual([]);
      await erasable.erase(OF_JANE, AT);
      // When a person was last written to is kept, for the daily limit.
      const left = (await Array.fromAsync(erasable.held(JANE))).map(({ kind }) => kind);
      expect(left).toEqual([]);
    });

    it('keeps the opt-out of one player without the name and the reason', async () => {
      const optOuts = await open('optOuts');
      const said = {
        state: 'stopped',
        source: 'operator',
        operator: 'Robin Green',
        at: AT,
      } as const;
      const player = `${toJane.invite.player.firstName} ${toJane.invite.player.lastName}`;
      await optOuts.add([JANE], { ...said, player, why: 'Order of the court at Sale' });
      await erasable.erase(OF_JANE, AT);
      expect(await optOuts.blocked([toJane])).toEqual(new Set([toJane]));
      expect(await optOuts.list()).toMatchObject([{ phone: null, player: null }]);
      expect(await place.bytes()).not.toContain('court at Sale');
      expect(await place.bytes()).not.toContain(player);
    });

    it('still prevents a second message, and any message after an opt-out', async () => {
      await aFamily();
      await erasable.erase(OF_JANE, AT);
      const claim = await ledger.claim(anApproved(toJane), { file: 'again.csv' }, AT, null);
      expect(claim).toMatchObject({ kind: 'taken', attempt: { state: 'accepted' } });
      const optOuts = await open('optOuts');
      expect(await optOuts.has([JANE])).toEqual(new Set([JANE]));
      expect(await optOuts.list()).toMatchObject([{ phone: null, lastTwoDigits: null }]);
      expect(await (await open('replies')).numberBehind('GB.1a2b', sid('a'))).toBeNull();
      expect(await (await open('findings')).list()).toMatchObject([
        { sid: sid('a'), reason: null },
      ]);
    });

    it.each([
      ['a number', OF_JANE],
      ['a season', THIS_SEASON],
    ] as const)('keeps an opt-out of a user id for the number, by %s', async (_what, whose) => {
      await attemptedEarlier(ledger, toJane, ACCEPTED);
      const said = { state: 'stopped', source: 'reply', operator: 'the parent', at: AT } as const;
      const optOuts = await open('optOuts');
      await optOuts.add(['GB.1a2b', 'GB.9z', 'GB.7x'] as UserId[], said);
      const replies = await open('replies');
      await replies.add(aReply({ userId: 'GB.1a2b' }));
      await replies.add(aReply({ sid: sid('3'), sender: 'GB.9z', answers: sid('a') }));
      await erasable.erase(whose, AT);
      await erasable.scrub();
      expect(withoutIds(await place.bytes())).not.toMatch(/GB\.1a2b|GB\.9z|900123/u);
      expect(await optOuts.has([JANE])).toEqual(new Set([JANE]));
      expect(await optOuts.list()).toContainEqual(
        expect.objectContaining({ phone: null, lastTwoDigits: null, ...said }),
      );
      expect(await optOuts.list()).toContainEqual(expect.objectContaining({ phone: 'GB.7x' }));
    });

    it.each([
      ['whose sender has the number in another notation', { sender: '447700900123' }],
      ['whose sender has the number with a space', { sender: '07700 900123' }],
      ['that the number is known to have written', { sender: 'lid/1a2b', matched: OF_ROBIN }],
    ])('by a number includes a reply %s', async (_which, parts) => {
      const replies = await open('replies');
      await replies.add(aReply({ ...parts, unmatched: 'stopped' }));
      await replies.add(aReply({ sid: sid('2'), sender: '447700900124', unmatched: 'stopped' }));
      expect(await erasable.erase(OF_JANE, AT)).toMatchObject({ ...NOTHING, replies: 1 });
      expect(await replies.unmatched()).toMatchObject([{ sender: '447700900124' }]);
    });

    it('by a season includes replies of an unknown sender, written since it began', async () => {
      const before = aMessage({ parent_tel: DANIEL, current_registration_season: '2025-26' });
      await attemptedEarlier(ledger, before, { kind: 'accepted', messageSid: sid('b') });
      await attemptedEarlier(ledger, toJane, ACCEPTED);
      const replies = await open('replies');
      const odd = aReply({ sender: 'lid/1a2b', unmatched: 'stopped' });
      await replies.add(odd);
      await replies.add(aReply({ ...odd, sid: sid('2'), at: new Date('2020-07-15T18:42:00Z') }));
      expect(await erasable.erase(THIS_SEASON, AT)).toMatchObject({
        ...NOTHING,
        messages: 1,
        replies: 1,
      });
      expect(await replies.unmatched()).toMatchObject([{ sid: sid('2') }]);
    });

    it("by a season includes strangers' replies, written since it began", async () => {
      await attemptedEarlier(ledger, toDaniel, ACCEPTED);
      const replies = await open('replies');
      await replies.add(aReply({ text: 'Wrong number?' }));
      await replies.add(aReply({ sid: sid('2'), sender: 'GB.1a2b', text: 'Who is that?' }));
      await replies.add(aReply({ sid: sid('3'), at: new Date('2020-07-15T18:42:00Z') }));
      await replies.add(aReply({ sid: sid('4'), sender: DANIEL }));
      expect(await place.strangers()).toBe(2);
      expect(await erasable.erase(THIS_SEASON, AT)).toMatchObject({ messages: 1, replies: 3 });
      expect(await place.strangers()).toBe(1);
      expect(await Array.fromAsync(replies.since(new Date(0)))).toMatchObject([{ sid: sid('3') }]);
    });

    it('includes what was said of a test, and what Twilio said, that names the number', async () => {
      const told = { sid: sid('9'), state: 'failed', errorCode: 63_024, at: AT } as const;
      await ledger.recordDelivery({ ...told, errorText: `${JANE} is not on WhatsApp` });
      const findings = await open('findings');
      const said = { sid: sid('8'), isRight: false, operator: 'Robin Green', at: AT };
      await findings.add({ ...said, reason: 'It went to 07700 900123' });
      await erasable.erase(OF_JANE, AT);
      expect(withoutIds(await place.bytes())).not.toMatch(/900123|900 123/u);
      expect(await findings.list()).toMatchObject([{ reason: null }]);
    });

    it('shows messages as erased', async () => {
      await aFamily();
      await erasable.erase(OF_JANE, AT);
      const erased = { isErased: true, to: '', player: '', parent: '', team: '', file: '', row: 0 };
      expect(await Array.fromAsync(ledger.messages())).toMatchObject([
        { ...erased, state: 'accepted' },
      ]);
      expect((await Array.fromAsync(ledger.messages())).map(reportLineOf)).toMatchObject([
        { ...erased, body: '', variables: {} },
      ]);
      const events = await Array.fromAsync(ledger.events());
      expect(events.map(({ isErased, player }) => [isErased, player])).toEqual(
        events.map(() => [true, '']),
      );
      expect(await (await open('log')).nameOf(toJane.to)).toBeNull();
    });

    it('leaves data of others as it is', async () => {
      await attemptedEarlier(ledger, toDaniel, ACCEPTED);
      const list = { file: 'okoro.csv', at: AT, operator: 'Robin Green' };
      await ledger.rememberList(list, [toDaniel.invite], []);
      const replies = await open('replies');
      await replies.add(aReply({ sender: DANIEL, userId: 'GB.2c' }));
      const before = await Promise.all([
        Array.fromAsync(ledger.messages()),
        Array.fromAsync(ledger.events()),
        ledger.knownPlayers(),
      ]);
      await attemptedEarlier(ledger, toJane, { kind: 'accepted', messageSid: sid('b') });
      await erasable.erase(OF_JANE, AT);
      const [messages, events, players] = before;
      expect(
        (await Array.fromAsync(ledger.messages())).filter(({ isErased }) => !isErased),
      ).toEqual(messages);
      expect(await Array.fromAsync(ledger.events({ to: toDaniel.to }))).toEqual(events);
      expect(await ledger.knownPlayers()).toEqual(players);
      expect(await replies.from(DANIEL)).toHaveLength(1);
      expect(await replies.numberBehind('GB.2c', null)).toBe(DANIEL);
    });

    it('erases only the text of a message to others that has the number', async () => {
      const named = aMessage({ parent_tel: DANIEL, team_manager_1_tel: JANE });
      await attemptedEarlier(ledger, named, ACCEPTED);
      expect(await erasable.erase(OF_JANE, AT)).toMatchObject({ ...NOTHING, texts: 1 });
      expect((await Array.fromAsync(ledger.messages())).map(reportLineOf)).toMatchObject([
        { to: named.to, player: 'John Smith', isErased: false, body: '', variables: {} },
      ]);
    });

    it('applies to every mode', async () => {
      await attemptedEarlier(await open('ledger', 'stand_in'), toJane, ACCEPTED);
      await attemptedEarlier(ledger, toJane, ACCEPTED);
      expect(await erasable.erase(OF_JANE, AT)).toMatchObject({ ...NOTHING, messages: 2 });
      expect(withoutIds(await place.bytes())).not.toMatch(NAMES);
    });

    it.each([
      ['on its way', null, 1],
      ['unknown', UNKNOWN, 1],
      ['refused', REFUSED, 0],
    ] as const)(
      'counts what is %s as open: %j, %i',
      async (_what, outcome: Outcome | null, open) => {
        await attemptedEarlier(ledger, toJane, outcome);
        expect(await erasable.find(OF_JANE)).toMatchObject({ messages: 1, open });
        expect(await erasable.find(THIS_SEASON)).toMatchObject({ messages: 1, open });
      },
    );

    it('does not count as open what Twilio did not have', async () => {
      await attemptedEarlier(ledger, toJane, UNKNOWN);
      const [open] = await ledger.open();
      if (open === undefined) throw new Error('It is open.');
      await ledger.noteNotFound(open.id, AT, 'Robin Green');
      expect(await erasable.erase(OF_JANE, AT)).toMatchObject({ messages: 1, open: 0 });
      expect(await ledger.open()).toEqual([]);
    });

    it('does not count as open what has a candidate', async () => {
      await attemptedEarlier(ledger, toJane, UNKNOWN);
      const [open] = await ledger.open();
      if (open === undefined) throw new Error('It is open.');
      const candidate = { sid: sid('9'), at: AT, doubt: 'text_hidden' } as const;
      await ledger.noteCandidate(open.id, candidate, AT);
      expect(await erasable.find(THIS_SEASON)).toMatchObject({ messages: 1, open: 0 });
      expect(await erasable.erase(OF_JANE, AT)).toMatchObject({ messages: 1, open: 0 });
      expect(await ledger.open()).toEqual([]);
    });

    it('still counts each family for the daily limit', async () => {
      const messages: readonly Message[] = [toJane, toDaniel];
      for (const [index, message] of messages.entries()) {
        const accepted = { kind: 'accepted', messageSid: sid(String(index)) } as const;
        // oxlint-disable-next-line no-await-in-loop -- one ledger
        await attemptedEarlier(ledger, message, { kind: 'unreachable' });
        // oxlint-disable-next-line no-await-in-loop -- one ledger
        await attemptedEarlier(ledger, message, accepted);
      }
      await erasable.erase(THIS_SEASON, AT);
      const { used, since } = dailyRoom(await ledger.people(), EARLIER, 250);
      expect({ used, since }).toEqual({ used: 2, since: EARLIER });
      expect(withoutIds(await place.bytes())).not.toMatch(/90012[34]/u);
    });

    it('of a refused message allows a new message to the same family', async () => {
      await attemptedEarlier(ledger, toJane, REFUSED);
      await erasable.erase(OF_JANE, AT);
      await attemptedEarlier(ledger, toJane, ACCEPTED);
      expect(await Array.fromAsync(ledger.messages())).toMatchObject([
        { isErased: false, player: 'Ava Hartley' },
      ]);
      const first = (await Array.fromAsync(ledger.events())).filter(
        ({ state }) => state === 'refused',
      );
      expect(first).toMatchObject([{ isErased: true, player: '' }]);
      const ofJane = await Array.fromAsync(ledger.events({ to: toJane.to }));
      expect(ofJane.filter(({ isErased }) => isErased)).toEqual([]);
      expect(await erasable.find(OF_JANE)).toMatchObject({ ...NOTHING, messages: 1 });
    });

    it('leaves the seasons with names in messages or lists known', async () => {
      expect(await place.seasons()).toEqual([]);
      const next = aMessage({ parent_tel: DANIEL, current_registration_season: '2027-28' });
      await ledger.rememberList(
        { file: 'a.csv', at: AT, operator: 'Robin Green' },
        [next.invite],
        [],
      );
      await attemptedEarlier(await open('ledger', 'stand_in'), toJane, ACCEPTED);
      expect(await place.seasons()).toEqual(['2026-27', '2027-28']);
      await erasable.erase(OF_JANE, AT);
      expect(await place.seasons()).toEqual(['2027-28']);
    });

    it('of a season includes opt-outs of another mode, in the count before as well', async () => {
      await attemptedEarlier(await open('ledger', 'stand_in'), toJane, ACCEPTED);
      const stop = {
        state: 'stopped',
        source: 'operator',
        operator: 'Robin Green',
        at: AT,
      } as const;
      await (await open('optOuts')).add([JANE], stop);
      await (await open('replies')).add(aReply());
      const all = { ...NOTHING, messages: 1, replies: 1, optOuts: 1 };
      expect(await erasable.find(THIS_SEASON)).toMatchObject(all);
      expect(await erasable.erase(THIS_SEASON, AT)).toMatchObject(all);
      expect(withoutIds(await place.bytes())).not.toMatch(NAMES);
    });

    it('of a season leaves the other seasons', async () => {
      const before = aMessage({ parent_tel: JANE, current_registration_season: '2025-26' });
      await attemptedEarlier(ledger, before, { kind: 'accepted', messageSid: sid('b') });
      await attemptedEarlier(ledger, toJane, ACCEPTED);
      const replies = await open('replies');
      await replies.add(aReply({ answers: sid('b') }));
      await replies.add(aReply({ sid: sid('2'), answers: sid('a') }));
      const stop = {
        state: 'stopped',
        source: 'operator',
        operator: 'Robin Green',
        at: AT,
      } as const;
      const optOuts = await open('optOuts');
      await optOuts.add([JANE], stop);
      expect(await erasable.erase(THIS_SEASON, AT)).toMatchObject({
        ...NOTHING,
        messages: 1,
        replies: 1,
      });
      const bySeason = (await Array.fromAsync(ledger.messages())).toSorted((a, b) =>
        a.season < b.season ? -1 : 1,
      );
      expect(bySeason).toMatchObject([
        { season: '2025-26', isErased: false, to: before.to },
        { season: '2026-27', isErased: true, to: '' },
      ]);
      expect(await replies.from(JANE)).toMatchObject([{ answers: sid('b') }]);
      expect(await optOuts.list()).toMatchObject([{ phone: JANE }]);
    });
  });
}
