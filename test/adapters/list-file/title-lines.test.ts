import { describe, expect, it } from '@jest/globals';
import { FIELDS } from '../../../src/domain/record/field.ts';
import { aWorkbook } from '../../support/workbook.ts';
import { readListOf, stopOf } from './read-list-of.ts';

const HEADINGS = 'Team,Age Group,Manager';
const LIONS = 'Lions,u9s,Alex Johnson';
const OPTIONS = { set: new Set(FIELDS) };

const told = (rows: number, row: number) => [
  {
    severity: 'warning',
    row,
    column: null,
    heading: null,
    field: null,
    value: null,
    detail: { code: 'title_lines', rows },
  },
];

describe('lines above the headings', () => {
  it.each([
    [`Players\n${HEADINGS}\n${LIONS}\n`, 1, 2, 'a title'],
    [`Players,,\nUrmston Town,,\n\n${HEADINGS}\n${LIONS}\n`, 2, 4, 'two, padded, and a blank line'],
    [`Exported,27/11/2026\n${HEADINGS}\n${LIONS}\n`, 1, 2, 'a date beside its name'],
    [
      `Team,Lions\n${HEADINGS}\n${LIONS}\n`,
      1,
      2,
      'the name of the team, which begins with a heading',
    ],
    [`${'Note\n'.repeat(20)}${HEADINGS}\n${LIONS}\n`, 20, 21, 'as many as twenty'],
  ])('in %j are told: %#', async (csv, rows, row, _why) => {
    const list = await readListOf(csv, OPTIONS);
    expect(list.findings).toEqual(told(rows, row));
    expect(list.records.map((record) => [record.row, record.cells.team_name?.value])).toEqual([
      [row + 1, 'Lions'],
    ]);
  });

  it('are told of a workbook too', async () => {
    const rows = [['Players'], [null], HEADINGS.split(','), LIONS.split(',')];
    const list = await readListOf(await aWorkbook({ Season: { rows } }), {
      ...OPTIONS,
      name: 'players.xlsx',
    });
    expect(list.findings).toEqual(told(1, 3));
    expect(list.records).toHaveLength(1);
  });

  it.each([
    [`Jane,07700 900101\n${HEADINGS}\n${LIONS}\n`, 'a phone above them'],
    [`Lions,u9s,Robin Green\n${HEADINGS}\n${LIONS}\n`, 'a row as wide as they are'],
    [`${'Note\n'.repeat(21)}${HEADINGS}\n${LIONS}\n`, 'too many'],
    [`Players\nTeam,Blue,Red\n${LIONS}\n`, 'one known heading below it'],
  ])('are not skipped in %j: %#, %s', async (csv, _why) => {
    expect(await stopOf(() => readListOf(csv, OPTIONS))).toMatchObject({ code: 'no_headings' });
  });
});

describe('a row with the headings again', () => {
  it('is refused with that reason alone', async () => {
    const list = await readListOf(`${HEADINGS}\n${LIONS}\n ${HEADINGS}\nBears,u7s,Al\n`, OPTIONS);
    expect(list.records.map(({ row, shapeProblem }) => [row, shapeProblem])).toEqual([
      [2, null],
      [3, { code: 'headings_again' }],
      [4, null],
    ]);
  });

  it('is any other row where one cell differs, or there is one column', async () => {
    const other = await readListOf(`${HEADINGS}\nTeam,Age Group,Alex\n`, OPTIONS);
    const single = await readListOf('Team\nTeam\n', OPTIONS);
    expect([other, single].map(({ records }) => records[0]?.shapeProblem)).toEqual([null, null]);
  });
});
