import { describe, expect, it } from '@jest/globals';
import { FIELDS, type Field } from '../../../../src/domain/record/field.ts';
import { placeOfRow } from '../../../../src/domain/record/row-place.ts';
import { aWorkbook } from '../../../support/workbook.ts';
import { readListOf, stopOf } from '../read-list-of.ts';

const HEADINGS = ['Child Name', 'Age Group'];
const WITHOUT_TEAM = new Set<Field>(FIELDS.filter((field) => field !== 'team_name'));

const ofTeam = (child: string, ageGroup: string) => ({ rows: [HEADINGS, [child, ageGroup]] });

async function readAll(
  sheets: Parameters<typeof aWorkbook>[0],
  options: Parameters<typeof readListOf>[1] = {},
) {
  const bytes = await aWorkbook(sheets);
  const list = await readListOf(bytes, {
    name: 'players.xlsx',
    sheet: 'all',
    set: new Set(FIELDS),
    ...options,
  });
  return {
    ...list,
    told: list.findings.map(({ detail }) => detail),
    rows: list.records.map(({ row, cells }) => {
      const place = placeOfRow(row);
      return [place.sheet, place.row, cells.age_group?.value];
    }),
  };
}

describe('--sheet all', () => {
  it('reads the sheets with the same headings together', async () => {
    const { readAs, rows, told } = await readAll({
      Lions: { rows: [['Players of the Lions'], [null], HEADINGS, ['Robin', 'u9s']] },
      Bears: {
        rows: [
          [' child name ', 'AGE GROUP', null],
          ['Jo', 'u7s'],
          ['Sam', 'u7s'],
        ],
      },
    });
    expect(readAs).toEqual({
      format: 'xlsx',
      encoding: null,
      delimiter: null,
      sheets: ['Lions', 'Bears'],
    });
    expect(rows).toEqual([
      [1, 4, 'u9s'],
      [2, 2, 'u7s'],
      [2, 3, 'u7s'],
    ]);
    expect(told).toEqual([{ code: 'title_lines', rows: 1 }]);
  });

  it('names the sheets that it leaves out, but for those that are empty or hidden', async () => {
    const { readAs, told } = await readAll({
      Notes: { rows: [['Ask Robin about the pitch']] },
      Lions: ofTeam('Robin', 'u9s'),
      Turned: {
        rows: [
          ['Age Group', 'Child Name'],
          ['u8s', 'Ali'],
        ],
      },
      Bears: ofTeam('Jo', 'u7s'),
      Empty: { rows: [] },
      Old: { ...ofTeam('Max', 'u6s'), isHidden: true },
    });
    expect(readAs.sheets).toEqual(['Lions', 'Bears']);
    expect(told).toEqual([
      { code: 'sheets_left_out', sheets: ['Lions', 'Bears'], others: ['Notes', 'Turned'] },
    ]);
  });

  it('reads the only sheet that looks like a list as if it had been named', async () => {
    const { readAs, rows, told } = await readAll({
      Lions: ofTeam('Robin', 'u9s'),
      Notes: { rows: [['Ask Robin about the pitch']] },
    });
    expect(readAs.sheet).toBe('Lions');
    expect(rows).toEqual([[null, 2, 'u9s']]);
    expect(told).toEqual([{ code: 'other_sheets', sheet: 'Lions', others: ['Notes'] }]);
  });

  it('reads the sheet of that name where there is one', async () => {
    const { readAs } = await readAll({ Lions: ofTeam('Robin', 'u9s'), ALL: ofTeam('Jo', 'u7s') });
    expect(readAs.sheet).toBe('ALL');
  });

  it('asks whether the names of the sheets are the teams, where no column has them', async () => {
    const sheets = { Lions: ofTeam('Robin', 'u9s'), Bears: ofTeam('Jo', 'u7s') };
    const { doubts, records } = await readAll(sheets, { set: WITHOUT_TEAM });
    expect(doubts).toEqual([
      {
        field: 'team_name',
        candidates: [{ column: 'C', heading: 'Sheet', samples: ['Lions', 'Bears'] }],
        likely: 1,
      },
    ]);
    expect(records.every(({ cells }) => cells.team_name === undefined)).toBe(true);
    const answered = await readAll(sheets, { set: WITHOUT_TEAM, map: { team_name: 'Sheet' } });
    expect(answered.records.map(({ cells }) => cells.team_name?.value)).toEqual(['Lions', 'Bears']);
  });

  it.each([
    [[...HEADINGS, 'Team'], WITHOUT_TEAM, {}],
    [HEADINGS, new Set(FIELDS), {}],
    [[...HEADINGS, 'Troop'], WITHOUT_TEAM, { team_name: 'Troop' }],
  ] as const)('does not ask where something else has the team: %#', async (headings, set, map) => {
    const sheet = (child: string) => ({ rows: [headings, [child, 'u9s', 'Lions']] });
    const { doubts, columns } = await readAll(
      { First: sheet('Robin'), Second: sheet('Jo') },
      { set, map },
    );
    expect(doubts.filter(({ field }) => field === 'team_name')).toEqual([]);
    expect(columns.map(({ heading }) => heading)).toEqual(headings);
  });

  it('still leaves out a row with a cell beyond the headings', async () => {
    const { records } = await readAll(
      {
        Lions: { rows: [HEADINGS, ['Robin', 'u9s', 'Blue']] },
        Bears: ofTeam('Jo', 'u7s'),
      },
      { set: WITHOUT_TEAM },
    );
    expect(records.map(({ shapeProblem }) => shapeProblem?.code)).toEqual([
      'row_too_long',
      undefined,
    ]);
  });

  it('finds nothing in a CSV', async () => {
    expect(
      await stopOf(async () => await readListOf('Team\nLions\n', { sheet: 'all' })),
    ).toMatchObject({ code: 'sheet_not_found', sheet: 'all' });
  });
});
