import { describe, expect, it } from '@jest/globals';
import { FIELDS, type Field } from '../../src/domain/record/field.ts';
import { aCsv, aFile, documentIn, run, type RowParts } from './run.ts';

/** The place of a problem and its fix, which a person needs to correct it. */
type Expected = {
  readonly row: number | null;
  readonly column: string | null;
  readonly fix: string;
};

type Case = readonly [code: string, row: RowParts, expected: Expected];

/** The letter of a field's column in the lists of `aCsv`. */
function letter(field: Field): string {
  return String.fromCharCode('A'.charCodeAt(0) + FIELDS.indexOf(field));
}

const inCell = (field: Field, fix: string, row = 3): Expected => ({
  row,
  column: letter(field),
  fix,
});
const inRow = (fix: string, row = 3): Expected => ({ row, column: null, fix });

const ONE_CELL: readonly Case[] = [
  ['missing', { team_name: '' }, inCell('team_name', 'Fill it in.')],
  [
    'placeholder_word',
    { player_first_name: 'TBC' },
    inCell('player_first_name', 'Put the real value in.'),
  ],
  [
    'formula_error',
    { team_name: '#REF!' },
    inCell('team_name', 'Put the formula right in the spreadsheet and export again.'),
  ],
  [
    'broken_characters',
    { parent_first_name: 'Zo\uFFFD' },
    inCell('parent_first_name', 'Type it again, and save as "CSV UTF-8".'),
  ],
  [
    'line_break',
    { player_last_name: 'Smith\nJones' },
    inCell('player_last_name', 'Put it on one line.'),
  ],
  [
    'coded_characters',
    { player_last_name: 'D&#039;Arcy' },
    inCell(
      'player_last_name',
      'Say yes when "send" offers to mend it, or type it again, as a parent should read it.',
    ),
  ],
  [
    'not_a_name',
    { parent_first_name: '{{2}}' },
    inCell('parent_first_name', 'Put the name itself there.'),
  ],
  [
    'title_without_name',
    { parent_first_name: 'Mr & Mrs' },
    inCell('parent_first_name', 'Put the name in; otherwise the message greets nobody by name.'),
  ],
  [
    'name_unusual',
    { team_manager_1_full_name: 'Alex Johnson!' },
    inCell(
      'team_manager_1_full_name',
      'Check that no column has slipped, and that parents should read it so.',
    ),
  ],
  ['formatting_mark', { team_name: 'Li*ons' }, inCell('team_name', 'Take the mark out.')],
  ['too_long', { team_name: 'L'.repeat(251) }, inCell('team_name', 'Shorten it.')],
  [
    'too_long',
    { parent_tel: '07700 900123, in the evening, or at work until five' },
    inCell('parent_tel', 'Leave only the number.'),
  ],
  [
    'phone_too_short',
    { parent_tel: '07700 90012' },
    inCell('parent_tel', 'Look for the digit that is missing.'),
  ],
  [
    'phone_too_long',
    { parent_tel: '07700 9001234' },
    inCell('parent_tel', 'Look for the digit that is too many; a foreign number starts with +.'),
  ],
  [
    'phone_not_mobile',
    { parent_tel: '0161 496 0123' },
    inCell('parent_tel', 'Ask for a mobile number.'),
  ],
  [
    'phone_unknown_range',
    { parent_tel: '06000 000000' },
    inCell('parent_tel', 'Check the digits; a foreign number starts with + and the country code.'),
  ],
  [
    'phone_letters',
    { parent_tel: 'Jane 07700 900123' },
    inCell('parent_tel', 'Leave only the number.'),
  ],
  [
    'phone_two_numbers',
    { parent_tel: '07700 900123 / 07700 900124' },
    inCell('parent_tel', 'Leave the one that the invite should go to.'),
  ],
  [
    'phone_digits_lost',
    { parent_tel: '4.47701E+11' },
    inCell('parent_tel', 'Format the column as text where the list comes from, and export again.'),
  ],
  [
    'phone_premium',
    { parent_tel: '0909 8790000' },
    inCell('parent_tel', 'Check it with the family.'),
  ],
  [
    'team_repeats',
    { team_name: 'Urmston Town Panthers' },
    inCell('team_name', 'Say yes when "send" offers to change it; otherwise it stays as it is.'),
  ],
  [
    'team_other_age_group',
    { team_name: 'Panthers U7s' },
    inCell('team_name', 'Check which of them is right.'),
  ],
  [
    'season_malformed',
    { current_registration_season: '2026-28' },
    inCell('current_registration_season', 'Write it as 2026-27.'),
  ],
  ['age_group_malformed', { age_group: 'juniors' }, inCell('age_group', 'Write it as u11s.')],
  [
    'age_group_is_date',
    { age_group: '10-Nov' },
    inCell(
      'age_group',
      'Format the column as text, type the age group again as u11s, and export again.',
    ),
  ],
  [
    'money_malformed',
    { membership_fee_amount: 'forty' },
    inCell('membership_fee_amount', 'Write it as 40 or 40.50.'),
  ],
  [
    'money_unlikely',
    { membership_fee_amount: '9999.99' },
    inCell('membership_fee_amount', 'Check the decimal point and the column.'),
  ],
];

