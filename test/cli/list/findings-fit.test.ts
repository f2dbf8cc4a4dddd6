import { describe, expect, it } from '@jest/globals';
import { FIELDS } from '../../../src/domain/record/field.ts';
import { aCsv, rowsFor, run } from '../run.ts';

const WITHOUT_TEAM = FIELDS.filter((field) => field !== 'team_name');

describe('what is wrong with a list', () => {
  it.each([['check'], ['preview'], ['send', '--rehearse'], ['test', '--rehearse']])(
    'is wrapped at the width of a terminal by %s',
    async (...command) => {
      const { stdout, stderr } = await run([...command, aCsv(rowsFor(['101']), WITHOUT_TEAM)], {
        terminals: ['stdout', 'stderr'],
        env: { TERM: 'dumb', NO_COLOR: '1', TEST_NUMBERS: '07700 900999' },
      });
      const text = stdout + stderr;
      expect(text).toContain('Add a column with the heading team_name');
      expect(text.split('\n').filter((line) => line.length > 80)).toEqual([]);
    },
  );
});
