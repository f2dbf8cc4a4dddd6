import { describe, expect, it } from '@jest/globals';
import type { Answer } from '../../../../src/domain/list/exclusion/column.ts';
import { groupValues } from '../../../../src/domain/list/exclusion/value-groups.ts';

const value = (text: string, rows: number, answer: Answer = 'undecided') => ({
  value: text,
  rows,
  answer,
});

const grouped = (values: readonly ReturnType<typeof value>[], most: number): readonly string[] =>
  groupValues(values, most).map(
    (group) => `${group.kind} ${group.value}: ${group.rows} ${group.answer}`,
  );

describe('the values of a column', () => {
  it('stand alone while there is room for them, the most frequent first', () => {
    expect(grouped([value('Left', 2, 'left_club'), value('Active', 38, 'stays')], 9)).toEqual([
      'value Active: 38 stays',
      'value Left: 2 left_club',
    ]);
  });

  it('are grouped by the word they begin with, and never with another meaning', () => {
    const values = [
      value('Yes by form 1', 1, 'stays'),
      value('yes by form 2', 1, 'stays'),
      value('Yes if urgent', 1),
      value('Yes, now withdrawn', 1, 'no_consent'),
      value('', 4),
      value('Pending', 3),
    ];
    expect(grouped(values, 5)).toEqual([
      'value : 4 undecided',
      'value Pending: 3 undecided',
      'beginning Yes: 2 stays',
      'value Yes if urgent: 1 undecided',
      'value Yes, now withdrawn: 1 no_consent',
    ]);
  });

  it('that are still too many end in one group for each meaning', () => {
    const words = ['Ask', 'Busy', 'Call', 'Draft', 'Email', 'Form', 'Given up', 'Hold', 'In post'];
    const values = [
      ...words.map((word, at) => value(word, 20 - at)),
      value('Left', 1, 'left_club'),
      value('Quit', 1, 'left_club'),
    ];
    expect(grouped(values, 6)).toEqual([
      'value Ask: 20 undecided',
      'value Busy: 19 undecided',
      `others : ${18 + 17 + 16 + 15 + 14 + 13 + 12} undecided`,
      'others : 2 left_club',
    ]);
  });

  it('that begin with a number are other values', () => {
    const values = [value('3 May', 1), value('4 May', 1), value('5 June', 1), value('maybe', 3)];
    expect(grouped([...values, value('?', 1), value('-', 1)], 5)).toEqual([
      'others : 5 undecided',
      'value maybe: 3 undecided',
    ]);
  });
});
