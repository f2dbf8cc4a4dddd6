import { describe, expect, it } from '@jest/globals';
import { readListOf, stopOf } from './read-list-of.ts';

/** The row number and the first two cells of each record. */
async function rowsOf(csv: string): Promise<readonly (readonly unknown[])[]> {
  return (await readListOf(csv)).records.map(({ row, cells }) => [
    row,
    cells.team_name?.value,
    cells.age_group?.value,
  ]);
}

const listOf = (count: number): string => `Team\n${'Lions\n'.repeat(count)}`;

describe('the delimiter', () => {
  it.each([
    ['Team,Age Group\nLions,u9s\n', ',', 'a British CSV'],
    ['Team;Age Group\nLions;u9s\n', ';', 'a computer whose decimal mark is the comma'],
    ['Team\tAge Group\nLions\tu9s\n', '\t', 'pasted from a spreadsheet'],
    ['Team;Age Group\nLions;u9s,u10s,u11s,u12s\n', ';', 'commas in the rows do not count'],
    ['"Team, squad, side";Team;Age Group\nx;Lions;u9s\n', ';', 'commas inside quotes do not count'],
    ['"Squad\n,,,";Age Group\nLions;u9s\n', ';', 'a quoted heading may run over two lines'],
    ['\r\n\nTeam;Age Group\nLions;u9s\n', ';', 'blank lines above the headings do not count'],
    ['Team,Notes;\nLions,\n', ',', 'the comma wins a tie'],
    ['Team\nLions\n', ',', 'the comma if there is one column'],
  ] as const)('of %j is %j: %s', async (csv, delimiter, _why) => {
    expect((await readListOf(csv)).readAs).toEqual({
      format: 'csv',
      encoding: 'utf-8',
      delimiter,
    });
  });
});

describe('the rows of a CSV', () => {
  it.each([
    [
      'Team,Age Group\nLions,u9s\nBears,u7s\n',
      [
        [2, 'Lions', 'u9s'],
        [3, 'Bears', 'u7s'],
      ],
      'headings are row 1',
    ],
    [
      'Team,Age Group\r\nLions,u9s\r\nBears,u7s',
      [
        [2, 'Lions', 'u9s'],
        [3, 'Bears', 'u7s'],
      ],
      'CRLF, and no line end at the end',
    ],
    [
      'Team,Age Group\rLions,u9s\rBears,u7s\r',
      [
        [2, 'Lions', 'u9s'],
        [3, 'Bears', 'u7s'],
      ],
      'the lone CR of an old Mac',
    ],
    [
      'Team,Age Group\n\nLions,u9s\n,\n  , \nBears,u7s\n\n\n',
      [
        [3, 'Lions', 'u9s'],
        [6, 'Bears', 'u7s'],
      ],
      'empty rows are skipped but counted',
    ],
    ['\nTeam,Age Group\nLions,u9s\n', [[3, 'Lions', 'u9s']], 'also above the headings'],
    [
      'Team,Age Group\n"Lions\nand\r\nCubs",u9s\nBears,u7s\n',
      [
        [2, 'Lions\nand\r\nCubs', 'u9s'],
        [3, 'Bears', 'u7s'],
      ],
      'a line break inside quotes starts no row',
    ],
    [
      'Team,Age Group\n"The ""Lions"", red",u9s\n',
      [[2, 'The "Lions", red', 'u9s']],
      'a doubled quote is one quote',
    ],
    ['Team,Age Group\n Lions ,u9s\n', [[2, ' Lions ', 'u9s']], 'a cell is left as it was typed'],
    ['Team,Age Group\nLions\n', [[2, 'Lions', '']], 'a missing cell is empty'],
  ])('%j: %#', async (csv, rows, _why) => {
    expect(await rowsOf(csv)).toEqual(rows);
  });
});

