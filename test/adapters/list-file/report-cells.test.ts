import { expect, it } from '@jest/globals';
import {
  ADDED_HEADINGS,
  REPLY_HEADINGS,
  reportUndo,
} from '../../../src/adapters/list-file/report-cells.ts';

const NONE = ['', '', '', '', ''];

it('blanks the columns on replies, which reports of older versions do not have', () => {
  const cells = ['Ava', 'sent', 'a', 'b', 'MM1', 'today', 'Hello', 'waits'];
  expect(reportUndo(['Player', ...ADDED_HEADINGS, ...REPLY_HEADINGS])?.(cells)).toEqual([
    'Ava',
    ...NONE,
    '',
    '',
  ]);
  expect(reportUndo(['Player', ...ADDED_HEADINGS])?.(cells.slice(0, 6))).toEqual(['Ava', ...NONE]);
});

it('leaves a column of the list that has such a name', () => {
  const headings = ['Answer', 'Player', ...ADDED_HEADINGS, ...REPLY_HEADINGS];
  const cells = ['mine', 'Ava', 'sent', 'a', 'b', 'MM1', 'today', 'Hello', 'waits'];
  expect(reportUndo(headings)?.(cells)).toEqual(['mine', 'Ava', ...NONE, '', '']);
});
