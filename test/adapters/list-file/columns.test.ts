import { describe, expect, it } from '@jest/globals';
import { columnLetter } from '../../../src/adapters/list-file/columns/match-columns.ts';
import type { Finding } from '../../../src/domain/problem/finding.ts';
import { FIELDS, type ColumnField, type Field } from '../../../src/domain/record/field.ts';
import { readListOf, explainedStop } from './read-list-of.ts';

/** Sets all fields but these with `--set`. */
const needing = (...fields: readonly Field[]): ReadonlySet<Field> =>
  new Set(FIELDS.filter((field) => !fields.includes(field)));

const headingError = (field: ColumnField, detail: Finding['detail']): Finding => ({
  severity: 'error',
  row: 1,
  column: null,
  heading: null,
  field,
  value: null,
  detail,
});

describe('the columns', () => {
  it('are reported with letter, heading as written, and how each was recognised', async () => {
    const csv = 'parent_tel,\uFEFF Player First Name ,Squad,Coach,Shoe size\n1,2,3,4,5\n';
    const map = { team_manager_1_full_name: 'coach' };
    expect(await readListOf(csv, { map, set: new Set(FIELDS) })).toEqual({
      readAs: { format: 'csv', encoding: 'utf-8', delimiter: ',' },
      columns: [
        { column: 'A', heading: 'parent_tel', field: 'parent_tel', how: 'exact' },
        {
          column: 'B',
          heading: 'Player First Name',
          field: 'player_first_name',
          how: 'normalised',
        },
        { column: 'C', heading: 'Squad', field: 'team_name', how: 'alias' },
        { column: 'D', heading: 'Coach', field: 'team_manager_1_full_name', how: 'mapped' },
        { column: 'E', heading: 'Shoe size', field: null, how: 'ignored' },
      ],
      records: [
        {
          row: 2,
          cells: {
            parent_tel: { value: '1', column: 'A', heading: 'parent_tel' },
            player_first_name: { value: '2', column: 'B', heading: 'Player First Name' },
            team_name: { value: '3', column: 'C', heading: 'Squad' },
            team_manager_1_full_name: { value: '4', column: 'D', heading: 'Coach' },
          },
          shapeProblem: null,
          leftOut: false,
        },
      ],
      findings: [],
      misread: null,
      doubts: [],
      statusColumns: [],
      leftOut: [],
    });
  });

  it.each([
    [0, 'A'],
    [25, 'Z'],
    [26, 'AA'],
    [51, 'AZ'],
    [52, 'BA'],
    [701, 'ZZ'],
    [702, 'AAA'],
  ])('number %d has the letter %s', (index, letter) => {
    expect(columnLetter(index)).toBe(letter);
  });
});

describe('a missing column', () => {
  it('is no fault for a last name', async () => {
    const { findings } = await readListOf('Team\nLions\n', {
      set: needing('team_name', 'player_last_name', 'parent_last_name'),
    });
    expect(findings).toEqual([]);
  });

  it('of a last name that may be there is only pointed out, and asked about', async () => {
    const csv = 'Player First Name,Parent First Name,Mother Surname\nJohn,Jane,Smith\n';
    const { findings, doubts } = await readListOf(csv, {
      set: needing('player_first_name', 'parent_first_name', 'parent_last_name'),
    });
    expect(findings).toMatchObject([
      { severity: 'warning', field: 'parent_last_name', detail: { code: 'column_ambiguous' } },
    ]);
    expect(doubts.map(({ field }) => field)).toEqual(['parent_last_name']);
  });

  it('of a first and last name that may be in one column is a fault', async () => {
    const csv = 'Team,Name\nLions,John Smith\n';
    const { findings } = await readListOf(csv, {
      set: needing('team_name', 'player_first_name', 'player_last_name'),
    });
    expect(findings).toMatchObject([
      { severity: 'error', field: 'player_full_name', detail: { code: 'column_ambiguous' } },
    ]);
  });

  it('is reported once for each field, all together', async () => {
    const { findings } = await readListOf('Team\nLions\n', {
      set: needing('team_name', 'age_group', 'parent_tel'),
    });
    expect(findings).toEqual([
      headingError('age_group', { code: 'column_missing' }),
      headingError('parent_tel', { code: 'column_missing' }),
    ]);
  });

  it('is reported in the row of the headings', async () => {
    const { findings } = await readListOf('\n\nTeam\nLions\n', { set: needing('age_group') });
    expect(findings).toEqual([
      { ...headingError('age_group', { code: 'column_missing' }), row: 3 },
    ]);
  });

  it('is not a problem when `--set` gives the field', async () => {
    expect((await readListOf('Team\nLions\n', { set: needing('team_name') })).findings).toEqual([]);
  });
});

