import { describe, expect, it } from '@jest/globals';
import { FIELDS } from '../../../../src/domain/record/field.ts';
import { readListOf, explainedStop } from '../read-list-of.ts';

const set = new Set(FIELDS);
const CSV = 'Team,Status\nLions,Active\nLions, LEFT \nLions,\nLions,left\nLions\n';

describe('rows left out with --leave-out', () => {
  it('are those with the value under the heading, compared without case and spaces', async () => {
    const list = await readListOf(CSV, { set, leaveOut: [{ heading: 'status', value: 'Left' }] });
    expect(list.records.map(({ row, leftOut }) => [row, leftOut])).toEqual([
      [2, false],
      [3, true],
      [4, false],
      [5, true],
      [6, false],
    ]);
    expect(list.leftOut).toEqual([{ heading: 'status', value: 'Left', rows: 2 }]);
  });

  it('can be those with an empty cell, or a missing one in a short row', async () => {
    const list = await readListOf(CSV, { set, leaveOut: [{ heading: 'Status', value: '' }] });
    expect(list.leftOut).toEqual([{ heading: 'Status', value: '', rows: 2 }]);
  });

  it('are counted once when two values match', async () => {
    const csv = 'Team,Status,Consent\nLions,Left,No\nLions,Active,No\n';
    const leaveOut = [
      { heading: 'Status', value: 'Left' },
      { heading: 'Consent', value: 'No' },
    ];
    expect((await readListOf(csv, { set, leaveOut })).leftOut.map(({ rows }) => rows)).toEqual([
      1, 1,
    ]);
  });

  it('are found by the key in JSON', async () => {
    const json = '[{"status": "left"}, {"status": "active"}, {}]';
    const list = await readListOf(json, { set, leaveOut: [{ heading: 'Status', value: 'Left' }] });
    expect(list.records.map(({ leftOut }) => leftOut)).toEqual([true, false, false]);
  });

  it('must have their heading in the list', async () => {
    const leaveOut = [{ heading: 'State', value: 'Left' }];
    expect(await explainedStop(() => readListOf(CSV, { set, leaveOut }))).toEqual({
      code: 'usage',
      message: '--leave-out "State=Left": players.csv has no such heading.',
      fix: 'Its headings are: Team, Status.',
    });
  });

  it('must exist: a misspelt value would leave nobody out', async () => {
    const leaveOut = [{ heading: 'Status', value: 'Lefft' }];
    expect(await explainedStop(() => readListOf(CSV, { set, leaveOut }))).toEqual({
      code: 'usage',
      message: '--leave-out "Status=Lefft": no row of players.csv has this value there.',
      fix: 'What stands there is: Active, LEFT, (empty), left.',
    });
  });
});
