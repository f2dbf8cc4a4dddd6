import { describe, expect, it } from '@jest/globals';
import { readListOf } from '../read-list-of.ts';

async function teamsIn(csv: string) {
  const { readAs, records } = await readListOf(csv);
  return [
    readAs.delimiter,
    records.map(({ row, cells }) => [row, cells.team_name?.value, cells.age_group?.value]),
  ];
}

const LIONS = [[2, 'Lions', 'u9s']];

describe('a delimiter', () => {
  it('may be a pipe', async () => {
    expect(await teamsIn('Team|Age Group\nLions|u9s\n')).toEqual(['|', LIONS]);
  });

  it.each([
    ['sep=;\r\nTeam;Age Group\r\nLions;u9s\r\n', ';'],
    ['SEP=|\nTeam|Age Group\nLions|u9s\n', '|'],
    ['"sep=,"\nTeam,Age Group\nLions,u9s\n', ','],
    ['sep=,,\nTeam,Age Group\nLions,u9s\n', ','],
    ['\uFEFFsep=\t\rTeam\tAge Group\rLions\tu9s\r', '\t'],
    ['sep=;\nTeam;Age, Group\nLions;u9s\n', ';'],
  ])('is that of the first line in %j, which is no row', async (csv, delimiter) => {
    expect((await teamsIn(csv))[0]).toBe(delimiter);
    expect((await readListOf(csv)).records[0]).toMatchObject({
      row: 2,
      cells: { team_name: { value: 'Lions' } },
    });
  });

  it('is counted below a title', async () => {
    expect(await teamsIn('Urmston Town\n\nTeam;Age Group;Notes\nLions;u9s;a, b\n')).toEqual([
      ';',
      [[4, 'Lions', 'u9s']],
    ]);
  });

  it('is not made of the marks in prose below one column', async () => {
    expect(await teamsIn('Team\nLions; red\n')).toEqual([',', [[2, 'Lions; red', undefined]]]);
  });
});

describe('a table that was pasted from a sheet', () => {
  it.each([
    ['The "Lions"', 'The "Lions"', 'quotes within a cell are letters'],
    ['"Red" Lions', '"Red" Lions', 'also at its start'],
    ['5" Lions', '5" Lions', 'and a single one'],
    ['"Lions ""red"""', 'Lions "red"', 'around the whole cell they are not'],
    ['"Lions\tred"', 'Lions\tred', 'as where a cell holds a tab'],
  ])('has %j as %j: %s', async (cell, team, _why) => {
    const pasted = `Team\tAge Group\n${cell}\tu9s\nBears\tu7s\n`;
    expect(await teamsIn(pasted)).toEqual([
      '\t',
      [
        [2, team, 'u9s'],
        [3, 'Bears', 'u7s'],
      ],
    ]);
  });
});