describe('two columns for one field', () => {
  it.each([
    [
      'parent_tel,Parent Tel',
      ['A (parent_tel)', 'B (Parent Tel)'],
      'the name and another spelling',
    ],
    ['Team,Parent Mobile,Parent Phone', ['B (Parent Mobile)', 'C (Parent Phone)'], 'two aliases'],
    ['P1 Mobile,Team,P1 Mobile', ['A (P1 Mobile)', 'C (P1 Mobile)'], 'the same heading twice'],
  ])('%s: neither is used (%#)', async (headings, columns, _why) => {
    const list = await readListOf(`${headings}\n1,2,3\n`, { set: needing('parent_tel') });
    expect(list.findings).toEqual([
      headingError('parent_tel', { code: 'column_doubled', columns }),
    ]);
    expect(list.columns.filter(({ field }) => field === 'parent_tel')).toEqual([]);
    expect(list.records[0]?.cells.parent_tel).toBeUndefined();
  });

  it('is a problem even when `--set` gives the field: the file contradicts itself', async () => {
    const { findings } = await readListOf('Parent Mobile,Parent Phone\n1,2\n', {
      set: new Set(FIELDS),
    });
    expect(findings.map(({ detail }) => detail.code)).toEqual(['column_doubled']);
  });
});

describe('an ambiguous heading', () => {
  it('is not used, and reported with its letter', async () => {
    const list = await readListOf('Team,Mobile\nLions,07700 900123\n', {
      set: needing('parent_tel'),
    });
    expect(list.findings).toEqual([
      {
        severity: 'error',
        row: 1,
        column: 'B',
        heading: 'Mobile',
        field: 'parent_tel',
        value: '07700 900123',
        detail: {
          code: 'column_ambiguous',
          columns: ['B (Mobile)'],
          candidates: [{ column: 'B', heading: 'Mobile', samples: ['07700 900123'] }],
        },
      },
    ]);
    expect(list.columns[1]).toEqual({
      column: 'B',
      heading: 'Mobile',
      field: null,
      how: 'ignored',
    });
  });

  it('is reported with the other headings that could be meant', async () => {
    const { findings } = await readListOf('Mobile,Team,Phone\n1,2,3\n', {
      set: needing('parent_tel'),
    });
    expect(findings).toEqual([
      {
        ...headingError('parent_tel', {
          code: 'column_ambiguous',
          columns: ['A (Mobile)', 'C (Phone)'],
          candidates: [
            { column: 'A', heading: 'Mobile', samples: ['1'] },
            { column: 'C', heading: 'Phone', samples: ['3'] },
          ],
        }),
        value: 'A: 1; C: 3',
      },
    ]);
  });

  it('comes after one that says whose it is', async () => {
    const { doubts } = await readListOf('Mobile,Team,Mum mobile\n1,2,3\n', {
      set: needing('parent_tel'),
    });
    const headings = doubts.flatMap(({ candidates }) => candidates.map(({ heading }) => heading));
    expect(headings).toEqual(['Mum mobile', 'Mobile']);
  });

  it('is asked about for each field it could be', async () => {
    const set = needing('player_first_name', 'parent_first_name');
    const { findings } = await readListOf('First Name\nJo\n', { set });
    expect(findings.map(({ field, detail }) => [field, detail.code])).toEqual([
      ['player_first_name', 'column_ambiguous'],
      ['parent_first_name', 'column_ambiguous'],
    ]);
  });

  it('is ignored beside an unambiguous heading', async () => {
    const set = needing('parent_tel');
    expect((await readListOf('Mobile,Parent Mobile\n1,2\n', { set })).findings).toEqual([]);
  });

  it('is not offered for a second field once it is mapped to one', async () => {
    const { findings } = await readListOf('First Name\nJo\n', {
      map: { player_first_name: 'First Name' },
      set: needing('player_first_name', 'parent_first_name'),
    });
    expect(findings).toEqual([headingError('parent_first_name', { code: 'column_missing' })]);
  });
});