const TWO_ROWS: readonly Case[] = [
  ['same_invite_twice', {}, inRow('Nothing to do, if they are the same child.')],
  [
    'same_phone_other_parent',
    { player_first_name: 'Ava', parent_first_name: 'Tom' },
    inRow('Check whose number it is before you say yes.'),
  ],
  [
    'two_parents',
    { parent_first_name: 'Tom', parent_tel: '07700 900124' },
    inRow('Say yes to one of them, or to both if both are to get it.'),
  ],
  [
    'manager_differs',
    { player_first_name: 'Ava', team_manager_1_full_name: 'Sam Green' },
    inRow('Check which of them parents should ring.'),
  ],
  [
    'mixed_seasons',
    { player_first_name: 'Ava', current_registration_season: '2027-28' },
    { row: null, column: null, fix: 'Make one list for each season.' },
  ],
];

/** The document that `check --json` prints for a list; row 2 is its first one. */
async function problemsOf(rows: readonly RowParts[], fields?: readonly Field[]): Promise<unknown> {
  return documentIn(await run(['check', '--json', aCsv(rows, fields)]));
}

describe('each code of a list is reported with its row, its column and what to do:', () => {
  it.each(ONE_CELL)('%s, about one cell', async (code, row, expected) => {
    const other = { player_first_name: 'Ben', parent_tel: '07700 900199' };
    expect(await problemsOf([other, row])).toMatchObject({
      problems: expect.arrayContaining([expect.objectContaining({ code, ...expected })]),
    });
  });

  it.each(TWO_ROWS)('%s, about two rows', async (code, row, expected) => {
    expect(await problemsOf([{}, row])).toMatchObject({
      problems: expect.arrayContaining([expect.objectContaining({ code, ...expected })]),
    });
  });

  it('season_stale, a warning', async () => {
    const season = { current_registration_season: '2024-25' };
    const fix = 'Check that this is the list for the coming season.';
    expect(await problemsOf([season])).toMatchObject({
      summary: { ready: 1, refused: 0 },
      problems: [
        {
          severity: 'warning',
          code: 'season_stale',
          ...inCell('current_registration_season', fix, 2),
        },
      ],
    });
  });

  it('money_out_of_line, a warning', async () => {
    const rows = Array.from({ length: 6 }, (_, index) => ({
      player_first_name: `Child ${'ABCDEF'[index] ?? ''}`,
      membership_fee_amount: index === 4 ? '400' : '40',
    }));
    expect(await problemsOf(rows)).toMatchObject({
      summary: { ready: 6, refused: 0 },
      problems: [
        {
          severity: 'warning',
          code: 'money_out_of_line',
          ...inCell('membership_fee_amount', 'Check that it is meant.', 6),
          field: 'membership_fee_amount',
          value: '400',
        },
      ],
    });
  });

  it('row_too_long, for a row that has slipped', async () => {
    const file = aFile('slipped.csv', 'player_first_name,parent_tel\nAva,07700 900101,left\n');
    expect(documentIn(await run(['check', '--json', file]))).toMatchObject({
      problems: expect.arrayContaining([
        expect.objectContaining({
          code: 'row_too_long',
          ...inRow(
            'Look for a comma too many, or put quotes around the value that has a comma in it.',
            2,
          ),
        }),
      ]),
    });
  });

  it('column_missing, in the row of the headings', async () => {
    const without = FIELDS.filter((field) => field !== 'team_name');
    expect(await problemsOf([{}], without)).toMatchObject({
      problems: [
        {
          code: 'column_missing',
          row: 1,
          column: null,
          field: 'team_name',
          fix: 'Add a column with the heading team_name, or name the one that has it with --map team_name="Heading", or give one value for all with --set team_name=….',
          candidates: [],
        },
      ],
    });
  });

  it('column_doubled, with both columns by letter', async () => {
    const file = aFile('doubled.csv', 'team_name,Squad,parent_tel\nLions,Bears,07700 900101\n');
    expect(documentIn(await run(['check', '--json', file]))).toMatchObject({
      problems: expect.arrayContaining([
        expect.objectContaining({
          code: 'column_doubled',
          row: 1,
          field: 'team_name',
          message: 'The team stands in more than one column: A (team_name), B (Squad).',
          fix: 'Take one out, or choose with --map team_name="Heading".',
        }),
      ]),
    });
  });

  it('column_ambiguous, with the column that may be meant', async () => {
    const file = aFile('doubt.csv', 'player_first_name,Mobile\nAva,07700 900101\n');
    expect(documentIn(await run(['check', '--json', file]))).toMatchObject({
      problems: expect.arrayContaining([
        expect.objectContaining({
          code: 'column_ambiguous',
          row: 1,
          column: 'B',
          heading: 'Mobile',
          field: 'parent_tel',
          fix: 'If it is, say so with --map parent_tel="Mobile".',
          candidates: [{ column: 'B', heading: 'Mobile', samples: ['07700 900101'] }],
        }),
      ]),
    });
  });
});
