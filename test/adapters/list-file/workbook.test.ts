import { describe, expect, it } from '@jest/globals';
import { FIELDS } from '../../../src/domain/record/field.ts';
import { parseAgeGroup } from '../../../src/domain/record/values/age-group.ts';
import { aWorkbook } from '../../support/workbook.ts';
import { readListOf, stopOf } from './read-list-of.ts';

const XLSX = { name: 'players.xlsx', set: new Set(FIELDS) };
const HEADINGS = ['Team', 'Age Group'];
const LIONS = { rows: [HEADINGS, ['Lions', 'u9s']] };
const BEARS = { rows: [HEADINGS, ['Bears', 'u7s']] };
const NOTES = { rows: [['Ask Robin about the pitch']] };

const teamsIn = async (bytes: Uint8Array, sheet: string | null = null) =>
  (await readListOf(bytes, { ...XLSX, sheet })).records.map(({ row, cells }) => [
    row,
    cells.team_name?.value,
  ]);

const stopFor = async (bytes: Uint8Array, options: object = {}) =>
  stopOf(() => readListOf(bytes, { ...XLSX, ...options }));

describe('a workbook', () => {
  it('is read as the rows of its sheet, with row numbers as in a spreadsheet', async () => {
    const rows = [[null], HEADINGS, ['Lions', 'u9s'], [null, ' '], ['Bears', 'u7s']];
    const list = await readListOf(await aWorkbook({ Season: { rows } }), XLSX);
    expect(list.readAs).toEqual({
      format: 'xlsx',
      encoding: null,
      delimiter: null,
      sheet: 'Season',
    });
    expect(list.findings).toEqual([]);
    expect(list.columns.map(({ column, field }) => [column, field])).toEqual([
      ['A', 'team_name'],
      ['B', 'age_group'],
    ]);
    expect(list.records.map(({ row, cells }) => [row, cells.team_name, cells.age_group])).toEqual([
      [
        3,
        { value: 'Lions', column: 'A', heading: 'Team' },
        { value: 'u9s', column: 'B', heading: 'Age Group' },
      ],
      [
        5,
        { value: 'Bears', column: 'A', heading: 'Team' },
        { value: 'u7s', column: 'B', heading: 'Age Group' },
      ],
    ]);
  });

  it.each([
    [447_700_900_123, {}, '447700900123', 'a phone in full digits'],
    [447_700_900_123, { style: { numFmt: '0.00E+00' } }, '447700900123', 'in any number format'],
    [40, { style: { numFmt: '£0.00' } }, '40', 'pounds'],
    [40.5, {}, '40.5', 'pounds and pence'],
    [0.1 + 0.2, {}, '0.3', 'no more digits than a spreadsheet shows'],
    [true, {}, 'TRUE', 'a tick'],
    [new Date(Date.UTC(2015, 4, 3)), {}, '2015-05-03', 'a date'],
    [null, { value: '#REF!', type: 'error' }, '#REF!', 'an error of a formula'],
    [null, { formula: 'A1&"s"', formulaResult: 'Lions' }, 'Lions', "a formula's last value"],
    ['O’Neil & Söhne <u9>', {}, 'O’Neil & Söhne <u9>', 'text'],
    [null, {}, '', 'nothing'],
  ] as const)('has %j in a cell (%j) as %j: %s', async (value, cell, text, _why) => {
    const bytes = await aWorkbook({
      Season: { rows: [HEADINGS, [value, 'u9s']], cells: { '1,0': cell } },
    });
    const { records } = await readListOf(bytes, XLSX);
    expect(records[0]?.cells.team_name?.value).toBe(text);
  });

  it('gives back an age group that was turned into a date', async () => {
    const cells = { '1,1': { style: { numFmt: 'd-mmm' } } };
    const rows = [HEADINGS, ['Lions', new Date(Date.UTC(2026, 10, 10))]];
    const { records } = await readListOf(await aWorkbook({ Season: { rows, cells } }), XLSX);
    expect(parseAgeGroup(String(records[0]?.cells.age_group?.value))).toEqual({
      ok: false,
      problem: { code: 'age_group_is_date' },
    });
  });

  it('reports a row whose cells have shifted to the right', async () => {
    const rows = [HEADINGS, ['Lions', 'Blue', 'u9s']];
    const { records } = await readListOf(await aWorkbook({ Season: { rows } }), XLSX);
    expect(records[0]?.shapeProblem).toEqual({ code: 'row_too_long', cells: 3, headings: 2 });
  });

  it('leaves hidden rows out, and reports their number', async () => {
    const rows = [HEADINGS, ['Lions', 'u9s'], ['Bears', 'u7s'], [null], ['Owls', 'u8s']];
    const bytes = await aWorkbook({ Season: { rows, hiddenRows: [2, 4, 5] } });
    expect(await teamsIn(bytes)).toEqual([[3, 'Bears']]);
    expect((await readListOf(bytes, XLSX)).findings).toEqual([
      {
        severity: 'warning',
        row: null,
        column: null,
        heading: null,
        field: null,
        value: null,
        detail: { code: 'hidden_rows', sheet: 'Season', rows: 2 },
      },
    ]);
  });

  it('may have other sheets, of which those with data are reported', async () => {
    const bytes = await aWorkbook({
      Notes: NOTES,
      Season: LIONS,
      Empty: { rows: [] },
      Old: { ...BEARS, isHidden: true },
    });
    expect(await teamsIn(bytes)).toEqual([[2, 'Lions']]);
    expect((await readListOf(bytes, XLSX)).findings.map(({ detail }) => detail)).toEqual([
      { code: 'other_sheets', sheet: 'Season', others: ['Notes'] },
    ]);
  });

  it.each([
    ['Bears', [[2, 'Bears']], 'by its name'],
    [' bears ', [[2, 'Bears']], 'in any case, with spaces around it'],
    ['Old', [[2, 'Lions']], 'hidden or not'],
  ] as const)('is read from the sheet %j that was asked for: %j, %s', async (sheet, rows, _why) => {
    const bytes = await aWorkbook({
      Lions: LIONS,
      Bears: BEARS,
      Old: { ...LIONS, isHidden: true },
    });
    expect(await teamsIn(bytes, sheet)).toEqual(rows);
  });
});

