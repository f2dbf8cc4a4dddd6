import { describe, expect, it } from '@jest/globals';
import {
  array,
  assert,
  asyncProperty,
  boolean,
  constantFrom,
  record,
  shuffledSubarray,
} from 'fast-check';
import type { Finding } from '../../../../src/domain/problem/finding.ts';
import { FIELDS } from '../../../../src/domain/record/field.ts';
import { aWorkbook } from '../../../support/workbook.ts';
import { readListOf, type WholeList } from '../read-list-of.ts';

const set = new Set(FIELDS);

const rowsLeftOut = ({ records }: WholeList): readonly number[] =>
  records.filter(({ leftOut }) => leftOut).map(({ row }) => row);

const codesByRow = ({ findings }: WholeList): readonly (readonly [number, string])[] =>
  findings
    .flatMap(({ row, detail }) => (row === null ? [] : [[row, detail.code] as const]))
    .toSorted(([a], [b]) => a - b);

type Spelling = {
  readonly capitals: readonly boolean[];
  readonly before: string;
  readonly after: string;
};

/** The text in another case, with spaces around it. */
const spelt = (text: string, { capitals, before, after }: Spelling): string => {
  const letters = text.split('').map((letter, at) => {
    return capitals[at % capitals.length] === true ? letter.toUpperCase() : letter.toLowerCase();
  });
  return text === '' ? '' : `${before}${letters.join('')}${after}`;
};

const finding = (
  row: number,
  code: 'no_consent' | 'left_club',
  place: Pick<Finding, 'column' | 'heading' | 'value'>,
): Finding => ({ severity: 'warning', row, field: null, ...place, detail: { code } });

describe('a row is excluded by its own cells', () => {
  it('in a CSV, with their column and value', async () => {
    const csv =
      'Team,WhatsApp consent,Status\nLions,Yes,Active\nLions, NO ,Active\nLions,Yes,Left\n';
    const list = await readListOf(csv, { set });
    expect(rowsLeftOut(list)).toEqual([3, 4]);
    expect(list.findings).toEqual([
      finding(3, 'no_consent', { column: 'B', heading: 'WhatsApp consent', value: 'NO' }),
      finding(4, 'left_club', { column: 'C', heading: 'Status', value: 'Left' }),
    ]);
    expect(list.statusColumns).toEqual([]);
    expect(list.leftOut).toEqual([]);
  });

  it('in a workbook, where a checkbox is a boolean and a day a date', async () => {
    const rows = [
      ['Team', 'Consent', 'Opted out'],
      ['Lions', true, null],
      ['Lions', false, null],
      ['Lions', true, new Date('2026-05-03')],
      ['Lions', 0, null],
    ];
    const bytes = await aWorkbook({ Players: { rows } });
    const list = await readListOf(bytes, { set, name: 'players.xlsx' });
    expect(codesByRow(list)).toEqual([
      [3, 'no_consent'],
      [4, 'no_consent'],
      [5, 'no_consent'],
    ]);
    expect(rowsLeftOut(list)).toEqual([3, 4, 5]);
  });

  it('in JSON, by the key, which is not an unknown field', async () => {
    const json = JSON.stringify([
      { consentWhatsApp: true, archived: false },
      { consentWhatsApp: false },
      { consentWhatsApp: 'Yes', archived: true },
      { consentWhatsApp: 0, shirt: 7 },
      { status: 'left' },
      5,
    ]);
    const list = await readListOf(json, { set });
    expect(rowsLeftOut(list)).toEqual([2, 3, 4, 5]);
    expect(codesByRow(list)).toEqual([
      [2, 'no_consent'],
      [3, 'left_club'],
      [4, 'no_consent'],
      [5, 'left_club'],
    ]);
    expect(list.findings[0]?.detail).toEqual({ code: 'unknown_fields', names: ['shirt'] });
    expect(list.findings).toContainEqual(
      finding(2, 'no_consent', { column: null, heading: 'consentWhatsApp', value: 'false' }),
    );
  });

  it('with any number of different answers in the column', async () => {
    const rows = Array.from({ length: 130 }, (_, at) =>
      at % 2 === 0 ? `Lions,No (form ${at})` : `Lions,"Yes, by form ${at}"`,
    );
    const list = await readListOf(`Team,Consent\n${rows.join('\n')}\n`, { set });
    expect(rowsLeftOut(list)).toHaveLength(65);
    expect(codesByRow(list)).toHaveLength(65);
  });

  it('with one finding, that of consent before that of leaving', async () => {
    const csv = 'Status,Consent,Opted out\nLeft,No,Yes\nLeft,Yes,\n';
    expect(codesByRow(await readListOf(csv, { set }))).toEqual([
      [2, 'no_consent'],
      [3, 'left_club'],
    ]);
  });

  it('unless the operator leaves it out already', async () => {
    const leaveOut = [{ heading: 'Status', value: 'Left' }];
    const csv = 'Status,Consent\nLeft,No\nActive,No\n';
    const list = await readListOf(csv, { set, leaveOut });
    expect(rowsLeftOut(list)).toEqual([2, 3]);
    expect(list.leftOut).toEqual([{ heading: 'Status', value: 'Left', rows: 1 }]);
    expect(codesByRow(list)).toEqual([[3, 'no_consent']]);
  });

  it('unless the column is used for a field', async () => {
    const map = { team_name: 'Status' };
    const list = await readListOf('Status\nLeft\n', { set, map });
    expect(rowsLeftOut(list)).toEqual([]);
    expect(list.findings).toEqual([]);
  });

  it('unless its cells have shifted, which is a problem of its own', async () => {
    const list = await readListOf('Team,Consent\nLions,No,U9\n', { set });
    expect(rowsLeftOut(list)).toEqual([]);
    expect(list.records[0]?.shapeProblem?.code).toBe('row_too_long');
  });

  it('and never by a column for another consent', async () => {
    const csv = 'Team,Photo consent,Medical consent,Marketing consent\nLions,No,No,No\n';
    const list = await readListOf(csv, { set });
    expect(rowsLeftOut(list)).toEqual([]);
    expect(list.findings).toEqual([]);
  });

  it('in any order of the columns, any case and with any spaces', async () => {
    const columns: readonly (readonly string[])[] = [
      ['Team', 'Lions', 'Lions', 'Lions', 'Lions', 'Lions'],
      ['WhatsApp Consent', 'Yes', 'No', 'yes', 'n', 'Not sure'],
      ['Do not contact', '', 'No', 'Yes', '', ''],
      ['Member Status', 'Left the club', 'Active', 'Archived', 'Active', 'Not left'],
      ['Left Foot', 'No', 'Yes', 'No', 'Yes', 'No'],
    ];
    const expected = [
      [2, 'left_club'],
      [3, 'no_consent'],
      [4, 'no_consent'],
      [5, 'no_consent'],
    ];
    const spelling = record({
      capitals: array(boolean(), { minLength: 20, maxLength: 20 }),
      before: constantFrom('', ' ', '\t', '\u00A0', '  '),
      after: constantFrom('', ' ', '\u200B', ' \u00A0'),
    });
    await assert(
      asyncProperty(
        shuffledSubarray([0, 1, 2, 3, 4], { minLength: 5 }),
        spelling,
        async (order, how) => {
          const lines = [0, 1, 2, 3, 4, 5].map((row) =>
            order.map((at) => `"${spelt(columns[at]?.[row] ?? '', how)}"`).join(','),
          );
          const list = await readListOf(`${lines.join('\n')}\n`, { set });
          expect(codesByRow(list)).toEqual(expected);
          expect(rowsLeftOut(list)).toEqual([2, 3, 4, 5]);
        },
      ),
    );
  });
});

