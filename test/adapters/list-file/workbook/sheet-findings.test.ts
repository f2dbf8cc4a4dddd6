import { describe, expect, it } from '@jest/globals';
import { FIELDS } from '../../../../src/domain/record/field.ts';
import { aWorkbook } from '../../../support/workbook.ts';
import { readListOf } from '../read-list-of.ts';

const HEADINGS = ['Team', 'Age Group', 'Parent Mobile'];
const LIONS = ['Lions', 'u9s', '07700 900101'];

async function read(sheet: Parameters<typeof aWorkbook>[0][string]) {
  const bytes = await aWorkbook({ Season: sheet });
  const list = await readListOf(bytes, { name: 'players.xlsx', set: new Set(FIELDS) });
  return {
    told: list.findings.map(({ severity, detail }) => [severity, detail]),
    rows: list.records.map(({ row, cells }) => [
      row,
      cells.team_name?.value,
      cells.age_group?.value,
    ]),
  };
}

const inColumn = (column: number, startRow: number, endRow: number) => ({
  startRow,
  endRow,
  startCol: column,
  endCol: column,
});

describe('a sheet that looks otherwise in Excel', () => {
  it('has merged cells, whose value is read for each of their rows', async () => {
    const rows = [HEADINGS, LIONS, [null, null, '07700 900102'], [null], ['Bears', 'u7s']];
    const merges = [inColumn(0, 1, 3), inColumn(1, 1, 2)];
    expect(await read({ rows, merges })).toEqual({
      told: [
        [
          'warning',
          { code: 'merged_cells', sheet: 'Season', places: ['A2:A4', 'B2:B3'], cells: 2 },
        ],
      ],
      rows: [
        [2, 'Lions', 'u9s'],
        [3, 'Lions', 'u9s'],
        [5, 'Bears', 'u7s'],
      ],
    });
  });

  it('may have a merged title, which fills nothing', async () => {
    const merges = [{ startRow: 0, endRow: 1, startCol: 0, endCol: 2 }];
    const { told, rows } = await read({ rows: [['Players'], [null], HEADINGS, LIONS], merges });
    expect(told).toEqual([['warning', { code: 'title_lines', rows: 1 }]]);
    expect(rows).toEqual([[4, 'Lions', 'u9s']]);
  });

  it.each([{ hidden: true }, { width: 0 }])('hides a column that is used: %j', async (column) => {
    expect(await read({ rows: [HEADINGS, LIONS], columns: [{}, {}, column] })).toEqual({
      told: [
        ['warning', { code: 'hidden_columns', sheet: 'Season', columns: ['C (Parent Mobile)'] }],
      ],
      rows: [[2, 'Lions', 'u9s']],
    });
  });

  it('may hide a column that is not used', async () => {
    const rows = [
      ['Shirt', ...HEADINGS],
      ['7', ...LIONS],
    ];
    expect((await read({ rows, columns: [{ hidden: true }] })).told).toEqual([]);
  });

  it('has formulas without a value in the file', async () => {
    const rows = [HEADINGS, LIONS, ['Bears', null, '07700 900102']];
    const cells = { '2,1': { formula: '"u"&"7s"', value: null } };
    expect((await read({ rows, cells })).told).toEqual([
      ['warning', { code: 'formulas_without_value', sheet: 'Season', cells: 1, first: 'B3' }],
    ]);
  });

  it('hides a row by its height', async () => {
    expect(await read({ rows: [HEADINGS, LIONS, ['Bears', 'u7s']], flatRows: [3] })).toEqual({
      told: [['warning', { code: 'hidden_rows', sheet: 'Season', rows: 1 }]],
      rows: [[2, 'Lions', 'u9s']],
    });
  });
});
