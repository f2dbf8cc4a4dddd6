import { describe, expect, it } from '@jest/globals';
import type { StatusColumn } from '../../../../src/adapters/list-file/columns/exclude-rows.ts';
import { askAboutStatus } from '../../../../src/cli/list/questions/ask-about-status.ts';
import type { Answer } from '../../../../src/domain/list/exclusion/column.ts';
import { askedWith } from './scripted-conversation.ts';

/** These lines in order, then the end of the input. */
const typed = async (lines: readonly string[], columns: readonly StatusColumn[]) =>
  await askedWith(lines, async (conversation) => await askAboutStatus(columns, conversation));

const value = (text: string, rows: number, answer: Answer, isDecided = false) => ({
  value: text,
  rows,
  answer,
  isDecided,
});
const STATUS: StatusColumn = {
  column: 'H',
  heading: 'Status',
  exclusion: 'left_club',
  values: [
    value('Active', 38, 'stays'),
    value('Left', 2, 'left_club'),
    value('Trialist', 1, 'undecided'),
  ],
};
const CONSENT: StatusColumn = {
  column: 'G',
  heading: 'WhatsApp Consent',
  exclusion: 'no_consent',
  values: [value('Yes', 30, 'stays'), value('', 6, 'undecided'), value('No', 2, 'no_consent')],
};

const decision = (heading: string, text: string, isLeftOut: boolean) => ({
  heading,
  value: text,
  isLeftOut,
});

describe('a status column', () => {
  it('is one question with its values and counts', async () => {
    const { said, questions, screen } = await typed(['1 3'], [STATUS]);
    expect(screen).toBe(
      [
        '',
        'Column H (Status): which should get the invite?',
        '  1  Active    38 rows',
        '  2  Left      2 rows   has left',
        '  3  Trialist  1 row    unclear',
        '',
      ].join('\n'),
    );
    expect(questions).toEqual(['Numbers, such as 1 3, or 0 for none of them: ']);
    expect(said).toEqual([decision('Status', 'Left', true), decision('Status', 'Trialist', false)]);
  });

  it.each([
    ['1', [decision('Status', 'Left', true), decision('Status', 'Trialist', true)]],
    ['3,1', [decision('Status', 'Left', true), decision('Status', 'Trialist', false)]],
    [
      '0',
      [
        decision('Status', 'Active', true),
        decision('Status', 'Left', true),
        decision('Status', 'Trialist', true),
      ],
    ],
  ])('takes %s for an answer', async (line, expected) => {
    expect((await typed([line], [STATUS])).said).toEqual(expected);
  });

  it.each(['', 'y', '4', '1 x', '0 1', '-1'])('asks again after %j', async (line) => {
    const { said, questions, screen } = await typed([line, '1'], [STATUS]);
    expect(questions).toHaveLength(2);
    expect(screen).toContain('Type numbers from 1 to 3 with spaces between them, or 0.');
    expect(said).toHaveLength(2);
  });

  it('is not asked about if its values are clear or decided', async () => {
    const decided = {
      ...STATUS,
      values: STATUS.values.map((one) => ({ ...one, isDecided: true })),
    };
    const clear = { ...STATUS, values: STATUS.values.slice(0, 2) };
    expect(await typed([], [decided, clear])).toEqual({ said: [], questions: [], screen: '' });
  });

  it('of a JSON list has a name and no letter', async () => {
    const { screen } = await typed(['1'], [{ ...STATUS, column: null, heading: 'status' }]);
    expect(screen).toContain('\n"status": which should get the invite?\n');
  });

  it('cannot move the cursor by its text', async () => {
    const nasty = [value('\u001B[2JOn loan', 1, 'undecided')];
    const { screen } = await typed(['1'], [{ ...STATUS, heading: '\u001B[A', values: nasty }]);
    expect(screen).not.toContain('\u001B');
  });

  it('with many values is grouped, and the beginnings are the answer', async () => {
    const values = [
      value('Active', 300, 'stays'),
      ...Array.from({ length: 40 }, (_, at) => value(`Pending form ${at}`, 1, 'undecided')),
      ...Array.from({ length: 3 }, (_, at) => value(`Left in 202${at}`, 1, 'left_club')),
    ];
    const { said, screen } = await typed(['1 2'], [{ ...STATUS, values }]);
    expect(screen).toContain(
      '  2  Pending …  40 rows   unclear\n  3  Left …     3 rows    has left\n',
    );
    expect(said).toEqual([
      decision('Status', 'Pending*', false),
      ...[0, 1, 2].map((at) => decision('Status', `Left in 202${at}`, true)),
    ]);
  });

  it('stops the run where no answers come any more', async () => {
    expect((await typed([], [STATUS])).said).toBe('stopped_by_hand');
  });
});

describe('a consent column', () => {
  it('asks once about its empty cells', async () => {
    const { said, questions, screen } = await typed(['1 2'], [CONSENT]);
    expect(screen).toContain(
      '  2  (empty)  6 rows   unclear\n  3  No       2 rows   did not agree\n',
    );
    expect(questions).toHaveLength(1);
    expect(said).toEqual([
      decision('WhatsApp Consent', '', false),
      decision('WhatsApp Consent', 'No', true),
    ]);
  });

  it('asks nothing if all its values are clear', async () => {
    const clear = { ...CONSENT, values: [value('Yes', 30, 'stays'), value('No', 2, 'no_consent')] };
    expect((await typed([], [clear])).questions).toEqual([]);
  });

  it.each([
    ['override', false],
    ['OVERRIDE ', false],
    ['', true],
    ['y', true],
  ])('includes those who said no only after a typed word: %j', async (word, isLeftOut) => {
    const { said, questions, screen } = await typed(['1 3', word], [CONSENT]);
    expect(screen).toContain('2 rows with No under "WhatsApp Consent" would not get the invite.');
    expect(questions.at(-1)).toBe('Type override to invite them; Enter leaves them out: ');
    expect(said).toEqual([
      decision('WhatsApp Consent', '', true),
      decision('WhatsApp Consent', 'No', isLeftOut),
    ]);
  });
});
