import { describe, expect, it } from '@jest/globals';
import type { Finding } from '../../../src/domain/problem/finding.ts';
import { FIELDS, type Field } from '../../../src/domain/record/field.ts';
import type { RawRecord } from '../../../src/domain/record/raw-record.ts';
import { readListOf, explainedStop, stopOf } from './read-list-of.ts';

/** A record of a JSON list. Each field has a cell, with the value undefined if it is missing. */
const record = (row: number, values: { readonly [field in Field]?: unknown }): RawRecord => ({
  row,
  cells: Object.fromEntries(
    FIELDS.map((field) => [field, { value: values[field], column: null, heading: null }]),
  ),
  shapeProblem: null,
  leftOut: false,
});

const unknownFields = (...names: readonly string[]): Finding => ({
  severity: 'warning',
  row: null,
  column: null,
  heading: null,
  field: null,
  value: null,
  detail: { code: 'unknown_fields', names },
});

const listOf = (count: number): string => `[${'{},'.repeat(count - 1)}{}]`;

describe('the records of a JSON file', () => {
  it.each([
    ['{"team_name": "Lions"}', [record(1, { team_name: 'Lions' })], 'one record'],
    [
      ' \n[{"team_name": "Lions"}, {"team_name": "Bears"}]',
      [record(1, { team_name: 'Lions' }), record(2, { team_name: 'Bears' })],
      'an array, after white space',
    ],
    [
      '{"records": [{"team_name": "Lions"}, {"team_name": "Bears"}]}',
      [record(1, { team_name: 'Lions' }), record(2, { team_name: 'Bears' })],
      'an array called records',
    ],
    [
      '[{"teamName": "Lions", "Age Group": "u9s"}]',
      [record(1, { team_name: 'Lions', age_group: 'u9s' })],
      'keys by the rule for headings',
    ],
    [
      '{"membership_fee_amount": 40, "team_name": null, "age_group": ["u9s"]}',
      [record(1, { membership_fee_amount: 40, team_name: null, age_group: ['u9s'] })],
      'values of any type, unchanged',
    ],
    ['{}', [record(1, {})], 'a record without fields'],
    [
      '[5, null, ["Lions"], {"team_name": "Lions"}]',
      [record(1, {}), record(2, {}), record(3, {}), record(4, { team_name: 'Lions' })],
      'an element that is not an object is a record without values, and counts as a row',
    ],
  ])('are those of %s: %#', async (json, records, _why) => {
    expect(await readListOf(json)).toEqual({
      readAs: { format: 'json', encoding: 'utf-8', delimiter: null },
      columns: [],
      records,
      findings: [],
      misread: null,
      doubts: [],
      statusColumns: [],
      leftOut: [],
    });
  });

  it('leave a missing field to `--set`', async () => {
    const list = await readListOf('[{"age_group": "u9s"}, {}]', {
      set: new Set<Field>(['age_group', 'team_name']),
    });
    expect(list.records.map(({ cells }) => [cells.age_group?.value, cells.team_name])).toEqual([
      ['u9s', undefined],
      [undefined, undefined],
    ]);
    expect(list.records[1]?.cells).not.toHaveProperty('age_group');
  });

  it('are not made of `--set` alone: an element that is not an object has no values', async () => {
    expect((await readListOf('["Lions"]', { set: new Set(FIELDS) })).records).toEqual([
      record(1, {}),
    ]);
  });
});

describe('unknown fields', () => {
  it.each([
    [
      '[{"team_name": "Lions", "shirt": 7}, {"shirt": 8, "boots": 4}]',
      ['shirt', 'boots'],
      'each reported once for the whole file',
    ],
    ['{"records": [{}], "exported_by": "Robin"}', ['exported_by'], 'also those beside the records'],
    [
      '{"constructor": 1, "toString": 2}',
      ['constructor', 'toString'],
      'names of built-in properties',
    ],
  ])('of %s are a warning: %#', async (json, names, _why) => {
    expect((await readListOf(json)).findings).toEqual([unknownFields(...names)]);
  });

  it('can be mapped, which wins over the key', async () => {
    const list = await readListOf('{"handy": "07700 900123", "parent_tel": "07700 900124"}', {
      map: { parent_tel: 'Handy' },
    });
    expect(list.records).toEqual([record(1, { parent_tel: '07700 900123' })]);
    expect(list.findings).toEqual([unknownFields('parent_tel')]);
  });

  it('that --map names but no record has are refused', async () => {
    expect(
      await explainedStop(() =>
        readListOf('{"team_name": "Lions"}', { map: { parent_tel: 'Handy' } }),
      ),
    ).toEqual({
      code: 'usage',
      message: '--map parent_tel="Handy": players.csv has no such heading.',
      fix: 'Its headings are: team_name.',
    });
  });
});