describe('a row with more cells than headings', () => {
  it.each([
    ['Team,Age Group\nLions, Blue,u9s\n', 3, 'an unquoted comma shifted the cells'],
    [
      'Team,Age Group,\nLions, Blue,u9s\n',
      3,
      'Excel padded the heading row, which does not hide the shift',
    ],
  ])('%j has shifted: %#', async (csv, cells, _why) => {
    const [record] = (await readListOf(csv)).records;
    expect(record?.shapeProblem).toEqual({ code: 'row_too_long', cells, headings: 2 });
  });

  it.each([
    ['Team,Age Group\nLions,u9s,,\n', 'the extra cells are empty'],
    ['Team,Age Group\nLions,u9s,  \n', 'the extra cell is blank'],
    ['Team,,Age Group\nLions,old,u9s\n', 'a column without a heading in the middle is ignored'],
  ])('%j has not shifted: %s', async (csv, _why) => {
    const [record] = (await readListOf(csv)).records;
    expect(record).toMatchObject({
      row: 2,
      cells: { team_name: { value: 'Lions' }, age_group: { value: 'u9s' } },
      shapeProblem: null,
    });
  });
});

describe('a CSV that cannot be read', () => {
  it.each([
    ['Team,Age Group\nLions,"u9s\nBears,u7s\n', 2, 'no closing quote'],
    ['Team,Age Group\r\nLions,u9s\r\n"Bears,u7s\r\nOwls,u8s\r\n', 3, 'lines that end in CRLF'],
    ['Team,Age Group\rLions,u9s\r"Bears,u7s\r', 3, 'lines that end in CR'],
    ['Team,Age Group\n"a\nb",u9s\n"Bears,u7s\n', 4, 'physical lines are counted, not rows'],
    ['Team,Age Group\n"Lions,u9s\nBears,"u7s"\n', 2, 'the next quote, rows further down'],
    ['Team,Age Group\n"say ""hi"",u9s\n', 2, 'doubled quotes do not close'],
  ])('%j has an unclosed quote on line %d: %s', async (csv, line, _why) => {
    expect(await stopOf(() => readListOf(csv))).toEqual({
      code: 'unclosed_quote',
      file: 'players.csv',
      line,
    });
  });

  it.each([
    ['Team,Age Group\nLions,u9s\nThe "Bears",u7s\n', 3, 'a bare quote in the middle of a cell'],
    ['Team,Age Group\nThe 5" Bears,u7s\nLions,u9s\n', 2, 'inches, which do not open a quote'],
    ['Team,Age Group\r\n"Lions" red,u9s\r\n', 2, 'text after the closing quote'],
  ])('%j is broken on line %d: %s', async (csv, line, _why) => {
    expect(await stopOf(() => readListOf(csv))).toEqual({
      code: 'not_csv',
      file: 'players.csv',
      line,
    });
  });

  it.each([
    ['Team,Age Group\n', 'headings only'],
    ['Team,Age Group\n,\n\n', 'headings and empty rows'],
  ])('%j has no records: %s', async (csv, _why) => {
    expect(await stopOf(() => readListOf(csv))).toEqual({
      code: 'no_records',
      file: 'players.csv',
    });
  });

  it.each([
    ['Lions,Jane,07700 900123\n', 'a phone'],
    ['Team,+44 (0)7700-900123\n', 'a phone beside a heading'],
    ['Team,7700900123\n', 'a phone without its leading zero'],
    ['Team,2026-27\n', 'a season'],
    ['Lions,u9s\nBears,u7s\n', 'words that are no known headings'],
    ['Dear parents and players!\nSee you soon.\n', 'prose'],
  ])('%j has no headings: %s', async (csv, _why) => {
    expect(await stopOf(() => readListOf(csv))).toEqual({
      code: 'no_headings',
      file: 'players.csv',
    });
  });

  it('accepts 100,000 records and not one more', async () => {
    expect((await readListOf(listOf(100_000))).records).toHaveLength(100_000);
    expect(await stopOf(() => readListOf(listOf(100_001)))).toEqual({
      code: 'too_many_records',
      file: 'players.csv',
      limit: 100_000,
    });
  });
});
