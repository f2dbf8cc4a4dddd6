import { expect, it } from '@jest/globals';
import { inInboxOrder } from '../../../src/domain/contact/inbox-order.ts';
import type { ReplyKind } from '../../../src/domain/contact/kinds/reply-kind.ts';

const at = (minutes: number): Date => new Date(Date.UTC(2026, 6, 15, 18, minutes));

/** The conversations in order: `kind minutes`, with the place in a group. */
function orderOf(
  entries: readonly (readonly [kind: ReplyKind, minutes: number, answerBy?: string])[],
): string[] {
  const made = entries.map(([kind, minutes, answerBy = null]) => ({
    kind,
    until: at(minutes),
    minutes,
    answerBy,
  }));
  return inInboxOrder(made).map(({ entry, group }) => {
    const place = group === null ? '' : ` (${group.number}/${group.of})`;
    return `${entry.kind} ${entry.minutes}${place}`;
  });
}

it('puts those first whose time ends soonest', () => {
  const entries = [
    ['ready', 3],
    ['other', 1],
    ['ready', 2],
  ] as const;
  expect(orderOf(entries)).toEqual(['other 1', 'ready 2', 'ready 3']);
});

it('puts three and more of one kind together, at the place of the first', () => {
  const entries = [
    ['ready', 5],
    ['other', 1],
    ['other', 2],
    ['ready', 3],
    ['other', 4],
    ['ready', 6],
  ] as const;
  expect(orderOf(entries)).toEqual([
    'other 1',
    'other 2',
    'ready 3 (1/3)',
    'ready 5 (2/3)',
    'ready 6 (3/3)',
    'other 4',
  ]);
});

it('puts those with a legal date before all others', () => {
  const entries = [
    ['ready', 1],
    ['access_request', 3, '2026-08-15'],
    ['objection', 2, '2026-08-16'],
  ] as const;
  expect(orderOf(entries)).toEqual(['access_request 3', 'objection 2', 'ready 1']);
});

it('leaves questions apart, since one answer suits none', () => {
  const entries = [
    ['question', 1],
    ['ready', 2],
    ['question', 3],
    ['question', 4],
  ] as const;
  expect(orderOf(entries)).toEqual(['question 1', 'ready 2', 'question 3', 'question 4']);
});

it('is empty for none', () => {
  expect(orderOf([])).toEqual([]);
});