describe('a heading that is clear above cells that do not fit', () => {
  const set = needing('parent_tel');

  it('is asked about', async () => {
    const { findings } = await readListOf('Carer mobile\nYes\nNo\n', { set });
    expect(findings.map(({ column, detail }) => [column, detail.code])).toEqual([
      ['A', 'column_ambiguous'],
    ]);
  });

  it('is taken if one of the first 20 cells fits', async () => {
    const cells = [...Array.from({ length: 19 }, () => 'Yes'), '07700 900123', 'No'];
    const list = await readListOf(`Carer mobile\n${cells.join('\n')}\n`, { set });
    expect(list.findings).toEqual([]);
    expect(list.records.map(({ row, cells: { parent_tel } }) => [row, parent_tel?.value])).toEqual(
      cells.map((cell, at) => [at + 2, cell]),
    );
  });

  it('is taken by --map', async () => {
    const map = { parent_tel: 'Carer mobile' };
    expect((await readListOf('Carer mobile\nYes\n', { set, map })).findings).toEqual([]);
  });
});

describe('--map', () => {
  it.each([
    ['Mobile', 'MOBILE', 'an ambiguous heading, compared by the rule'],
    ['Handy', 'Handy', 'an unknown heading'],
    ['Season', 'Season', 'a heading of another field'],
  ])('uses %s: %#', async (heading, wanted, _why) => {
    const list = await readListOf(`Team,${heading}\nLions,07700 900123\n`, {
      map: { parent_tel: wanted },
      set: needing('parent_tel'),
    });
    expect(list.columns[1]).toEqual({ column: 'B', heading, field: 'parent_tel', how: 'mapped' });
    expect(list.findings).toEqual([]);
  });

  it('wins over a heading equal to the field’s name', async () => {
    const list = await readListOf('parent_tel,Mobile\nold,new\n', {
      map: { parent_tel: 'Mobile' },
      set: needing('parent_tel'),
    });
    expect(list.columns[0]).toEqual({
      column: 'A',
      heading: 'parent_tel',
      field: null,
      how: 'ignored',
    });
    expect(list.records[0]?.cells.parent_tel?.value).toBe('new');
    expect(list.findings).toEqual([]);
  });

  it('accepts unknown headings', async () => {
    const list = await readListOf('Mannschaft\nLions\n', {
      map: { team_name: 'Mannschaft' },
      set: needing('team_name'),
    });
    expect(list.records[0]?.cells.team_name?.value).toBe('Lions');
  });

  it('does not choose between two columns with one heading', async () => {
    const { findings } = await readListOf('Mobile,Mobile\n1,2\n', {
      map: { parent_tel: 'Mobile' },
      set: needing('parent_tel'),
    });
    expect(findings).toEqual([
      headingError('parent_tel', {
        code: 'column_doubled',
        columns: ['A (Mobile)', 'B (Mobile)'],
      }),
    ]);
  });

  it.each([
    [
      { parent_tel: 'Handy' },
      '--map parent_tel="Handy": players.csv has no such heading.',
      'Its headings are: Team, Mobile, Other phone.',
      'a heading that does not exist',
    ],
    [
      { parent_tel: '' },
      '--map parent_tel="": players.csv has no such heading.',
      'Its headings are: Team, Mobile, Other phone.',
      'an empty heading',
    ],
    [
      { team_manager_1_tel: 'Mobile', parent_tel: 'Mobile' },
      '--map gives the heading "Mobile" to both team_manager_1_tel and parent_tel.',
      'Map each heading to one field.',
      'one column cannot be two fields',
    ],
    [
      { parent_tel: 'other phone' },
      '--map parent_tel="other phone": a column of this name is never taken, since it holds a second phone, of nobody knows whom.',
      'If it is right all the same, give the column another heading in the list.',
      'a heading that is never used',
    ],
  ])('%j is refused: %#', async (map, message, fix, _why) => {
    const csv = 'Team,,Mobile,Other phone\nLions,,1,2\n';
    expect(await explainedStop(() => readListOf(csv, { map }))).toEqual({
      code: 'usage',
      message,
      fix,
    });
  });
});

