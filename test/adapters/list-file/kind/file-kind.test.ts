import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { aWorkbook } from '../../../support/workbook.ts';
import { aZip } from '../../../support/zip.ts';
import { readListOf, stopOf } from '../read-list-of.ts';

const CSV = 'Team,Age Group\nLions,u9s\n';
const TABLE = '<table><tr><td>Team</td></tr><tr><td>Lions</td></tr></table>';
const SEASON = await aWorkbook({
  Season: {
    rows: [
      ['Team', 'Age Group'],
      ['Lions', 'u9s'],
    ],
  },
});

const teamsIn = async (bytes: Uint8Array, name = 'players.xlsx') =>
  (await readListOf(bytes, { name })).records.map(({ row, cells }) => [
    row,
    cells.team_name?.value,
  ]);

/** The workbook with each path written as some programs on Windows write it. */
function withBackslashes(bytes: Uint8Array): Buffer {
  const text = Buffer.from(bytes).toString('latin1');
  const names = ['_rels/.rels', 'xl/workbook.xml', 'xl/_rels/', 'xl/worksheets/', 'xl/styles.xml'];
  const changed = [...names, 'xl/sharedStrings.xml', 'docProps/'].reduce(
    (all, name) => all.replaceAll(name, name.replaceAll('/', '\\')),
    text,
  );
  return Buffer.from(changed, 'latin1');
}

describe('the kind of a file', () => {
  it.each([
    ['list.csv.gz', gzipSync(CSV), 'compressed', 'gzip'],
    ['list.csv', gzipSync(CSV), 'compressed', 'whatever its name'],
    ['list.7z', Uint8Array.of(0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c, 0, 4), 'compressed', '7-Zip'],
    ['list.rar', Buffer.from('Rar!\u001A\u0007\u0001\0'), 'compressed', 'RAR'],
    ['photos.zip', aZip({ 'a.jpg': 'x' }), 'archive', 'a ZIP without a list'],
    ['empty.zip', aZip({}), 'archive', 'a ZIP without anything'],
    ['members.xls', Buffer.from(TABLE), 'web_page', 'a table under the name of a workbook'],
    ['members.csv', Buffer.from(`\n<!DOCTYPE html>\n<html>${TABLE}`), 'web_page', 'a whole page'],
    ['members.xls', Buffer.from(`<?xml version="1.0"?><html>${TABLE}`), 'web_page', 'XHTML'],
    ['members.xml', Buffer.from('<?xml version="1.0"?><players/>'), 'xml', 'XML'],
    ['~$list.xlsx', Buffer.from('\u0003Sam   S\0a\0m\0'), 'lock_file', 'the lock file of Excel'],
    ['C:\\lists\\~$list.xlsx', Buffer.from('\u0003Sam'), 'lock_file', 'in a folder of Windows'],
    ['in/.~lock.list.csv#', Buffer.from(',sam,kit,,;'), 'lock_file', 'that of LibreOffice'],
  ])('of %s is told', async (name, bytes, format, _why) => {
    expect(await stopOf(() => readListOf(bytes, { name }))).toEqual({
      code: 'other_format',
      file: name,
      format,
      inside: [],
    });
  });

  it('of a ZIP is told with the lists that are in it', async () => {
    const files = { 'out/list.csv': CSV, '__MACOSX/out/._list.csv': '', 'read me.pdf': '' };
    expect(await stopOf(() => readListOf(aZip(files), { name: 'out.zip' }))).toEqual({
      code: 'other_format',
      file: 'out.zip',
      format: 'archive',
      inside: ['out/list.csv'],
    });
  });

  it.each([
    [
      'list.fods',
      '<?xml version="1.0"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0">',
    ],
    [
      'list.xls',
      '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
    ],
    ['list.ods', aZip({ mimetype: 'application/vnd.oasis.opendocument.spreadsheet' })],
    ['list.numbers', aZip({ 'Index/Document.iwa': '' })],
    ['list.xlsb', aZip({ '[Content_Types].xml': '', 'xl/workbook.bin': '' })],
  ])('of %s is a spreadsheet that is not read', async (name, content) => {
    expect(await stopOf(() => readListOf(content, { name }))).toEqual({
      code: 'workbook_not_csv',
      file: name,
      kind: 'other',
    });
  });

  it('of a compressed file is told without unpacking it', async () => {
    // 64 MB of zeros become 64 kB: unpacked, it would be over the limit of any list.
    const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024));
    const before = process.memoryUsage().arrayBuffers;
    expect(await stopOf(() => readListOf(bomb, { name: 'list.gz' }))).toMatchObject({
      format: 'compressed',
    });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1024 * 1024);
  });
});

describe('a list of an unusual form', () => {
  it.each(['\r\n', '  \n', '\uFEFF'])('is a workbook after %j', async (blank) => {
    expect(await teamsIn(Buffer.concat([Buffer.from(blank), SEASON]))).toEqual([[2, 'Lions']]);
  });

  it('is a workbook with backslashes in the paths of its parts', async () => {
    expect(await teamsIn(withBackslashes(SEASON))).toEqual([[2, 'Lions']]);
  });

  it('is a CSV with a tag in its first heading', async () => {
    const csv = '<b>Notes</b>,Team\nx,Lions\n';
    expect(await teamsIn(Buffer.from(csv), 'players.csv')).toEqual([[2, 'Lions']]);
  });

  it('is a workbook under the name of a lock file', async () => {
    expect(await teamsIn(SEASON, '~$players.xlsx')).toEqual([[2, 'Lions']]);
  });
});
