import { describe, expect, it } from '@jest/globals';
import type { Ledger } from '../../../../src/application/ports/ledger.ts';
import { asMessageSid, type MessageSid } from '../../../../src/domain/delivery/ids.ts';
import type { Outcome } from '../../../../src/domain/delivery/outcome.ts';
import { builtInTemplate } from '../../../../src/domain/message/built-in-template.ts';
import type { Message } from '../../../../src/domain/message/message.ts';
import { aMessage, anApproved, aTemplateSid } from '../../../support/builders.ts';

const SOURCE = { file: 'players.csv' };
const AT = new Date('2026-07-15T18:42:00Z');
const LATER = new Date('2026-07-15T19:00:00Z');
const SID = asMessageSid(`MM${'a'.repeat(32)}`) as MessageSid;
const ACCEPTED: Outcome = { kind: 'accepted', messageSid: SID };
const REFUSED: Outcome = {
  kind: 'refused',
  twilioCode: 63024,
  twilioText: 'Invalid message recipient',
  retryAfterSeconds: null,
};

const SMITH = aMessage();
const NO_LAST_NAME = aMessage({ player_last_name: '' });
const JONES = aMessage({ player_last_name: 'Jones' });

async function sent(ledger: Ledger, message: Message, outcome: Outcome = ACCEPTED): Promise<void> {
  const claim = await ledger.claim(anApproved(message), SOURCE, AT, null);
  if (claim.kind !== 'claimed') throw new Error('The message was taken already.');
  await ledger.advance(claim.attemptId, { kind: 'sending' }, AT);
  await ledger.advance(claim.attemptId, outcome, AT);
}

/** How a ledger recognises players across lists with and without last names. */
export function describeLastNames(name: string, openLedger: () => Promise<Ledger>): void {
  describe(`players without a last name in ${name}`, () => {
    it.each([
      ['with and then without a last name', SMITH, NO_LAST_NAME],
      ['without and then with one', NO_LAST_NAME, SMITH],
      ['twice without one', NO_LAST_NAME, NO_LAST_NAME],
    ])('are invited once, %s', async (_when, first, second) => {
      const ledger = await openLedger();
      await sent(ledger, first);
      expect((await ledger.view([second])).byKey.get(second.key)).toMatchObject({
        state: 'accepted',
        messageSid: SID,
      });
      expect(await ledger.claim(anApproved(second), SOURCE, LATER, null)).toMatchObject({
        kind: 'taken',
        attempt: { state: 'accepted' },
      });
      const found = await ledger.find([second]);
      expect(found.get(second.inviteeKey)?.map(({ messageSid }) => messageSid)).toEqual([SID]);
      expect(await Array.fromAsync(ledger.messages())).toHaveLength(1);
    });

    it('share one message where the first attempt was refused', async () => {
      const ledger = await openLedger();
      await sent(ledger, SMITH, REFUSED);
      await sent(ledger, NO_LAST_NAME);
      const all = await Array.fromAsync(ledger.messages());
      expect(all).toMatchObject([{ key: ledger.keyOf(SMITH.key), state: 'accepted' }]);
      expect((await ledger.view([SMITH])).byKey.get(SMITH.key)).toMatchObject({
        state: 'accepted',
      });
    });

    it('are claimed once by two operators at the same time', async () => {
      const ledger = await openLedger();
      const claims = await Promise.all(
        [SMITH, NO_LAST_NAME].map((message) => ledger.claim(anApproved(message), SOURCE, AT, null)),
      );
      expect(claims.map(({ kind }) => kind).toSorted()).toEqual(['claimed', 'taken']);
    });

    it('are others where first name, phone or season differ', async () => {
      const ledger = await openLedger();
      await sent(ledger, SMITH);
      const others = [
        aMessage({ player_last_name: '', player_first_name: 'Joan' }),
        aMessage({ player_last_name: '', parent_tel: '07700 900124' }),
        aMessage({ player_last_name: '', current_registration_season: '2027-28' }),
      ];
      expect(await ledger.view(others)).toEqual({ byKey: new Map(), otherTemplate: new Map() });
    });

    it('do not make one player of two with different last names', async () => {
      const ledger = await openLedger();
      await sent(ledger, SMITH);
      expect((await ledger.view([JONES])).byKey.size).toBe(0);
      await ledger.claim(anApproved(JONES), SOURCE, LATER, null);
      expect((await ledger.view([NO_LAST_NAME])).byKey.get(NO_LAST_NAME.key)).toMatchObject({
        state: 'accepted',
      });
    });

    it('count as invited with another template', async () => {
      const ledger = await openLedger();
      await sent(ledger, SMITH);
      const template = { ...builtInTemplate(), sid: aTemplateSid('b') };
      const other = aMessage({ player_last_name: '', template });
      const { byKey, otherTemplate } = await ledger.view([other]);
      expect(byKey.size).toBe(0);
      expect(otherTemplate.get(other.inviteeKey)).toMatchObject({ state: 'accepted' });
    });
  });
}
