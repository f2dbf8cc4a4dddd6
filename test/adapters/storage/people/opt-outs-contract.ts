import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { OptOuts, OptOutDetails } from '../../../../src/application/ports/contact.ts';
import type { Phone } from '../../../../src/domain/record/phone/phone.ts';
import type { Mode } from '../../../../src/domain/set-up/mode.ts';
import { aMessage } from '../../../support/builders.ts';

const JANE = '+447700900123' as Phone;
const DANIEL = '+447700900102' as Phone;
const ABROAD = '+353861234567' as Phone;

const SAID: OptOutDetails = {
  state: 'stopped',
  source: 'operator',
  operator: 'Robin Green',
  at: new Date('2026-07-15T18:42:00Z'),
};
const MAYBE: OptOutDetails = { ...SAID, state: 'pending', source: 'reply', operator: 'webhook' };
const LATER = new Date('2026-07-16T09:00:00Z');

/** The contract of all opt-outs. */
export function describeOptOutContract(name: string, open: () => OptOuts | Promise<OptOuts>): void {
  describe(name, () => {
    let optOuts: OptOuts;
    beforeEach(async () => {
      optOuts = await open();
    });
    afterEach(async () => await optOuts.close());

    it('keeps one parent from the messages about one player only', async () => {
      const player = 'John Smith';
      expect(await optOuts.add([JANE], { ...SAID, player })).toEqual(new Set([JANE]));
      expect(await optOuts.add([JANE], { ...SAID, player: 'JOHN SMITH' })).toEqual(new Set());
      const about = {
        himself: aMessage(),
        otherSpelling: aMessage({ player_first_name: 'JOHN' }),
        withoutLastName: aMessage({ player_last_name: '' }),
        sibling: aMessage({ player_first_name: 'Joan' }),
        otherJohn: aMessage({ player_last_name: 'Jones' }),
        otherParent: aMessage({ parent_tel: '07700 900102' }),
      };
      expect(await optOuts.blocked(Object.values(about))).toEqual(
        new Set([about.himself, about.otherSpelling, about.withoutLastName]),
      );
      expect(await optOuts.has([JANE])).toEqual(new Set());
      expect(await optOuts.list()).toEqual([{ phone: JANE, lastTwoDigits: '23', ...SAID, player }]);
    });

    it('for a first name alone is about every player of that name on the number', async () => {
      await optOuts.add([JANE], { ...SAID, player: 'John' });
      const messages = [aMessage(), aMessage({ player_last_name: '' })];
      const sibling = aMessage({ player_first_name: 'Joan' });
      expect(await optOuts.blocked([...messages, sibling])).toEqual(new Set(messages));
    });

    it('of every player blocks every message to the number', async () => {
      await optOuts.add([JANE], SAID);
      const messages = [aMessage(), aMessage({ player_first_name: 'Joan' })];
      const other = aMessage({ parent_tel: '07700 900102' });
      expect(await optOuts.blocked([...messages, other])).toEqual(new Set(messages));
    });

    it('of one player ends by itself, and so does that of every player', async () => {
      const john = 'John Smith';
      await optOuts.add([JANE], SAID);
      const [first, second] = [1, 2].map((minute) => new Date(+SAID.at + minute * 60_000));
      await optOuts.add([JANE], { ...SAID, at: first ?? LATER, player: john });
      await optOuts.add([JANE], { ...SAID, at: second ?? LATER, player: 'Joan Smith' });
      expect(await optOuts.remove(JANE, 'Robin Green', LATER, 'Jo Smith')).toBe(false);
      expect(await optOuts.remove(JANE, 'Robin Green', LATER)).toBe(true);
      expect(await optOuts.blocked([aMessage()])).not.toEqual(new Set());
      expect(await optOuts.remove(JANE, 'Robin Green', LATER, 'JOHN SMITH')).toBe(true);
      expect(await optOuts.blocked([aMessage()])).toEqual(new Set());
      expect((await optOuts.list()).map(({ player }) => player)).toEqual(['Joan Smith']);
      const ever = await optOuts.history(JANE);
      expect(ever.map(({ player, ended }) => [player, ended?.at])).toEqual([
        [undefined, LATER],
        [john, LATER],
        ['Joan Smith', undefined],
      ]);
    });

    it('has the reason, also one that is given later', async () => {
      await optOuts.add([JANE], { ...SAID, why: 'court order' });
      expect(await optOuts.list()).toMatchObject([{ phone: JANE, why: 'court order' }]);
      expect(await optOuts.add([JANE], { ...SAID, why: 'asked by phone' })).toEqual(new Set());
      expect(await optOuts.list()).toMatchObject([{ phone: JANE, why: 'asked by phone' }]);
      await optOuts.add([JANE], { ...SAID, at: LATER });
      expect(await optOuts.list()).toMatchObject([{ why: 'asked by phone', at: SAID.at }]);
      await optOuts.remove(JANE, 'Robin Green', LATER);
      expect(await optOuts.history(JANE)).toMatchObject([{ why: 'asked by phone' }]);
    });

    it('is empty at first', async () => {
      expect(await optOuts.has([JANE, DANIEL])).toEqual(new Set());
      expect(await optOuts.list()).toEqual([]);
    });

    it('returns which of the given numbers were added', async () => {
      expect(await optOuts.add([JANE, ABROAD], SAID)).toEqual(new Set([JANE, ABROAD]));
      expect(await optOuts.has([DANIEL, JANE])).toEqual(new Set([JANE]));
    });

    it('ignores a number that is there already, and keeps its first entry', async () => {
      await optOuts.add([JANE], SAID);
      const again = { ...SAID, source: 'import', at: LATER } as const;
      expect(await optOuts.add([JANE, DANIEL, DANIEL], again)).toEqual(new Set([DANIEL]));
      expect(await optOuts.list()).toEqual([
        { phone: JANE, lastTwoDigits: '23', ...SAID },
        { phone: DANIEL, lastTwoDigits: '02', ...again },
      ]);
    });

    it('does not have a removed number, until it is added again', async () => {
      await optOuts.add([JANE, DANIEL], SAID);
      expect(await optOuts.remove(JANE, 'Robin Green', LATER)).toBe(true);
      expect(await optOuts.has([JANE, DANIEL])).toEqual(new Set([DANIEL]));
      expect((await optOuts.list()).map(({ phone }) => phone)).toEqual([DANIEL]);
      expect(await optOuts.add([JANE], { ...SAID, at: LATER })).toEqual(new Set([JANE]));
      expect(await optOuts.has([JANE])).toEqual(new Set([JANE]));
    });

    it('returns false if there is nothing to remove', async () => {
      await optOuts.add([DANIEL], SAID);
      expect(await optOuts.remove(JANE, 'Robin Green', LATER)).toBe(false);
      expect(await optOuts.has([DANIEL])).toEqual(new Set([DANIEL]));
    });

    it('blocks messages while a reply waits for the operator', async () => {
      expect(await optOuts.add([JANE], MAYBE)).toEqual(new Set([JANE]));
      expect(await optOuts.add([JANE], MAYBE)).toEqual(new Set());
      expect(await optOuts.has([JANE])).toEqual(new Set([JANE]));
      expect(await optOuts.list()).toEqual([{ phone: JANE, lastTwoDigits: '23', ...MAYBE }]);
    });

    it('is certain once the operator confirms it', async () => {
      await optOuts.add([JANE], MAYBE);
      const confirmed = { ...SAID, at: LATER };
      expect(await optOuts.add([JANE], confirmed)).toEqual(new Set([JANE]));
      expect(await optOuts.list()).toEqual([{ phone: JANE, lastTwoDigits: '23', ...confirmed }]);
    });

    it('stays certain after a later reply', async () => {
      await optOuts.add([JANE], SAID);
      expect(await optOuts.add([JANE], MAYBE)).toEqual(new Set());
      expect(await optOuts.list()).toEqual([{ phone: JANE, lastTwoDigits: '23', ...SAID }]);
    });

    it('has a history of all entries, or of one number', async () => {
      expect(await optOuts.history()).toEqual([]);
      await optOuts.add([JANE], MAYBE);
      const confirmed = { ...SAID, at: LATER };
      await optOuts.add([JANE], confirmed);
      const gone = { operator: 'Sam Patel', at: new Date('2026-07-17T09:00:00Z') };
      await optOuts.remove(JANE, gone.operator, gone.at);
      await optOuts.add([DANIEL], { ...SAID, at: new Date('2026-07-18T09:00:00Z') });
      const ofJane = { phone: JANE, lastTwoDigits: '23' };
      const first = { ...ofJane, ...MAYBE, ended: { operator: SAID.operator, at: LATER } };
      expect(await optOuts.history(JANE)).toEqual([
        first,
        { ...ofJane, ...confirmed, ended: gone },
      ]);
      expect((await optOuts.history()).map(({ phone, ended }) => [phone, ended?.operator])).toEqual(
        [
          [JANE, 'Robin Green'],
          [JANE, 'Sam Patel'],
          [DANIEL, undefined],
        ],
      );
    });

    it('can remove a pending one', async () => {
      await optOuts.add([JANE], MAYBE);
      expect(await optOuts.remove(JANE, 'Robin Green', LATER)).toBe(true);
      expect(await optOuts.has([JANE])).toEqual(new Set());
    });
  });
}

