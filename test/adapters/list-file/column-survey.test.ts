import { describe, expect, it } from '@jest/globals';
import { FIELDS } from '../../../src/domain/field.ts';
import { readListOf } from './read-list-of.ts';

const ALL_SET = new Set(FIELDS);
const WITHOUT_TEL = new Set(FIELDS.filter((field) => field !== 'parent_tel'));

describe('a doubt', () => {
  it('has for each column its letter, its heading and the first three cells that hold anything', async () => {
    const csv = `Mobile,Team,Phone
07700 900101,Lions,
,Lions,
 07700 900102 ,Lions,07700 900111
07700 900103,Lions,
07700 900104,Lions,
`;
    const { doubts } = await readListOf(csv, { set: WITHOUT_TEL });
    expect(doubts).toEqual([
      {
        field: 'parent_tel',
        candidates: [
          {
            column: 'A',
            heading: 'Mobile',
            samples: ['07700 900101', '07700 900102', '07700 900103'],
          },
          { column: 'C', heading: 'Phone', samples: ['07700 900111'] },
        ],
      },
    ]);
  });

  it('has no samples where nothing stands below', async () => {
    const { doubts, findings } = await readListOf('Mobile,Team\n,Lions\n', { set: WITHOUT_TEL });
    expect(doubts[0]?.candidates).toEqual([{ column: 'A', heading: 'Mobile', samples: [] }]);
    expect(findings[0]?.value).toBeNull();
  });

  it('is none where the column is mapped', async () => {
    const map = { parent_tel: 'Mobile' };
    expect((await readListOf('Mobile\n1\n', { set: WITHOUT_TEL, map })).doubts).toEqual([]);
  });
});

describe('a status column', () => {
  it('is told with its values, the most frequent first, however they are written', async () => {
    const csv = 'Team,Status\nLions,Left\nLions,Active\nLions,active \nLions,\n';
    const list = await readListOf(csv, { set: ALL_SET });
    const values = [
      { value: 'Active', rows: 2 },
      { value: 'Left', rows: 1 },
      { value: '', rows: 1 },
    ];
    expect(list.statusColumns).toEqual([{ column: 'B', heading: 'Status', values }]);
    expect(list.findings).toEqual([
      {
        severity: 'warning',
        row: null,
        column: 'B',
        heading: 'Status',
        field: null,
        value: null,
        detail: { code: 'status_column', values },
      },
    ]);
  });

  it.each([
    [50, 1, 'as many values as a person can go through'],
    [51, 0, 'a value for each person is no status'],
  ])('with %d values is told %d times: %s', async (values, times, _why) => {
    const rows = Array.from({ length: values }, (_, index) => `Lions,${index}`);
    const csv = `Team,Status\n${rows.join('\n')}\n`;
    expect((await readListOf(csv, { set: ALL_SET })).statusColumns).toHaveLength(times);
  });

  it('is told no more once rows are left out by it', async () => {
    const leaveOut = [{ heading: 'status', value: 'left' }];
    const list = await readListOf('Team,Status\nLions,Left\n', { set: ALL_SET, leaveOut });
    expect(list.statusColumns).toEqual([]);
    expect(list.findings).toEqual([]);
  });

  it('is none where it is empty, or taken for a field', async () => {
    expect((await readListOf('Team,Status\nLions,\n', { set: ALL_SET })).statusColumns).toEqual([]);
    const map = { team_name: 'Status' };
    expect((await readListOf('Status\nLions\n', { set: ALL_SET, map })).statusColumns).toEqual([]);
  });
});
