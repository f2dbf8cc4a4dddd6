import { describe, expect, it } from '@jest/globals';
import { limitFacts } from '../../../../src/cli/commands/send/view.ts';
import { makePlan } from '../../../../src/domain/message/plan.ts';
import type { PeopleCounted } from '../../../../src/domain/policy/people-counted.ts';
import { familyMessages } from '../../../support/ledger/ledger-families.ts';

type Written = Parameters<typeof limitFacts>[1];

const NOW = new Date('2026-11-25T18:42:00Z');
const TEN_O_CLOCK = new Date('2026-11-25T10:00:00Z');
const NOTHING_KNOWN = { byKey: new Map(), otherTemplate: new Map() };
const PLAN = makePlan(familyMessages(38), NOTHING_KNOWN);

/** This many people written to, the first at ten o'clock. */
function sentTo(people: number): Written {
  const counted: PeopleCounted = [
    [TEN_O_CLOCK.getTime(), 1],
    [NOW.getTime(), people - 1],
  ];
  return { people: counted, lastWrittenTo: new Map() };
}

describe('the daily limit in the header', () => {
  it.each([
    { people: 162, says: null, why: 'four fifths of the places are enough' },
    {
      people: 163,
      says: '250 people in 24 hours; written to: 163 since 25 Nov 2026, 10:00|this list asks for 38 more: all fit',
      why: 'more than four fifths would be taken',
    },
    {
      people: 230,
      says: '250 people in 24 hours; written to: 230 since 25 Nov 2026, 10:00|this list asks for 38 more: 20 fit, 18 wait until 26 Nov 2026, 10:00',
      why: 'not all of it fits',
    },
    {
      people: 249,
      says: '250 people in 24 hours; written to: 249 since 25 Nov 2026, 10:00|this list asks for 38 more: 1 fits, 37 wait until 26 Nov 2026, 10:00',
      why: 'one of it fits',
    },
    {
      people: 250,
      says: '250 people in 24 hours; written to: 250 since 25 Nov 2026, 10:00|this list asks for 38 more: none fits, 38 wait until 26 Nov 2026, 10:00',
      why: 'none of it fits',
    },
  ])('after $people people: $why', ({ people, says }) => {
    const facts = limitFacts(PLAN, sentTo(people), NOW, 250);
    const words = facts.map(([, fact]) => fact).join('|');
    expect(words).toBe(says ?? '');
  });

  it('says nothing where all on the list have their place already', () => {
    const lastWrittenTo = new Map(PLAN.toAsk.map(({ message }) => [message.to, NOW]));
    const known: Written = { people: [[NOW.getTime(), lastWrittenTo.size]], lastWrittenTo };
    expect(limitFacts(PLAN, known, NOW, 38)).toEqual([]);
  });
});
