import { describe, expect, it } from '@jest/globals';
import type { ColumnDoubt } from '../../../../src/adapters/list-file/columns/column-survey.ts';
import { askForColumns } from '../../../../src/cli/list/questions/ask-for-columns.ts';
import type { ColumnCandidate } from '../../../../src/domain/problem/finding.ts';
import type { ColumnField } from '../../../../src/domain/record/field.ts';
import { askedWith } from './scripted-conversation.ts';

const aColumn = (heading: string, ...samples: readonly string[]): ColumnCandidate => ({
  column: 'F',
  heading,
  samples,
});

const aDoubt = (field: ColumnField, ...candidates: readonly ColumnCandidate[]): ColumnDoubt => ({
  field,
  candidates,
  likely: 1,
});

const MONTHLY = aColumn('Monthly Sub', '£26', '£26', '£30');
const REG = aColumn('Reg Fee', '£40');
const FEE = aDoubt('subscription_fee_amount', MONTHLY, REG);
const TEL = aDoubt('parent_tel', aColumn('Number', '07700 900123'), MONTHLY);
const NOTHING = { map: {}, set: {} };

const asked = async (given: readonly string[], doubts: readonly ColumnDoubt[]) =>
  await askedWith(given, async (conversation) => await askForColumns(doubts, conversation));

describe('a field without a certain column', () => {
  it('is asked about with its columns and their first cells, and gets the one of the digit', async () => {
    const { said, questions, screen } = await asked(['2'], [FEE]);
    expect(said).toEqual({ map: { subscription_fee_amount: 'Reg Fee' }, set: {} });
    expect(questions).toEqual(['Which column is the monthly subscription? (1-2/0/q/?)']);
    expect(screen).toBe(
      [
        '',
        'No column is surely the monthly subscription.',
        '  1  Monthly Sub (£26, £26, £30)',
        '  2  Reg Fee (£40)',
        '  0  none: one value for all rows',
        '',
      ].join('\n'),
    );
  });

  it('gets one value for all rows on 0, which is read as that of --set is', async () => {
    const { said, questions, screen } = await asked(['0', 'forty', ' £26 '], [FEE]);
    expect(said).toEqual({ map: {}, set: { subscription_fee_amount: '£26' } });
    expect(questions.slice(1)).toEqual([
      'The value for all rows (Enter alone goes back): ',
      'The value for all rows (Enter alone goes back): ',
    ]);
    expect(screen).toContain('is not an amount of money');
  });

  it('is asked about again after 0 and an empty line', async () => {
    const { said } = await asked(['0', '', '1'], [FEE]);
    expect(said).toEqual({ map: { subscription_fee_amount: 'Monthly Sub' }, set: {} });
  });

  it('has no value for all rows if each row has its own', async () => {
    const { said, questions, screen } = await asked(['0'], [TEL]);
    expect(said).toEqual(NOTHING);
    expect(questions).toHaveLength(1);
    expect(screen).toContain('  0  none of these\n');
    expect(screen).toContain("Without the parent's mobile, nothing in this list can be sent.\n");
  });

  it('is not offered a column that another field has', async () => {
    const { said, screen } = await asked(['1', '1'], [FEE, TEL]);
    expect(said).toEqual({
      map: { subscription_fee_amount: 'Monthly Sub', parent_tel: 'Number' },
      set: {},
    });
    const [, second] = screen.split('question 2 of 2');
    expect(second).toContain('Number');
    expect(second).not.toContain('Monthly Sub');
  });

  it('is asked about again on b at the next question', async () => {
    const { said, questions } = await asked(['1', 'b', '2', '2'], [FEE, TEL]);
    expect(said).toEqual({
      map: { subscription_fee_amount: 'Reg Fee', parent_tel: 'Monthly Sub' },
      set: {},
    });
    expect(questions.map((question) => question.slice(20, 40))).toEqual([
      'monthly subscription',
      "parent's mobile? (1/",
      'monthly subscription',
      "parent's mobile? (1-",
    ]);
  });

  it('is explained on ?', async () => {
    const { screen } = await asked(['?', '1'], [FEE]);
    expect(screen).toContain('0        No column holds it: give one value, which then stands');
  });

  it('stops the run on q, and where no answers come any more', async () => {
    expect((await asked(['q'], [FEE])).said).toBe('stopped_by_hand');
    expect((await asked([], [FEE])).said).toBe('stopped_by_hand');
    expect((await asked(['0'], [FEE])).said).toBe('stopped_by_hand');
  });

  it('gets a value where no column is left, and is not asked about where each row needs its own', async () => {
    const doubts = [aDoubt('age_group'), aDoubt('parent_tel')];
    const { said, questions } = await asked(['0', 'u9s'], doubts);
    expect(said).toEqual({ map: {}, set: { age_group: 'u9s' } });
    expect(questions[0]).toBe('Which column is the age group? (0/q/?)');
  });

  it('shows its columns in pages that fit 24 lines of 80 columns', async () => {
    const columns = Array.from({ length: 40 }, (_, at) =>
      aColumn(`Question ${at} ${'of the form '.repeat(9)}`, 'A long answer '.repeat(9), 'x', 'y'),
    );
    const { said, screen } = await asked(
      ['m', 'm', 'm', 'm', '4'],
      [aDoubt('team_name', ...columns)],
    );
    expect(said).toMatchObject({ map: { team_name: expect.stringContaining('Question 39 ') } });
    for (const page of screen.split('\n\n')) expect(page.split('\n').length).toBeLessThan(16);
    for (const line of screen.split('\n')) expect(line.length).toBeLessThan(80);
    expect(screen).toContain('  m  31 more columns\n');
    expect(screen).toContain('  m  the first columns again\n');
  });

  it('cannot move the cursor by its text', async () => {
    const nasty = aColumn('Mob\u001B[2J\nile', '\u001B[1A07700 900123');
    const { screen } = await asked(['1'], [aDoubt('parent_tel', nasty)]);
    expect(screen).not.toContain('\u001B');
    expect(screen).toContain('  1  Mob\uFFFD[2J ile (');
  });
});

describe('a name', () => {
  const name = aColumn('Name', 'Ava Hartley', 'Ben Hill', 'Zoe Smith');
  const first = aColumn('Known as', 'Ava', 'Ben', 'Mary Jane');
  const last = aColumn('Family', 'Hartley', 'Hill', 'Smith');

  it('in a column of full names answers for first and last name', async () => {
    const doubts = [
      aDoubt('player_first_name', first, name, last),
      aDoubt('player_last_name', last, name, first),
    ];
    const { said, screen } = await asked(['2'], doubts);
    expect(said).toEqual({ map: { player_full_name: 'Name' }, set: {} });
    expect(screen).toContain('Name holds first and last names, which are read apart.\n');
  });

  it('in a column of first names, in place of a full name, leaves the last name to be asked', async () => {
    const doubts = [aDoubt('player_full_name', name, first, last)];
    const { said, questions } = await asked(['2', '2'], doubts);
    expect(said).toEqual({
      map: { player_first_name: 'Known as', player_last_name: 'Family' },
      set: {},
    });
    expect(questions).toEqual([
      "Which column is the player's full name? (1-3/0/q/?)",
      "Which column is the player's last name? (1-2/0/b/q/?)",
    ]);
  });

  it('of which the last name is missing does not become a full name', async () => {
    const { said } = await asked(['1'], [aDoubt('parent_last_name', name)]);
    expect(said).toEqual({ map: { parent_last_name: 'Name' }, set: {} });
  });
});