/** Which opt-outs of one mode apply in another. */
export function describeOptOutModes(
  name: string,
  open: (mode: Mode) => OptOuts | Promise<OptOuts>,
): void {
  it.each([
    ['operator', 'live', 'live', true, 'it was said'],
    ['operator', 'live', 'stand_in', true, 'it was said for real'],
    ['operator', 'stand_in', 'live', true, 'a person says it for real'],
    ['import', 'stand_in', 'live', true, 'a person says it for real'],
    ['twilio', 'stand_in', 'stand_in', true, 'it comes from the stand-in'],
    ['twilio', 'stand_in', 'live', false, 'a stand-in knows no parent'],
    ['reply', 'stand_in', 'live', false, 'no parent replies to a stand-in'],
    ['operator', 'live', 'rehearsal', false, 'rehearsals have their own'],
    ['operator', 'rehearsal', 'live', false, 'it was a rehearsal'],
  ] as const)(
    `${name} of source %s in %s count in %s: %s, %s`,
    async (source, said, asked, counts, _why) => {
      await (await open(said)).add([JANE], { ...SAID, source });
      const here = await open(asked);
      expect((await here.has([JANE])).size).toBe(counts ? 1 : 0);
      expect(await here.list()).toHaveLength(counts ? 1 : 0);
      expect(await here.remove(JANE, 'Robin Green', LATER)).toBe(counts);
    },
  );
}
