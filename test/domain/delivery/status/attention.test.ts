import { describe, expect, it } from '@jest/globals';
import {
  compareByStanding,
  listingOf,
  needOf,
  standingOf,
  type Place,
  type RecipientFacts,
} from '../../../../src/domain/delivery/status/attention.ts';
import type { Urgency } from '../../../../src/domain/delivery/status/delivery-status.ts';

const KNOWN = {
  nothing: { optOut: null, unanswered: null },
  wrote: { optOut: null, unanswered: 'in_time' },
  wroteLongAgo: { optOut: null, unanswered: 'too_late' },
  stopped: { optOut: 'stopped', unanswered: 'in_time' },
  perhapsStopped: { optOut: 'pending', unanswered: 'in_time' },
} as const satisfies { readonly [name: string]: RecipientFacts };

describe('what a message needs', () => {
  it.each([
    ['failed', 'nothing', 'failed', 'attention'],
    ['failed', 'wrote', 'failed', 'attention'],
    ['failed', 'stopped', 'stopped', 'attention'],
    ['arrived', 'stopped', 'stopped', 'attention'],
    ['arrived', 'perhapsStopped', 'perhaps_stopped', 'attention'],
    ['arrived', 'wrote', 'answer', 'answer'],
    ['arrived', 'wroteLongAgo', 'answer_late', 'answer'],
    ['unknown', 'wrote', 'answer', 'answer'],
    ['unknown', 'nothing', 'unknown', 'attention'],
    ['overdue', 'nothing', 'overdue', 'attention'],
    ['waiting', 'nothing', 'waiting', null],
    ['arrived', 'nothing', 'arrived', null],
  ] as const)('%s, and its parent %s: %s', (urgency, known, standing, need) => {
    const message = { isErased: false, isHeld: false, urgency };
    expect(standingOf(message, KNOWN[known])).toBe(standing);
    expect(needOf(standing)).toBe(need);
  });

  it.each([
    ['waiting', 'nothing', 'held', 'heading'],
    ['waiting', 'wrote', 'answer', 'people'],
    ['overdue', 'nothing', 'overdue', 'people'],
  ] as const)('%s, held, and its parent %s: %s', (urgency, known, standing, listing) => {
    const message = { isErased: false, isHeld: true, urgency };
    expect(standingOf(message, KNOWN[known])).toBe(standing);
    expect(listingOf(standing)).toBe(listing);
  });

  it.each(['failed', 'unknown', 'arrived'] as const)(
    'is nothing where its recipient was erased: %s',
    (urgency) => {
      const standing = standingOf({ isErased: true, isHeld: false, urgency }, KNOWN.stopped);
      expect([standing, needOf(standing)]).toEqual(['erased', null]);
    },
  );
});

function place(
  urgency: Urgency,
  known: RecipientFacts,
  { player = 'Ava', isHeld = false } = {},
): Place {
  const standing = standingOf({ isErased: false, isHeld, urgency }, known);
  const message = { team: 'Bears u7s', to: 'whatsapp:+447700900123', player };
  return { standing, reason: '', urgency, ...message };
}

describe('the order of the list', () => {
  it('is what did not arrive, stopped, wrote, is unknown or overdue, and then the rest', () => {
    const all = [
      place('arrived', KNOWN.nothing),
      place('waiting', KNOWN.nothing),
      place('waiting', KNOWN.nothing, { isHeld: true }),
      place('overdue', KNOWN.nothing),
      place('unknown', KNOWN.nothing),
      place('arrived', KNOWN.wroteLongAgo),
      place('arrived', KNOWN.wrote),
      place('arrived', KNOWN.stopped),
      place('arrived', KNOWN.perhapsStopped),
      place('failed', KNOWN.nothing, { player: 'Ben' }),
      place('failed', KNOWN.nothing),
    ];
    expect(
      all.toSorted(compareByStanding).map(({ standing, player }) => `${standing} ${player}`),
    ).toEqual([
      'failed Ava',
      'failed Ben',
      'perhaps_stopped Ava',
      'stopped Ava',
      'answer Ava',
      'answer_late Ava',
      'unknown Ava',
      'overdue Ava',
      'held Ava',
      'waiting Ava',
      'arrived Ava',
    ]);
  });
});
