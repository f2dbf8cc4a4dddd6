import { expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { answerDueOn } from '../../../../src/domain/contact/kinds/answer-date.ts';

it.each([
  ['2026-11-30T12:00:00Z', '2026-12-30', 'the same day of the next month'],
  ['2026-09-15T09:00:00Z', '2026-10-15', 'likewise'],
  ['2027-01-29T12:00:00Z', '2027-03-01', 'February ends earlier, on a Sunday'],
  ['2028-01-31T12:00:00Z', '2028-02-29', 'a leap year'],
  ['2023-01-31T12:00:00Z', '2023-02-28', 'the last day of a shorter month'],
  ['2026-12-31T12:00:00Z', '2027-02-01', 'the next year, a Sunday'],
  ['2026-10-31T12:00:00Z', '2026-11-30', 'a month of 30 days'],
  ['2026-07-31T23:30:00Z', '2026-09-01', 'received on 1 August, in London'],
  [
    '2026-10-24T23:30:00Z',
    '2026-11-25',
    'received on 25 October, the day on which summer time ends',
  ],
  ['2026-11-25T10:00:00Z', '2026-12-29', 'Christmas Day on a Friday, Boxing Day kept on Monday'],
  [
    '2027-11-25T10:00:00Z',
    '2027-12-29',
    'Christmas Day on a Saturday: Monday and Tuesday are kept',
  ],
  ['2022-11-25T10:00:00Z', '2022-12-28', 'Christmas Day on a Sunday: it is kept on Tuesday'],
  ['2026-12-01T10:00:00Z', '2027-01-04', 'New Year’s Day, before a weekend'],
  ['2027-12-01T10:00:00Z', '2028-01-04', 'New Year’s Day on a Saturday is kept on Monday'],
  ['2026-03-03T10:00:00Z', '2026-04-07', 'Good Friday to Easter Monday'],
  ['2027-02-26T10:00:00Z', '2027-03-30', 'Good Friday on 26 March'],
  ['2026-04-04T10:00:00Z', '2026-05-05', 'the Monday of early May'],
  ['2026-04-25T10:00:00Z', '2026-05-26', 'the last Monday of May'],
  ['2026-07-31T10:00:00Z', '2026-09-01', 'the last Monday of August'],
])('a request of %s is to be answered by %s: %s', (receivedAt, due) => {
  expect(answerDueOn(new Date(receivedAt))).toBe(due);
});

it('is a working day at least 28 and at most 37 days after any request', () => {
  const anyTime = fc.date({
    min: new Date('2020-01-01T00:00:00Z'),
    max: new Date('2099-12-01T00:00:00Z'),
    noInvalidDate: true,
  });
  fc.assert(
    fc.property(anyTime, (at) => {
      const due = new Date(`${answerDueOn(at)}T12:00:00Z`);
      const days = Math.round((due.getTime() - at.getTime()) / 86_400_000);
      expect(days).toBeGreaterThanOrEqual(27);
      expect(days).toBeLessThanOrEqual(37);
      expect([0, 6]).not.toContain(due.getUTCDay());
    }),
  );
});