describe('a status column', () => {
  it('is reported with the values that only a person can interpret, the most frequent first, in any case', async () => {
    const csv =
      'Team,Status\nLions,Left\nLions,On loan\nLions,on loan \nLions,\nLions,Active\nLions,On loan\n';
    const list = await readListOf(csv, { set });
    const values = [
      { value: 'On loan', rows: 3 },
      { value: '', rows: 1 },
    ];
    expect(list.statusColumns).toEqual([
      { column: 'B', heading: 'Status', values, decidedRows: 2 },
    ]);
    expect(list.findings).toEqual([
      {
        severity: 'warning',
        row: null,
        column: 'B',
        heading: 'Status',
        field: null,
        value: null,
        detail: { code: 'status_column', values },
      },
      finding(2, 'left_club', { column: 'B', heading: 'Status', value: 'Left' }),
    ]);
  });

  it('of JSON has no letter', async () => {
    const list = await readListOf('[{"status": "on loan"}, {"status": "active"}, {}]', { set });
    const values = [
      { value: 'on loan', rows: 1 },
      { value: '', rows: 1 },
    ];
    expect(list.statusColumns).toEqual([
      { column: null, heading: 'status', values, decidedRows: 1 },
    ]);
    expect(list.findings).toMatchObject([
      { column: null, heading: 'status', detail: { code: 'status_column', values } },
    ]);
  });

  it.each([
    [50, 1, 'the maximum number of values'],
    [51, 0, 'a value for each person is no status'],
  ])('with %d uninterpreted values is reported %d times: %s', async (values, times, _why) => {
    const rows = Array.from({ length: values }, (_, index) => `Lions,${index}`);
    const csv = `Team,Status\nLions,Left\n${rows.join('\n')}\n`;
    const list = await readListOf(csv, { set });
    expect(list.statusColumns).toHaveLength(times);
    expect(rowsLeftOut(list)).toEqual([2]);
  });

  it('does not count rows that another column excludes', async () => {
    const csv = 'Consent,Status\nNo,On loan\nYes,On loan\n';
    const { statusColumns } = await readListOf(csv, { set });
    expect(statusColumns.map(({ values }) => values)).toEqual([[{ value: 'On loan', rows: 1 }]]);
  });

  it('is not reported when --leave-out names it', async () => {
    const leaveOut = [{ heading: 'status', value: 'on loan' }];
    const list = await readListOf('Team,Status\nLions,On loan\nLions,Pending\n', { set, leaveOut });
    expect(list.statusColumns).toEqual([]);
    expect(list.findings).toEqual([]);
  });

  it('is not reported when it is empty, when all values are clear, or when it is used for a field', async () => {
    const empty = await readListOf('Team,Status\nLions,\n', { set });
    const clear = await readListOf('Team,Status\nLions,Active\nLions,Left\n', { set });
    expect([empty.statusColumns, clear.statusColumns]).toEqual([[], []]);
    const map = { team_name: 'Status' };
    expect((await readListOf('Status\nPending\n', { set, map })).statusColumns).toEqual([]);
  });
});
