import { describe, expect, it } from '@jest/globals';
import { FIELDS } from '../../../src/domain/record/field.ts';
import { aRawRecord } from '../../support/builders.ts';
import { aWorkbook } from '../../support/workbook.ts';
import { aFile, documentIn, rowsFor, run, type RowParts } from '../run.ts';

const [ROBIN = {}, JO = {}, SAM = {}] = rowsFor(['101', '102', '103']);
const TOO_SHORT = { ...SAM, parent_tel: '07700 90012' };

function aSheet(rows: readonly RowParts[], fields = FIELDS.slice()) {
  const cells = rows.map((parts) => {
    const record = aRawRecord(parts).cells;
    return fields.map((field) => String(record[field]?.value));
  });
  return { rows: [fields, ...cells] };
}

async function twoSheets(): Promise<string> {
  const sheets = { Lions: aSheet([ROBIN]), Bears: aSheet([JO, TOO_SHORT, ROBIN]) };
  return aFile('season.xlsx', Buffer.from(await aWorkbook(sheets)));
}

describe('a list from several sheets', () => {
  it('has the sheet in the place of each row', async () => {
    const file = await twoSheets();
    const ran = await run(['check', file, '--sheet', 'all', '--json']);
    expect(documentIn(ran)).toMatchObject({
      read_as: { format: 'xlsx', sheets: ['Lions', 'Bears'] },
      summary: { records: 4, ready: 2, refused: 1 },
      problems: [
        { code: 'phone_too_short', row: 3, sheet: 'Bears' },
        {
          code: 'same_invite_twice',
          row: 4,
          sheet: 'Bears',
          message: expect.stringContaining('in row 2 of sheet 1:'),
        },
      ],
    });
    const { stdout } = await run(['check', file, '--sheet', 'all']);
    expect(stdout).toContain('read as XLSX, sheets 1 Lions and 2 Bears');
    expect(stdout).toContain('row 3 of sheet 2, column J (parent_tel): 07700 90012');
  });

  it('is sent, with one result for each row of each sheet', async () => {
    const ran = await run(['send', await twoSheets(), '--sheet', 'all', '--rehearse', '--json'], {
      stdin: 'y\ny\n',
    });
    expect(documentIn(ran)).toMatchObject({
      results: [
        { row: 2, sheet: 'Lions', outcome: 'accepted' },
        { row: 2, sheet: 'Bears', outcome: 'accepted' },
        { row: 3, sheet: 'Bears', outcome: 'held_back' },
        { row: 4, sheet: 'Bears', outcome: 'held_back' },
      ],
    });
    expect(ran.stderr).toContain('row 2 of sheet 2');
  });

  it('is narrowed by --row to that row of each sheet', async () => {
    const ran = await run(['preview', await twoSheets(), '--sheet', 'all', '--row', '2', '--json']);
    expect(documentIn(ran)).toMatchObject({
      messages: [
        { row: 2, sheet: 'Lions' },
        { row: 2, sheet: 'Bears' },
      ],
    });
  });

  it('gets its teams from the names of the sheets once the operator says so', async () => {
    const fields = FIELDS.filter((field) => field !== 'team_name');
    const sheets = { 'Lions u9s': aSheet([ROBIN], fields), Bears: aSheet([JO], fields) };
    const file = aFile('season.xlsx', Buffer.from(await aWorkbook(sheets)));
    const unanswered = await run(['check', file, '--sheet', 'all', '--json']);
    expect(documentIn(unanswered)).toMatchObject({
      summary: { ready: 0 },
      problems: [{ field: 'team_name', heading: 'Sheet', value: 'Lions u9s, Bears' }],
    });
    const asTeam = ['--map', 'team_name=Sheet'];
    const answered = await run(['preview', file, '--sheet', 'all', ...asTeam, '--json']);
    expect(documentIn(answered)).toMatchObject({
      messages: [
        { content_variables: { 3: 'Lions u9s' }, sheet: 'Lions u9s' },
        { content_variables: { 3: 'Bears' }, sheet: 'Bears' },
      ],
    });
  });
});