describe('a full name', () => {
  const set = needing('player_first_name', 'player_last_name');
  const fieldsIn = async (csv: string, map = {}): Promise<readonly (ColumnField | null)[]> =>
    (await readListOf(csv, { set, map })).columns.map(({ field }) => field);

  it('is split into the first and the last name', async () => {
    const list = await readListOf('Player Name,Team\nJo Hill,Lions\n', { set });
    expect(list.findings).toEqual([]);
    expect(list.records[0]?.cells).toEqual({
      player_full_name: { value: 'Jo Hill', column: 'A', heading: 'Player Name' },
      team_name: { value: 'Lions', column: 'B', heading: 'Team' },
    });
  });

  it('is not used beside columns for its parts, which need no guess', async () => {
    const csv = 'Player Name,Player First Name,Child Surname\nJo Hill,Jo,Hill\n';
    expect(await fieldsIn(csv)).toEqual([null, 'player_first_name', 'player_last_name']);
  });

  it('is used beside a column for one part, for the other part', async () => {
    const csv = 'Player Name,Player First Name\nJo Hill,Jo\n';
    expect(await fieldsIn(csv)).toEqual(['player_full_name', 'player_first_name']);
    expect((await readListOf(csv, { set })).findings).toEqual([]);
  });

  it('wins over its parts when it is mapped and they are not', async () => {
    const csv = 'Name,Player First Name,Child Surname\nJo Hill,Jo,Hill\n';
    expect(await fieldsIn(csv, { player_full_name: 'Name' })).toEqual([
      'player_full_name',
      null,
      null,
    ]);
  });

  it('in two columns is reported once, and its parts are not reported as missing', async () => {
    const { findings } = await readListOf('Player Name,player_full_name\nJo Hill,Jo Hill\n', {
      set,
    });
    expect(findings).toEqual([
      headingError('player_full_name', {
        code: 'column_doubled',
        columns: ['A (Player Name)', 'B (player_full_name)'],
      }),
    ]);
  });

  it('is asked about once, if no column could be one of its parts', async () => {
    const { findings } = await readListOf('Team,Name\nLions,Jo Hill\n', { set });
    expect(findings).toEqual([
      {
        ...headingError('player_full_name', {
          code: 'column_ambiguous',
          columns: ['B (Name)'],
          candidates: [{ column: 'B', heading: 'Name', samples: ['Jo Hill'] }],
        }),
        column: 'B',
        heading: 'Name',
        value: 'Jo Hill',
      },
    ]);
  });
});

describe('a date of birth', () => {
  it('is read if there is a column for it, and never missing', async () => {
    const set = needing('team_name');
    const list = await readListOf('Team,DOB\nLions,1/9/2016\n', { set });
    expect(list.records[0]?.cells.player_dob?.value).toBe('1/9/2016');
    expect((await readListOf('Team\nLions\n', { set })).findings).toEqual([]);
  });

  it('of the parent is never used', async () => {
    const list = await readListOf('Team,parGdnDOB1\nLions,1/9/1986\n', {
      set: needing('team_name'),
    });
    expect(list.columns[1]).toMatchObject({ field: null, how: 'ignored' });
  });
});
