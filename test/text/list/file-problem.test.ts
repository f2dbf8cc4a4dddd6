import { describe, expect, it } from '@jest/globals';
import type { StopProblem } from '../../../src/domain/problem/problem.ts';
import { explainStop } from '../../../src/text/stop.ts';
import { expectPlainWords } from '../plain-words.ts';

const file = 'players.csv';
const PLACE = { file, line: 3, column: 7 };

describe('why a file is no list', () => {
  it.each([
    ...(['compressed', 'archive', 'web_page', 'xml', 'lock_file'] as const).map(
      (format): StopProblem => ({ code: 'other_format', file, format, inside: [] }),
    ),
    { code: 'other_format', file, format: 'archive', inside: ['list.csv'] },
    { code: 'other_format', file, format: 'archive', inside: ['a.csv', 'b.csv'] },
    { code: 'not_json', ...PLACE, why: 'comment' },
    { code: 'not_json', ...PLACE, why: 'trailing_comma' },
    { code: 'not_json', file, line: null, column: null, key: 'data' },
  ] as const satisfies readonly StopProblem[])(
    'has a sentence and something to do: %j',
    (problem) => {
      expectPlainWords(explainStop(problem));
    },
  );

  it('names the list that is in an archive', () => {
    const inside = ['out/list.csv'];
    expect(explainStop({ code: 'other_format', file, format: 'archive', inside }).fix).toBe(
      'Unpack it, and give the file from it: out/list.csv.',
    );
  });

  it('names the key under which records stand', () => {
    const problem = { code: 'not_json', file, line: null, column: null, key: 'data' } as const;
    expect(explainStop(problem)).toEqual({
      message:
        'players.csv is JSON of another form than a list of records: they stand under "data".',
      fix: 'Give the array under "data" alone, or as {"records": [...]}.',
    });
  });
});
