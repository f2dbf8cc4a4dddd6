import { describe, expect, it } from '@jest/globals';
import { unansweredAt } from '../../../src/domain/contact/free-reply.ts';

const WROTE_AT = new Date('2026-07-15T18:00:00Z');
const after = (hours: number): Date => new Date(WROTE_AT.getTime() + hours * 3_600_000);

describe('a parent who wrote', () => {
  it.each([
    ['waits for an answer', null, 1, 'in_time'],
    ['can be answered for 24 hours', null, 23.99, 'in_time'],
    ['cannot be answered any more after that', null, 24, 'too_late'],
    ['waits for nothing once answered', after(1), 2, null],
    ['waits for nothing once answered, however long ago', after(1), 200, null],
    ['waits where the last answer is older than the message', after(-1), 1, 'in_time'],
  ] as const)('%s', (_what, answeredAt, hours, expected) => {
    expect(unansweredAt(WROTE_AT, answeredAt, after(hours))).toBe(expected);
  });
});
