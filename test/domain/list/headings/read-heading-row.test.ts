import { describe, expect, it } from '@jest/globals';
import { assert, constant, property, shuffledSubarray, tuple } from 'fast-check';
import {
  readHeadingRow,
  type RowReading,
} from '../../../../src/domain/list/headings/read-heading-row.ts';
import { isColumnField } from '../../../../src/domain/record/field.ts';

const readRow = (headings: readonly string[]): readonly RowReading[] =>
  readHeadingRow(
    headings.map((heading) => ({
      heading,
      field: isColumnField(heading) ? heading : null,
      cells: [],
    })),
  );

const rolesOf = (headings: readonly string[]): readonly string[] =>
  readRow(headings).map(
    ({ take, ask, holds }) => take ?? (ask.length > 0 ? 'ask' : (holds ?? '-')),
  );

const ROWS: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
  [
    'a name of nobody is the child’s beside the name of a parent',
    { Forename: 'player_first_name', Surname: 'player_last_name', Carer: 'parent_full_name' },
  ],
  [
    'a name of nobody is the child’s beside the phone of a parent',
    { Name: 'player_full_name', 'Carer mobile': 'parent_tel' },
  ],
  [
    'a name of nobody is the parent’s beside that of a child',
    {
      'Junior forename': 'player_first_name',
      'Junior surname': 'player_last_name',
      Forename: 'parent_first_name',
      Surname: 'parent_last_name',
    },
  ],
  [
    'a full name of the child leaves it open whose the parts are',
    { 'Junior name': 'player_full_name', Forename: 'ask', Surname: 'ask' },
  ],
  [
    'a last name is not guessed where only first names say whose they are',
    {
      'Junior forename': 'player_first_name',
      'Carer forename': 'parent_first_name',
      Surname: 'ask',
    },
  ],
  [
    'an emergency contact is no parent',
    { Forename: 'ask', Surname: 'ask', 'Emergency name': 'emergency_contact' },
  ],
  [
    'the first contact gives way to a parent',
    {
      'Pupil name': 'player_full_name',
      'Contact 1 mobile': 'ask',
      'Carer name': 'parent_full_name',
      'Carer mobile': 'parent_tel',
    },
  ],
  [
    'the account holder gives way to the first contact',
    { 'Account mobile': 'ask', 'Contact 1 mobile': 'parent_tel' },
  ],
  [
    'a member is the child beside a parent',
    { 'Member surname': 'player_last_name', 'Carer surname': 'parent_last_name' },
  ],
  [
    'the only one of mother and father is the parent',
    {
      'Pupil name': 'player_full_name',
      'Mum name': 'parent_full_name',
      'Mum mobile': 'parent_tel',
    },
  ],
  [
    'mother and father are asked about',
    { 'Pupil name': 'player_full_name', 'Mum mobile': 'ask', 'Dad mobile': 'ask' },
  ],
  [
    'a mother beside a parent is asked about',
    { 'Pupil name': 'player_full_name', 'Carer name': 'parent_full_name', 'Mum mobile': 'ask' },
  ],
  [
    'a telephone beside a mobile is a landline',
    { 'Carer mobile': 'parent_tel', 'Carer tel': 'landline' },
  ],
  ['a telephone alone is the phone', { 'Carer tel': 'parent_tel' }],
  [
    'the manager in an address book is one at work',
    { Company: 'organisation', Manager: 'other_person' },
  ],
  [
    'the manager of a team with a club is the team’s',
    { Club: 'organisation', Manager: 'team_manager_1_full_name', Squad: 'team_name' },
  ],
  ['a date of birth gives way to that of the child', { DOB: '-', 'Pupil DOB': 'player_dob' }],
  [
    'a field’s own name counts as whose it is',
    { parent_first_name: 'parent_first_name', Forename: 'player_first_name' },
  ],
];

describe('in a row of headings', () => {
  it.each(ROWS)('%s', (_rule, row) => {
    expect(rolesOf(Object.keys(row))).toEqual(Object.values(row));
  });

  it('the order makes no difference', () => {
    const headings = [...new Set(ROWS.flatMap(([, row]) => Object.keys(row)))];
    assert(
      property(
        shuffledSubarray(headings, { minLength: 1 }).chain((some) =>
          tuple(constant(some), shuffledSubarray(some, { minLength: some.length })),
        ),
        ([some, shuffled]) => {
          const before = new Map(readRow(some).map((reading, at) => [some[at], reading]));
          const after = new Map(readRow(shuffled).map((reading, at) => [shuffled[at], reading]));
          expect(after).toEqual(before);
        },
      ),
    );
  });
});

describe('cells that do not fit', () => {
  it.each([
    ['Carer', ['Y', 'N', ''], 'an answer'],
    ['Junior forename', ['✓', 'x'], 'a tick'],
    ['Carer surname', ['01', '02'], 'a number'],
    ['Manager', ['coach@example.org'], 'an address'],
    ['Carer mobile', ['mum', 'dad'], 'text'],
    ['Monthly fee', ['yes', 'free'], 'text'],
    ['Kid birthday', ['June'], 'text'],
  ])('under %j (%j, %s) make it a question', (heading, cells, _what) => {
    const [reading] = readHeadingRow([{ heading, field: null, cells }]);
    expect(reading?.take).toBeNull();
    expect(reading?.ask).toHaveLength(1);
  });

  it.each([
    ['Carer mobile', ['', 'n/a', '#REF!'], 'says nothing'],
    ['Carer mobile', ['ask mum', '07700 900123'], 'one fits'],
    ['Carer surname', ['O’Neill', 'N'], 'one fits'],
  ])('do not count under %j (%j): %s', (heading, cells, _why) => {
    expect(readHeadingRow([{ heading, field: null, cells }])[0]?.take).not.toBeNull();
  });

  it('take a field out of a question', () => {
    const carers = ['07700 900123', 'Jo Hill'].map((cell) => ({
      heading: 'Carer contact',
      field: null,
      cells: [cell],
    }));
    expect(readHeadingRow(carers).map(({ ask }) => ask)).toEqual([
      ['parent_tel'],
      ['parent_full_name'],
    ]);
  });

  it('do not change what is certain', () => {
    const column = { heading: 'parent_tel', field: 'parent_tel', cells: ['mum'] } as const;
    expect(readHeadingRow([column])[0]?.take).toBe('parent_tel');
  });
});