describe('a workbook that cannot be read', () => {
  it('has two sheets that could be the list', async () => {
    expect(await stopFor(await aWorkbook({ Lions: LIONS, Notes: NOTES, Bears: BEARS }))).toEqual({
      code: 'sheet_unclear',
      file: 'players.xlsx',
      sheets: ['Lions', 'Bears'],
    });
  });

  it('has two such sheets, one of them with a title above its headings', async () => {
    const titled = { rows: [['Players of the Bears'], [null], ...BEARS.rows] };
    expect(await stopFor(await aWorkbook({ Lions: LIONS, Bears: titled }))).toMatchObject({
      code: 'sheet_unclear',
      sheets: ['Lions', 'Bears'],
    });
  });

  it('does not have the sheet that was asked for', async () => {
    const bytes = await aWorkbook({ Lions: LIONS, Old: { ...BEARS, isHidden: true } });
    expect(await stopFor(bytes, { sheet: 'Owls' })).toEqual({
      code: 'sheet_not_found',
      file: 'players.xlsx',
      sheet: 'Owls',
      sheets: ['Lions'],
    });
  });

  it('is a CSV, although a sheet was asked for', async () => {
    expect(await stopOf(() => readListOf('Team\nLions\n', { sheet: 'Lions' }))).toEqual({
      code: 'sheet_not_found',
      file: 'players.csv',
      sheet: 'Lions',
      sheets: [],
    });
  });

  it('is a renamed text file', async () => {
    expect(await stopFor(await aWorkbook({ Lions: LIONS }), { name: 'players.CSV' })).toEqual({
      code: 'workbook_not_csv',
      file: 'players.CSV',
      kind: 'xlsx',
    });
  });

  it('is in an old format, or protected by a password', async () => {
    const bytes = Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1]);
    expect(await stopFor(bytes)).toEqual({
      code: 'workbook_not_csv',
      file: 'players.xlsx',
      kind: 'xls_or_locked',
    });
  });

  it('is another kind of ZIP file', async () => {
    const bytes = Buffer.from(await aWorkbook({ Lions: LIONS }));
    const text = bytes
      .toString('latin1')
      .replaceAll('xl/worksheets', 'od/documents/')
      .replaceAll('xl/w', 'od/w');
    const other = Buffer.from(text, 'latin1');
    expect(await stopFor(other)).toEqual({
      code: 'workbook_not_csv',
      file: 'players.xlsx',
      kind: 'other',
    });
  });

  it.each([0.1, 0.5, 0.9, 0.99])('was truncated to %d of its bytes', async (share) => {
    const bytes = await aWorkbook({ Lions: LIONS });
    expect(await stopFor(bytes.subarray(0, bytes.length * share))).toEqual({
      code: 'workbook_damaged',
      file: 'players.xlsx',
    });
  });

  it('declares more bytes than memory has, and is not decompressed', async () => {
    const bytes = Buffer.from(await aWorkbook({ Lions: LIONS }));
    const entry = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02]));
    bytes.writeUInt32LE(0xf000_0000, entry + 24);
    expect(await stopFor(bytes)).toMatchObject({ code: 'file_too_large', limit: 268_435_456 });
  });

  it('does not declare its decompressed size', async () => {
    const bytes = Buffer.from(await aWorkbook({ Lions: LIONS }));
    const entry = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02]));
    bytes.writeUInt32LE(0, entry + 24);
    expect(await stopFor(bytes)).toEqual({ code: 'workbook_damaged', file: 'players.xlsx' });
  });

  it('declares its decompressed size only after the data', async () => {
    const bytes = Buffer.from(await aWorkbook({ Lions: LIONS }));
    const entry = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02]));
    bytes.writeUInt16LE(0b1000, entry + 8);
    bytes.writeUInt32LE(0, entry + 20);
    bytes.writeUInt32LE(0, entry + 24);
    expect(await stopFor(bytes)).toEqual({ code: 'workbook_damaged', file: 'players.xlsx' });
  });

  it('decompresses to more bytes than it declares', async () => {
    const bytes = Buffer.from(await aWorkbook({ Lions: LIONS }));
    const name = bytes.lastIndexOf('xl/worksheets/sheet1.xml');
    bytes.writeUInt32LE(10, name - 46 + 24);
    expect(await stopFor(bytes)).toEqual({ code: 'workbook_damaged', file: 'players.xlsx' });
  });

  it.each([
    [{ Lions: { rows: [] } }, 'file_empty', 'an empty sheet'],
    [{ Lions: { rows: [[null], [' ']] } }, 'file_empty', 'only blank cells'],
    [{ Lions: { rows: [HEADINGS] } }, 'no_records', 'only headings'],
    [{ Lions: { rows: [HEADINGS, ['Lions']], hiddenRows: [2] } }, 'no_records', 'only hidden rows'],
    [{ Notes: NOTES }, 'no_headings', 'prose'],
  ])('%# has no list: %s, %s', async (sheets, code, _why) => {
    expect(await stopFor(await aWorkbook(sheets))).toEqual({ code, file: 'players.xlsx' });
  });
});