describe('two keys for one field', () => {
  it.each([
    [
      '[{}, {"parent_tel": "07700 900123", "parentTel": "07700 900124"}]',
      2,
      ['parentTel', 'parent_tel'],
      'two spellings',
    ],
    [
      '{"parent_tel": "07700 900123",\n "parent_tel": "07700 900124"}',
      1,
      ['parent_tel', 'parent_tel'],
      'a repeated key, of which JSON.parse keeps the last',
    ],
    [
      '{"records": [{}, {}, {"parent_tel": "1", "parent\\u005ftel": "2"}]}',
      3,
      ['parent_tel', 'parent_tel'],
      'the same key with an escape',
    ],
  ])('of %s: neither is used (%#)', async (json, row, columns, _why) => {
    const list = await readListOf(json);
    expect(list.findings).toEqual([
      {
        severity: 'error',
        row,
        column: null,
        heading: null,
        field: 'parent_tel',
        value: null,
        detail: { code: 'field_doubled', names: columns },
      },
    ]);
    expect(list.records[row - 1]?.cells.parent_tel).toBeUndefined();
  });

  it.each([
    ['[{"shirt": 7, "shirt": 8}]', 'an unknown key'],
    ['[{"shirt": {"parent_tel": 1, "parent_tel": 2}}]', 'a nested key'],
  ])('do not matter in %s: %s', async (json, _why) => {
    expect((await readListOf(json)).findings).toEqual([unknownFields('shirt')]);
  });
});

describe('JSON that cannot be read', () => {
  it.each([
    ['{\n  "team_name": "Lions"\n  "age_group": "u9s"\n}', 3, 3, 'a missing comma'],
    ['{"team_name": "Lions}\n', 1, 15, 'an unclosed quote, reported where it opens'],
    ["{'team_name': 'Lions'}", 1, 2, 'the wrong quotes'],
    ['[{"team_name": "Lions"},\r\n{"team_name":', 2, 14, 'truncated text'],
    ['[{"team_name": Lions}]', 1, 16, 'an unquoted word'],
    ['[{}]\n[{}]', 2, 1, 'two lists in one file'],
    ['[Parent] Mobile,Team\n1,2\n', 1, 2, 'a CSV that starts like JSON'],
    ['{"records": [{}],\n "records": []}', 2, 2, 'two lists, of which one would be lost'],
    ['{"records": "none"}', null, null, 'records that are not an array'],
  ])('%j has its fault at line %p, column %p: %s', async (json, line, column, _why) => {
    expect(await stopOf(() => readListOf(json))).toEqual({
      code: 'not_json',
      file: 'players.csv',
      line,
      column,
    });
  });

  it.each(['[]', '{"records": []}'])('%s has no records', async (json) => {
    expect(await stopOf(() => readListOf(json))).toEqual({
      code: 'no_records',
      file: 'players.csv',
    });
  });

  it('accepts 100,000 records and not one more', async () => {
    expect((await readListOf(listOf(100_000))).records).toHaveLength(100_000);
    expect(await stopOf(() => readListOf(listOf(100_001)))).toEqual({
      code: 'too_many_records',
      file: 'players.csv',
      limit: 100_000,
    });
  });
});

/** The player fields that each record has a cell for. */
const playerFieldsOf = async (json: string): Promise<readonly (readonly string[])[]> =>
  (await readListOf(json)).records.map(({ cells }) =>
    Object.keys(cells).filter((name) => /player/u.test(name)),
  );

describe('full names in JSON', () => {
  it('are split into first and last name, record by record', async () => {
    expect(
      await playerFieldsOf(
        '[{"player_full_name": "Jo Hill"}, {"player_first_name": "Jo"}, {"playerFullName": ""}]',
      ),
    ).toEqual([
      ['player_full_name'],
      ['player_first_name', 'player_last_name'],
      ['player_full_name'],
    ]);
  });

  it('are not used beside first and last name, and reported when no record uses them', async () => {
    const json =
      '{"player_full_name": "Jo Hill", "player_first_name": "Jo", "player_last_name": "Hill"}';
    expect(await playerFieldsOf(json)).toEqual([['player_first_name', 'player_last_name']]);
    expect((await readListOf(json)).findings).toEqual([unknownFields('player_full_name')]);
  });

  it('have no aliases, like all fields in JSON', async () => {
    // Aliases apply to spreadsheets only.
    expect((await readListOf('{"Player Name": "Jo Hill"}')).findings).toEqual([
      {
        ...unknownFields('Player Name'),
        detail: {
          code: 'unknown_fields',
          names: ['Player Name'],
          nearest: [{ name: 'Player Name', field: 'player_full_name' }],
        },
      },
    ]);
  });
});

describe('a date of birth in JSON', () => {
  it('is read if it is present, and never missing', async () => {
    const [first, second] = (await readListOf('[{"player_dob": "2016-09-01"}, {}]')).records;
    expect(first?.cells.player_dob?.value).toBe('2016-09-01');
    expect(second?.cells).not.toHaveProperty('player_dob');
  });
});
