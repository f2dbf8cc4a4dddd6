import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Ledger } from '../../../../src/application/ports/ledger.ts';
import { approve } from '../../../../src/domain/approval/approval.ts';
import { asMessageSid, type MessageSid } from '../../../../src/domain/delivery/ids.ts';
import type { KeyedHash } from '../../../../src/domain/delivery/keyed-hash.ts';
import type { Message } from '../../../../src/domain/message/message.ts';
import { parseSeason } from '../../../../src/domain/record/values/season.ts';
import type { Mode } from '../../../../src/domain/set-up/mode.ts';
import { aMessageTo, anInvite, aYesTo } from '../../../support/builders.ts';

const at = (day: string): Date => new Date(`2026-07-${day}T18:00:00Z`);
const sidOf = (digit: string): MessageSid => asMessageSid(`MM${digit.repeat(32)}`) as MessageSid;

/** A message of a season to a number reserved for drama. */
function aMessageOf(season: string, number: string): Message {
  const parsed = parseSeason(season);
  if (!parsed.ok) throw new Error(`${season} is no season.`);
  return aMessageTo({ ...anInvite({ parent_tel: `07700 900${number}` }), season: parsed.value });
}

async function sids(messages: ReturnType<Ledger['messages']>) {
  return (await Array.fromAsync(messages)).map(({ messageSid }) => messageSid);
}

/** The contract of reading: by season, by key, by SID and by what is due. */
export function describeReadingContract(
  name: string,
  makePlace: () => Promise<{ readonly ledger: (mode: Mode) => Promise<Ledger> }>,
): void {
  describe(name, () => {
    let ledger: Ledger;
    beforeEach(async () => {
      ledger = await (await makePlace()).ledger('live');
    });

    /** Claims a message on a day of July, and accepts it with a SID. */
    async function accepted(message: Message, day: string, sid: MessageSid): Promise<void> {
      const yes = aYesTo(message, { at: at(day) });
      const claim = await ledger.claim(approve(message, yes), { file: 'a.csv' }, at(day), null);
      if (claim.kind !== 'claimed') throw new Error('The message was taken already.');
      await ledger.advance(claim.attemptId, { kind: 'sending' }, at(day));
      await ledger.advance(claim.attemptId, { kind: 'accepted', messageSid: sid }, at(day));
    }

    const EARLY = aMessageOf('2026-27', '101');
    const LATE = aMessageOf('2026-27', '102');
    const NEXT = aMessageOf('2027-28', '103');
    beforeEach(async () => {
      await accepted(NEXT, '03', sidOf('c'));
      await accepted(LATE, '05', sidOf('b'));
      await accepted(EARLY, '04', sidOf('a'));
    });

    it('by season and in the order of the claims, or the other way round', async () => {
      expect(await sids(ledger.messages())).toEqual([sidOf('a'), sidOf('b'), sidOf('c')]);
      expect(await sids(ledger.messages({ newestFirst: true }))).toEqual([
        sidOf('c'),
        sidOf('b'),
        sidOf('a'),
      ]);
      expect(await sids(ledger.messages({ season: '2026-27', newestFirst: true }))).toEqual([
        sidOf('b'),
        sidOf('a'),
      ]);
    });

    it('by keys, in their order, without unknown ones', async () => {
      const keyOf = ({ key }: Message): KeyedHash => ledger.keyOf(key);
      const unknown = keyOf(aMessageOf('2026-27', '199'));
      const found = await ledger.byKeys([keyOf(NEXT), unknown, keyOf(EARLY)]);
      expect(found.map(({ messageSid }) => messageSid)).toEqual([sidOf('c'), sidOf('a')]);
      expect(await ledger.byKeys([])).toEqual([]);
    });

    it('by SIDs, without unknown ones', async () => {
      const found = await ledger.bySids([sidOf('b'), sidOf('d'), sidOf('c')]);
      expect([...found].map(([sid, { to }]) => [sid, to])).toEqual(
        expect.arrayContaining([
          [sidOf('b'), LATE.to],
          [sidOf('c'), NEXT.to],
        ]),
      );
      expect(found.size).toBe(2);
    });

    it('by what is unsettled: delivered messages from a date on, others without a limit', async () => {
      await ledger.recordDelivery({
        sid: sidOf('a'),
        state: 'delivered',
        errorCode: null,
        at: at('06'),
      });
      await ledger.recordDelivery({
        sid: sidOf('c'),
        state: 'sent',
        errorCode: null,
        at: at('06'),
      });
      const unsettled = async (since: string) => new Set(await sids(ledger.unsettled(at(since))));
      expect(await unsettled('04')).toEqual(new Set([sidOf('a'), sidOf('b'), sidOf('c')]));
      expect(await unsettled('05')).toEqual(new Set([sidOf('b'), sidOf('c')]));
      await ledger.recordDelivery({
        sid: sidOf('b'),
        state: 'read',
        errorCode: null,
        at: at('07'),
      });
      await ledger.recordDelivery({
        sid: sidOf('a'),
        state: 'read',
        errorCode: null,
        at: at('07'),
      });
      expect(await unsettled('01')).toEqual(new Set([sidOf('c')]));
    });

    it('by the first approval of all seasons', async () => {
      expect(await ledger.firstApproval()).toEqual(at('03'));
      expect(await ledger.latestSeason()).toBe('2027-28');
    });
  });
}
