import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Ledger, Started } from '../../../../src/application/ports/ledger.ts';
import type { AttemptId } from '../../../../src/domain/delivery/ids.ts';
import type { Outcome } from '../../../../src/domain/delivery/outcome.ts';
import type { Message } from '../../../../src/domain/message/message.ts';
import { dailyRoom } from '../../../../src/domain/policy/people-counted.ts';
import type { Mode } from '../../../../src/domain/set-up/mode.ts';
import { aMessage, anApproved } from '../../../support/builders.ts';
import { familyMessages } from '../../../support/ledger/ledger-families.ts';

const NOW = new Date('2026-07-15T18:42:00Z');
const later = (milliseconds: number): Date => new Date(NOW.getTime() + milliseconds);
const REFUSED = {
  kind: 'refused',
  twilioCode: 63_024,
  twilioText: 'Invalid message recipient',
  retryAfterSeconds: null,
} as const;
const UNKNOWN: Outcome = { kind: 'unknown', doubt: 'no_answer_in_time' };
const LIMIT = 250;

function count(all: readonly Started[], kind: Started['kind']): number {
  return all.filter((one) => one.kind === kind).length;
}

/** The contract of the limits, which apply across all processes of one ledger. */
export function describeSendLimits(what: string, open: (mode: Mode) => Promise<Ledger>): void {
  describe(`the limits of ${what}`, () => {
    let ledger: Ledger;
    beforeEach(async () => {
      ledger = await open('live');
    });

    async function claimed(message: Message, at = NOW): Promise<AttemptId> {
      const claim = await ledger.claim(anApproved(message), { file: 'players.csv' }, at, null);
      if (claim.kind === 'taken') throw new Error('The message was taken already.');
      return claim.attemptId;
    }

    const used = async (at = NOW): Promise<number> =>
      dailyRoom(await ledger.people(), at, LIMIT).used;

    it('let exactly 100 of 200 new people have a message with a limit of 100, through two ledgers', async () => {
      const ids: AttemptId[] = [];
      // oxlint-disable-next-line no-await-in-loop -- one ledger
      for (const message of familyMessages(200)) ids.push(await claimed(message));
      const ledgers = [ledger, await open('live')];
      const started = await Promise.all(
        ids.map(async (id, index) => {
          const own = ledgers[index % 2] ?? ledger;
          return await own.startSending(id, NOW, 100);
        }),
      );
      expect([count(started, 'started'), count(started, 'daily_limit')]).toEqual([100, 100]);
      expect(await used()).toBe(100);
      const full = started.find(({ kind }) => kind === 'daily_limit');
      expect(full).toMatchObject({ room: { limit: 100, fits: 0, nextFreeAt: later(86_400_000) } });
    });

    it('let one message to a number go if 8 ledgers send one each', async () => {
      const names = ['Ann', 'Ben', 'Cara', 'Dan', 'Ella', 'Finn', 'Gil', 'Hal'];
      const ids: AttemptId[] = [];
      for (const player_first_name of names) {
        // oxlint-disable-next-line no-await-in-loop -- one ledger
        ids.push(await claimed(aMessage({ player_first_name })));
      }
      const ledgers = await Promise.all(names.map(async () => await open('live')));
      const started = await Promise.all(
        ids.map(async (id, index) => await (ledgers[index] ?? ledger).startSending(id, NOW, LIMIT)),
      );
      expect([count(started, 'started'), count(started, 'wait')]).toEqual([1, 7]);
      expect(started).toContainEqual({ kind: 'wait', milliseconds: 6000 });
      expect(await used()).toBe(1);
    });

    it('let the next message to a number go six seconds after', async () => {
      const [first, second] = [aMessage(), aMessage({ player_first_name: 'Joan' })];
      await ledger.startSending(await claimed(first), NOW, LIMIT);
      const id = await claimed(second);
      const other = await open('live');
      const tooSoon = await other.startSending(id, later(5500), LIMIT);
      expect(tooSoon).toEqual({ kind: 'wait', milliseconds: 500 });
      expect(await other.startSending(id, later(6000), LIMIT)).toEqual({ kind: 'started' });
    });

    it.each<Outcome>([REFUSED, { kind: 'unreachable' }])(
      'free the place of a message that is $kind',
      async (outcome) => {
        const [first, second] = familyMessages(2) as [Message, Message];
        const id = await claimed(first);
        await ledger.startSending(id, NOW, 1);
        const other = await claimed(second);
        expect(await ledger.startSending(other, NOW, 1)).toMatchObject({ kind: 'daily_limit' });
        await ledger.advance(id, outcome, NOW);
        expect(await used()).toBe(0);
        expect(await ledger.lastWrittenTo([first.to])).toEqual(new Map());
        expect(await ledger.startSending(other, NOW, 1)).toEqual({ kind: 'started' });
      },
    );

    it('keep the place of a person who was sent another message before the first was refused', async () => {
      const [first, other] = familyMessages(2) as [Message, Message];
      const sibling = aMessage({
        player_first_name: 'Joan',
        parent_tel: first.invite.parent.phone,
      });
      const id = await claimed(first);
      await ledger.startSending(id, NOW, 1);
      const elsewhere = await open('live');
      await elsewhere.startSending(await claimed(sibling), later(6000), 1);
      await ledger.advance(id, REFUSED, later(7000));
      expect(await ledger.people()).toEqual([[later(6000).getTime(), 1]]);
      expect(await ledger.lastWrittenTo([first.to])).toEqual(new Map([[first.to, later(6000)]]));
      const one = await ledger.startSending(await claimed(other), later(7000), 1);
      expect(one).toMatchObject({ kind: 'daily_limit', room: { used: 1 } });
    });

    it('keep the place of a message that may have been sent', async () => {
      const [first, second] = familyMessages(2) as [Message, Message];
      const id = await claimed(first);
      await ledger.startSending(id, NOW, 1);
      await ledger.advance(id, UNKNOWN, NOW);
      const other = await claimed(second);
      expect(await ledger.startSending(other, NOW, 1)).toMatchObject({ kind: 'daily_limit' });
    });

    it('allow the same message at once if it was not processed, and make another wait', async () => {
      const [first, second] = [aMessage(), aMessage({ player_first_name: 'Joan' })];
      const id = await claimed(first);
      await ledger.startSending(id, NOW, LIMIT);
      await ledger.advance(id, REFUSED, later(500));
      const sibling = await claimed(second);
      expect(await ledger.startSending(sibling, later(1000), LIMIT)).toEqual({
        kind: 'wait',
        milliseconds: 5000,
      });
      const again = await claimed(first, later(1000));
      expect(await ledger.startSending(again, later(1000), LIMIT)).toEqual({ kind: 'started' });
    });

    it('free a place a day later', async () => {
      const [first, second] = familyMessages(2) as [Message, Message];
      await ledger.startSending(await claimed(first), NOW, 1);
      const other = await claimed(second);
      const tooSoon = await ledger.startSending(other, later(86_399_999), 1);
      expect(tooSoon).toMatchObject({ kind: 'daily_limit' });
      expect(await ledger.startSending(other, later(86_400_000), 1)).toEqual({ kind: 'started' });
    });

    it("take no other person's place for one who was sent a message more than a day ago", async () => {
      const [first, second, third] = familyMessages(3) as [Message, Message, Message];
      const DAY_MS = 86_400_000;
      await ledger.startSending(await claimed(first), NOW, 2);
      await ledger.startSending(await claimed(second), later(DAY_MS), 2);
      const sibling = aMessage({
        player_first_name: 'Joan',
        parent_tel: first.invite.parent.phone,
      });
      await ledger.startSending(await claimed(sibling), later(DAY_MS + 60_000), 2);
      expect(await used(later(DAY_MS + 60_000))).toBe(2);
      const one = await ledger.startSending(await claimed(third), later(DAY_MS + 60_000), 2);
      expect(one).toMatchObject({ kind: 'daily_limit' });
    });

    it("take no other person's place for a message that was found not to be sent a day later", async () => {
      const [first, second, third] = familyMessages(3) as [Message, Message, Message];
      const DAY_MS = 86_400_000;
      const id = await claimed(first);
      await ledger.startSending(id, NOW, 1);
      await ledger.startSending(await claimed(second), later(DAY_MS), 1);
      await ledger.advance(id, { kind: 'unreachable' }, later(DAY_MS + 60_000));
      const one = await ledger.startSending(await claimed(third), later(DAY_MS + 60_000), 1);
      expect(one).toMatchObject({ kind: 'daily_limit' });
    });

    it('apply to each mode separately', async () => {
      await ledger.startSending(await claimed(aMessage()), NOW, 1);
      const rehearsal = await open('rehearsal');
      expect(await rehearsal.people()).toEqual([]);
    });
  });
}
