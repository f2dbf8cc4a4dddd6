import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { aWorkbook } from '../../../support/workbook.ts';
import { aFile, documentIn, run, sample } from '../../run.ts';

describe('check --json', () => {
  it('leaves out a JSON record with a field twice, and that record alone', async () => {
    const one = readFileSync(sample('payload.json'), 'utf8');
    const twice = one.replace('"parent_tel"', '"parentTel": "07700 900199", "parent_tel"');
    const ran = await run(['check', '--json', aFile('two.json', `[${twice}, ${one}]`)]);
    expect(documentIn(ran)).toMatchObject({
      summary: { records: 2, ready: 1, refused: 1 },
      problems: [{ code: 'field_doubled', row: 1, field: 'parent_tel' }],
    });
    expect(ran.exitCode).toBe(3);
  });

  it('reports how the sample list was read, which column is which, and what is wrong', async () => {
    const file = sample('players.csv');
    const ran = await run(['check', file, '--json']);
    expect(documentIn(ran)).toEqual({
      schema: 1,
      command: 'check',
      file,
      read_as: { format: 'csv', encoding: 'utf-8', delimiter: ',' },
      columns: [
        column('A', 'Player First Name', 'player_first_name', 'normalised'),
        column('B', 'Player Last Name', 'player_last_name', 'normalised'),
        column('C', 'Team', 'team_name', 'alias'),
        column('D', 'Age Group', 'age_group', 'normalised'),
        column('E', 'Parent First Name', 'parent_first_name', 'normalised'),
        column('F', 'Parent Surname', 'parent_last_name', 'alias'),
        column('G', 'Parent Mobile', 'parent_tel', 'alias'),
        column('H', 'Season', 'current_registration_season', 'alias'),
        column('I', 'Membership Fee', 'membership_fee_amount', 'alias'),
        column('J', 'Monthly Subs', 'subscription_fee_amount', 'alias'),
        column('K', 'Manager', 'team_manager_1_full_name', 'alias'),
        column('L', 'Manager Mobile', 'team_manager_1_tel', 'alias'),
      ],
      summary: {
        records: 14,
        ready: 13,
        refused: 1,
        repeated: 0,
        left_out: 0,
        warnings: 0,
        mended: 1,
      },
      problems: [
        {
          severity: 'error',
          code: 'phone_too_short',
          row: 14,
          column: 'G',
          heading: 'Parent Mobile',
          field: 'parent_tel',
          value: '07700 90012',
          message: "The parent's mobile has 10 digits; a UK number written like this has 11.",
          fix: 'Look for the digit that is missing.',
        },
      ],
      mended: [
        {
          row: 10,
          column: 'G',
          field: 'parent_tel',
          from: '7700900124',
          to: '+447700900124',
          why: 'leading_zero_lost',
        },
      ],
    });
    expect(ran.exitCode).toBe(3);
    expect(ran.stderr).toBe('');
  });

  it('finds nothing wrong with the sample record, which has rows but no columns', async () => {
    const file = sample('payload.json');
    const ran = await run(['check', '--json', file]);
    expect(documentIn(ran)).toEqual({
      schema: 1,
      command: 'check',
      file,
      read_as: { format: 'json', encoding: 'utf-8', delimiter: null },
      columns: [],
      summary: {
        records: 1,
        ready: 1,
        refused: 0,
        repeated: 0,
        left_out: 0,
        warnings: 0,
        mended: 0,
      },
      problems: [],
      mended: [],
    });
    expect(ran.exitCode).toBe(0);
  });

  it('reports every fault of a bad list at once, in the order of its rows', async () => {
    const file = aFile('bad.csv', BAD_LIST);
    const ran = await run(['check', file, '--json']);
    const { summary, problems, mended } = documentIn(ran) as CheckDocument;
    expect(problems.map(({ row, column, code, value }) => [row, column, code, value])).toEqual([
      [2, 'D', 'age_group_malformed', 'eleven'],
      [2, 'I', 'money_malformed', 'forty'],
      [4, null, 'same_invite_twice', null],
      [5, 'E', 'missing', null],
    ]);
    expect(problems.every(({ message, fix }) => message.endsWith('.') && fix.endsWith('.'))).toBe(
      true,
    );
    expect(mended).toEqual([]);
    expect(summary).toEqual({
      records: 4,
      ready: 1,
      refused: 2,
      repeated: 1,
      left_out: 0,
      warnings: 1,
      mended: 0,
    });
    expect(ran.exitCode).toBe(3);
  });

  it('exits with 0 where there are warnings alone', async () => {
    const [headings, , row] = BAD_LIST.split('\n');
    const ran = await run([
      'check',
      aFile('doubles.csv', [headings, row, row].join('\n')),
      '--json',
    ]);
    expect((documentIn(ran) as CheckDocument).summary).toMatchObject({
      ready: 1,
      refused: 0,
      repeated: 1,
      left_out: 0,
      warnings: 1,
    });
    expect(ran.exitCode).toBe(0);
  });

  it('reads the sheet of a workbook that --sheet names, and lists the others', async () => {
    const [headings = [], ...rows] = BAD_LIST.trim()
      .split('\n')
      .map((line) => line.split(','));
    const sheets = { Lions: { rows: [headings, ...rows] }, Bears: { rows: [headings, rows[1]!] } };
    const file = aFile('season.xlsx', Buffer.from(await aWorkbook(sheets)));
    expect(documentIn(await run(['check', file, '--json', '--sheet', 'Bears']))).toMatchObject({
      read_as: { format: 'xlsx', encoding: null, delimiter: null, sheet: 'Bears' },
      summary: { records: 1, ready: 1, refused: 0 },
      problems: [{ severity: 'warning', code: 'other_sheets', row: null }],
    });
    const page = await run(['check', file, '--sheet', 'Bears']);
    expect(page.stdout).toContain(`${file}: read as XLSX, sheet Bears\n`);
    expect(page.stderr).toContain('--sheet Bears');
  });

  it('says where a sheet was asked for that is not there', async () => {
    const ran = await run(['check', sample('players.csv'), '--json', '--sheet', 'Bears']);
    expect(documentIn(ran)).toMatchObject({ error: { code: 'sheet_not_found' } });
    expect(ran.exitCode).toBe(2);
  });

  it('reads a list from standard input', async () => {
    const ran = await run(['check', '-', '--json'], { stdin: BAD_LIST });
    expect(documentIn(ran)).toMatchObject({ file: 'standard input', summary: { records: 4 } });
  });
});

type CheckDocument = {
  readonly summary: object;
  readonly mended: readonly object[];
  readonly problems: readonly {
    readonly row: number;
    readonly column: string | null;
    readonly code: string;
    readonly value: string | null;
    readonly severity: string;
    readonly message: string;
    readonly fix: string;
  }[];
};

function column(letter: string, heading: string, field: string, how: string): object {
  return { column: letter, heading, field, how };
}

const BAD_LIST = `Player First Name,Player Last Name,Team,Age Group,Parent First Name,Parent Surname,Parent Mobile,Season,Membership Fee,Monthly Subs,Manager,Manager Mobile
Oliver,Hartley,Panthers,eleven,Sarah,Hartley,07700 900101,2026-27,forty,26,Alex Johnson,07700 900001
Amelia,Prescott,Lions,u9s,Daniel,Prescott,07700 900102,2026-27,40,26,Morgan Ellis,07700 900002
Amelia,PreSCOTT,Lions,u9s,Daniel,Prescott,+44 7700 900102,2026-27,40,26,Morgan Ellis,07700 900002
Noah,Bancroft,Tigers,u13s,,Bancroft,07700 900103,2026-27,40,26,Chris Doyle,07700 900003
`;
