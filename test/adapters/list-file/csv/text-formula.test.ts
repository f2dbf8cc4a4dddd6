import { describe, expect, it } from '@jest/globals';
import { readListOf, stopOf } from '../read-list-of.ts';

const PHONE = '07700900101';

async function phonesIn(csv: string | Uint8Array): Promise<readonly unknown[]> {
  return (await readListOf(csv)).records.map(({ cells }) => cells.parent_tel?.value);
}

describe('a formula that keeps a number as text', () => {
  it.each([
    [`Parent Mobile,Team\n="${PHONE}",Lions\n`, 'as exports write it'],
    [`Team;Parent Mobile\r\nLions;="${PHONE}"\r\n`, 'at the end of a line'],
    [`Team,Parent Mobile\nLions,="${PHONE}"`, 'at the end of the file'],
    [`Team,Parent Mobile\nLions,"=""${PHONE}"""\n`, 'in the quotes of a CSV'],
    [`Team\tParent Mobile\nLions\t="${PHONE}"\n`, 'in a pasted table'],
  ])('in %j is its text: %s', async (csv, _why) => {
    expect(await phonesIn(csv)).toEqual([PHONE]);
  });

  it('is read in UTF-16 too', async () => {
    const csv = Buffer.from(`\uFEFFTeam,Parent Mobile\nLions,="${PHONE}"\n`, 'utf16le');
    expect(await phonesIn(csv)).toEqual([PHONE]);
    expect(await phonesIn(csv.swap16())).toEqual([PHONE]);
  });

  it('leaves other cells of the list as they are', async () => {
    const csv = `Team,Parent Mobile\n"Lions, =""red""",="${PHONE}"\nBears,=A1\n`;
    const list = await readListOf(csv);
    expect(
      list.records.map(({ cells }) => [cells.team_name?.value, cells.parent_tel?.value]),
    ).toEqual([
      ['Lions, ="red"', PHONE],
      ['Bears', '=A1'],
    ]);
  });

  it.each(['\n', '\r\n', '\r'])(
    'is found in each row of a long list, with line end %j',
    async (end) => {
      const rows = Array.from({ length: 10_000 }, () => `Lions,="${PHONE}"`);
      const phones = await phonesIn(['Team,Parent Mobile', ...rows].join(end));
      expect([phones.length, new Set(phones)]).toEqual([10_000, new Set([PHONE])]);
    },
  );

  it('does not hide a quote in the middle of another cell', async () => {
    expect(
      await stopOf(() => readListOf(`Team,Age Group\n="Lions",u9s\nThe "Bears",u7s\n`)),
    ).toEqual({
      code: 'not_csv',
      file: 'players.csv',
      line: 3,
    });
  });

  it('is looked for once, however often it begins', async () => {
    const csv = `Team,Parent Mobile\nLions,${'="'.repeat(1_000_000)}\n`;
    expect(await stopOf(() => readListOf(csv))).toMatchObject({ code: 'not_csv' });
  });
});
