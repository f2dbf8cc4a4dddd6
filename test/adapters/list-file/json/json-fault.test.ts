import { describe, expect, it } from '@jest/globals';
import { readListOf, stopOf } from '../read-list-of.ts';

describe('JSON that cannot be read', () => {
  it.each([
    ['[\n  {"team_name": "Lions"},\n]', 3, 1, 'trailing_comma', 'in an array'],
    ['{"team_name": "Lions", }', 1, 24, 'trailing_comma', 'in an object, with a space behind it'],
    ['// Lions\n[{"team_name": "Lions"}]', 1, 1, 'comment', 'above the records'],
    ['/* Lions */ [{}]', 1, 1, 'comment', 'in front of them'],
    ['[{"team_name": "Lions"}, // and more\n{}]', 1, 26, 'comment', 'beside them'],
    ['[{"team_name": /* none */ ""}]', 1, 16, 'comment', 'within them'],
  ])(
    '%j has a fault with a name at line %p, column %p: %s, %s',
    async (json, line, column, why) => {
      expect(await stopOf(() => readListOf(json))).toEqual({
        code: 'not_json',
        file: 'players.csv',
        line,
        column,
        why,
      });
    },
  );

  it.each([
    ['{"data": [{"team_name": "Lions"}], "total": 1}', 'data'],
    ['{"total": 1, "players": [{"teamName": "Lions"}]}', 'players'],
    ['{"response": {"status": "ok", "data": [{}]}}', 'response.data'],
  ])('%j has its records under the key %s', async (json, key) => {
    expect(await stopOf(() => readListOf(json))).toEqual({
      code: 'not_json',
      file: 'players.csv',
      line: null,
      column: null,
      key,
    });
  });

  it('is looked through once, however many comments it begins with', async () => {
    const text = '/**/'.repeat(1_000_000);
    expect(await stopOf(() => readListOf(text))).toMatchObject({ code: 'no_headings' });
  });
});
