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
import type { Answer } from '../../../../src/domain/list/exclusion/column.ts';
import type { Finding } from '../../../../src/domain/problem/finding.ts';
import { FIELDS } from '../../../../src/domain/record/field.ts';
import { aWorkbook } from '../../../support/workbook.ts';
import { readListOf, stopOf, type WholeList } from '../read-list-of.ts';

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
      { consentWhatsApp: 1, doNotContact: 'x' },
      { consentWhatsApp: true, archived: null, shirt: 8 },
    ]);
    const list = await readListOf(json, { set });
    expect(rowsLeftOut(list)).toEqual([2, 3, 4, 5]);
    expect(codesByRow(list)).toEqual([
      [2, 'no_consent'],
      [3, 'left_club'],
      [4, 'no_consent'],
      [5, 'no_consent'],
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
    const csv = 'Team,Photo consent,Medical consent,Email consent\nLions,No,No,No\n';
    const list = await readListOf(csv, { set });
    expect(rowsLeftOut(list)).toEqual([]);
    expect(list.findings).toEqual([]);
  });

  it('in any order of the columns, any case and with any spaces', async () => {
    const columns: readonly (readonly string[])[] = [
      ['Team', 'Lions', 'Lions', 'Lions', 'Lions', 'Lions'],
      ['WhatsApp Consent', 'Yes', 'No', 'yes', 'n', 'Agreed'],
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

const value = (text: string, rows: number, answer: Answer, isDecided = false) => ({
  value: text,
  rows,
  answer,
  isDecided,
});

/** The values for which a person is asked to decide, by heading. */
const openValues = ({ findings }: WholeList): readonly unknown[] =>
  findings.flatMap(({ heading, detail }) =>
    detail.code === 'status_column'
      ? [[heading, ...detail.values.map((one) => `${one.kind} ${one.value} ${one.rows}`)]]
      : [],
  );

describe('a status column', () => {
  it('has all its values with their meanings, the most frequent first, in any case', async () => {
    const csv =
      'Team,Status\nLions,Left\nLions,On loan\nLions,on loan \nLions,\nLions,Active\nLions,On loan\n';
    const list = await readListOf(csv, { set });
    expect(list.statusColumns).toEqual([
      {
        column: 'B',
        heading: 'Status',
        exclusion: 'left_club',
        values: [
          value('On loan', 3, 'undecided'),
          value('Left', 1, 'left_club'),
          value('', 1, 'undecided'),
          value('Active', 1, 'stays'),
        ],
      },
    ]);
    expect(openValues(list)).toEqual([['Status', 'value On loan 3', 'value  1']]);
  });

  it('leaves out the rows with unclear values, each with why', async () => {
    const csv = 'Team,Consent,Status\nLions,Yes,Active\nLions,,Active\nLions,Yes,Trialist\n';
    const list = await readListOf(csv, { set });
    expect(rowsLeftOut(list)).toEqual([3, 4]);
    expect(list.findings.filter(({ row }) => row !== null)).toMatchObject([
      { row: 3, column: 'B', value: '', detail: { code: 'no_consent', isUnclear: true } },
      { row: 4, column: 'C', value: 'Trialist', detail: { code: 'left_club', isUnclear: true } },
    ]);
  });

  it('of JSON has no letter', async () => {
    const list = await readListOf('[{"status": "on loan"}, {"status": "active"}, {}]', { set });
    expect(rowsLeftOut(list)).toEqual([1, 3]);
    expect(list.statusColumns).toMatchObject([{ column: null, heading: 'status' }]);
  });

  it.each([
    ['a short list', 3],
    ['a list of many rows', 60],
  ])('that is empty throughout says nothing: %s', async (_what, rows) => {
    const csv = `Team,Consent,Status\n${'Lions,,Active\n'.repeat(rows)}`;
    const list = await readListOf(csv, { set });
    expect(rowsLeftOut(list)).toEqual([]);
    expect(list.findings).toEqual([]);
    const json = JSON.stringify([{ consent: '' }, { consent: null }, {}]);
    expect(rowsLeftOut(await readListOf(json, { set }))).toEqual([]);
  });

  it('that is empty for the first rows and not later leaves the empty ones out', async () => {
    const csv = `Team,Consent\n${'Lions,\n'.repeat(60)}Lions,Yes\n`;
    const list = await readListOf(csv, { set });
    expect(rowsLeftOut(list)).toHaveLength(60);
  });

  it('with many unclear values is reported by what they begin with', async () => {
    const rows = Array.from({ length: 40 }, (_, at) => `Pending ${at}\nAsked by form ${at}`);
    const list = await readListOf(`Consent\nYes\n${rows.join('\n')}\n`, { set });
    expect(openValues(list)).toEqual([['Consent', 'beginning Pending 40', 'beginning Asked 40']]);
  });

  it('counts values beyond a thousand by their first word', async () => {
    const rows = Array.from({ length: 1500 }, (_, at) => `Pending ${at}`);
    const list = await readListOf(`Consent\nYes\n${rows.join('\n')}\n`, { set });
    expect(openValues(list)).toEqual([['Consent', 'beginning Pending 1500']]);
    expect(rowsLeftOut(list)).toHaveLength(1500);
  });

  it('does not count rows that another column excludes', async () => {
    const csv = 'Consent,Status\nNo,On loan\nYes,On loan\n';
    expect(openValues(await readListOf(csv, { set }))).toEqual([['Status', 'value On loan 1']]);
  });

  it('is decided by --leave-out, which names the rows that do not get the invite', async () => {
    const leaveOut = [{ heading: 'status', value: 'on loan' }];
    const list = await readListOf('Team,Status\nLions,On loan\nLions,Pending\n', { set, leaveOut });
    expect(list.statusColumns).toEqual([]);
    expect(list.findings).toEqual([]);
    expect(rowsLeftOut(list)).toEqual([2]);
  });

  it('is not read when it is used for a field', async () => {
    const map = { team_name: 'Status' };
    expect((await readListOf('Status\nPending\n', { set, map })).statusColumns).toEqual([]);
  });
});

describe('an operator may decide otherwise', () => {
  const csv = 'Consent,Status\nNo,Active\nYes,Left\nYes,Trialist\n,Active\nYes,Active\n';

  it.each([
    ['an empty cell', { heading: 'consent', value: '' }, [2, 3, 4]],
    ['an unclear value', { heading: 'Status', value: 'trialist' }, [2, 3, 5]],
    ['a refusal', { heading: 'Consent', value: 'NO' }, [3, 4, 5]],
    ['a leaver', { heading: 'STATUS', value: 'left' }, [2, 4, 5]],
  ])('with --include: %s', async (_what, include, leftOut) => {
    const list = await readListOf(csv, { set, include: [include] });
    expect(rowsLeftOut(list)).toEqual(leftOut);
    const decisions = [{ ...include, isLeftOut: false }];
    expect(rowsLeftOut(await readListOf(csv, { set, decisions }))).toEqual(leftOut);
  });

  it('and what the cell said against it is kept with the row and shown', async () => {
    const list = await readListOf(csv, { set, include: [{ heading: 'Consent', value: 'No' }] });
    expect(list.records.map(({ consent }) => consent)).toEqual([
      { isGiven: false, override: { heading: 'Consent', value: 'No' } },
      undefined,
      undefined,
      undefined,
      { isGiven: true, override: null },
    ]);
    expect(list.findings).toContainEqual({
      severity: 'warning',
      row: 2,
      column: 'A',
      heading: 'Consent',
      field: null,
      value: 'No',
      detail: { code: 'included_by_operator' },
    });
  });

  it('with the beginning of unclear values, and never of those that say no', async () => {
    const list = 'Consent\nYes\nAsked in May\nAsked: no\nAskew\nasked\n';
    const include = [{ heading: 'Consent', value: 'Asked*' }];
    expect(rowsLeftOut(await readListOf(list, { set, include }))).toEqual([4, 5]);
  });

  it('to leave out a value that is clear', async () => {
    const decisions = [{ heading: 'Status', value: 'Active', isLeftOut: true }];
    const list = await readListOf(csv, { set, decisions });
    expect(rowsLeftOut(list)).toEqual([2, 3, 4, 5, 6]);
    expect(codesByRow(list).at(-1)).toEqual([6, 'left_club']);
  });

  it('and is asked no more about what was decided', async () => {
    const decisions = [
      { heading: 'Status', value: 'Trialist', isLeftOut: true },
      { heading: 'Consent', value: '', isLeftOut: false },
      { heading: 'Status', value: 'Suspended', isLeftOut: false },
    ];
    const list = await readListOf(csv, { set, decisions });
    expect(openValues(list)).toEqual([]);
    expect(rowsLeftOut(list)).toEqual([2, 3, 4]);
  });

  it.each([
    ['Sttaus', 'Left', 'included_heading_missing'],
    ['Team', 'Lions', 'included_heading_missing'],
    ['Status', 'Gone', 'included_value_missing'],
  ])('but not about %s=%s, which the list has not', async (heading, text, code) => {
    const include = [{ heading, value: text }];
    const problem = await stopOf(async () => await readListOf(csv, { set, include }));
    expect(problem).toMatchObject({ code: 'usage', fault: { code, heading, value: text } });
  });
});
