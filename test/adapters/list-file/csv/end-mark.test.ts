import { expect, it } from '@jest/globals';
import { withoutEndMark } from '../../../../src/adapters/list-file/csv/end-mark.ts';
import { readListOf, stopOf } from '../read-list-of.ts';

const CSV = 'Team\r\nLions\r\n';
const LONG = `${CSV}${'Bears\r\n'.repeat(100)}`;

it.each([
  [`${CSV}\u001A`, CSV, 'one mark'],
  [`${CSV}\u001A\r\n`, CSV, 'a line end behind it'],
  [`${LONG}${'\u001A'.repeat(128)}`, LONG, 'a block that is filled with it'],
  [CSV, CSV, 'none'],
  ['Team\nLi\u001Aons\n', 'Team\nLi\u001Aons\n', 'one within the text, which is no end'],
])('leaves %j without its end mark: %#, %s', (text, rest, _why) => {
  expect(Buffer.from(withoutEndMark(Buffer.from(text))).toString()).toBe(rest);
});

it.each(['utf16le', 'swapped'])('leaves UTF-16 alone: %s', async (order) => {
  const little = Buffer.from(`\uFEFF${CSV}`, 'utf16le');
  const bytes = order === 'swapped' ? little.swap16() : little;
  expect(withoutEndMark(bytes)).toBe(bytes);
});

it('is no row of the list', async () => {
  expect((await readListOf(`${CSV}\u001A`)).records).toHaveLength(1);
  expect(await stopOf(() => readListOf('\u001A'))).toMatchObject({ code: 'file_empty' });
});
