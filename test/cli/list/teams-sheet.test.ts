import { describe, expect, it } from '@jest/globals';
import type { Field } from '../../../src/domain/record/field.ts';
import { PANTHERS_SHEET, PLAYER_FIELDS } from '../../support/teams-sheet.ts';
import { aWorkbook } from '../../support/workbook.ts';
import { aCsv, aFile, documentIn, run, type Ran } from '../run.ts';

const teams = (content: string): string => aFile('teams.csv', content);

type Previewed = {
  readonly messages: readonly {
    readonly row: number;
    readonly content_variables: { readonly [place in string]: string };
  }[];
};

/** Of each message the row, the age group, both fees and the manager. */
function valuesIn(ran: Ran): readonly (readonly (string | number | undefined)[])[] {
  const { messages } = documentIn(ran) as Previewed;
  return messages.map(({ row, content_variables: values }) => [
    row,
    ...['4', '6', '7', '8', '9'].map((number) => values[number]),
  ]);
}

const checked = async (list: string, sheet: string, ...more: readonly string[]) =>
  documentIn(await run(['check', '--json', list, '--teams', sheet, ...more])) as {
    readonly summary: object;
    readonly teams: object;
    readonly problems: readonly { readonly code: string; readonly fix: string }[];
  };

describe('--teams', () => {
  it('fills in what a list leaves out, and never mixes two age groups of a team', async () => {
    const list = aCsv(
      [{}, { age_group: 'U12', player_first_name: 'Ava', parent_tel: '07700 900124' }],
      PLAYER_FIELDS,
    );
    const ran = await run(['preview', '--json', list, '--teams', teams(PANTHERS_SHEET)]);
    expect(ran.exitCode).toBe(0);
    expect(valuesIn(ran)).toEqual([
      [2, 'u11s', '40', '26', 'Alex Johnson', '07700 900001'],
      [3, 'u12s', '45', '28', 'Sam Green', '07700 900002'],
    ]);
  });

  it('fills in empty cells of a column, and a JSON record', async () => {
    const list = aCsv([{ team_manager_1_tel: '', membership_fee_amount: '' }]);
    const sheet = teams(PANTHERS_SHEET);
    const expected = [[2, 'u11s', '40', '26', 'Alex Johnson', '07700 900001']];
    expect(valuesIn(await run(['preview', '--json', list, '--teams', sheet]))).toEqual(expected);
    const record = aFile(
      'one.json',
      JSON.stringify(Object.fromEntries(PLAYER_FIELDS.map((field) => [field, RECORD[field]]))),
    );
    expect(valuesIn(await run(['preview', '--json', record, '--teams', sheet]))).toEqual([
      [1, ...(expected[0] ?? []).slice(1)],
    ]);
  });

  it('may come from the setting TEAMS_FILE, which --teams replaces', async () => {
    const list = aCsv([{}], PLAYER_FIELDS);
    const env = { TEAMS_FILE: teams(PANTHERS_SHEET) };
    expect((await run(['check', list], { env })).exitCode).toBe(0);
    const other = teams(PANTHERS_SHEET.replace('Alex Johnson', 'Lee Wood'));
    const ran = await run(['preview', '--json', list, '--teams', other], { env });
    expect(valuesIn(ran)).toEqual([[2, 'u11s', '40', '26', 'Lee Wood', '07700 900001']]);
  });

  it('shows in check what came from which row', async () => {
    const list = aCsv([{}, { player_first_name: 'Ava' }], PLAYER_FIELDS);
    const sheet = teams(PANTHERS_SHEET);
    const ran = await run(['check', list, '--teams', sheet]);
    expect(ran.stdout).toContain(
      `From ${sheet}: 1 team with 2 players; 1 team without players\n` +
        "  row 2, Panthers u11s (2 players): team manager's name Alex Johnson, team manager's phone 07700 900001, season 2026-27, membership fee £40 and monthly subscription £26\n",
    );
    expect((await checked(list, sheet)).teams).toEqual({
      file: sheet,
      joined: [
        {
          row: 2,
          team: 'Panthers u11s',
          players: [2, 3],
          filled: {
            team_manager_1_full_name: 'Alex Johnson',
            team_manager_1_tel: '07700 900001',
            current_registration_season: '2026-27',
            membership_fee_amount: '£40',
            subscription_fee_amount: '£26',
          },
        },
      ],
      without_players: [{ row: 3, team: 'Panthers u12s' }],
      not_in_sheet: [],
    });
  });

  it('leaves a row to be decided where list and sheet disagree', async () => {
    const list = aCsv([{ membership_fee_amount: '45' }, { player_first_name: 'Ava' }]);
    const sheet = teams(PANTHERS_SHEET);
    const { problems, summary } = await checked(list, sheet);
    expect(summary).toMatchObject({ ready: 1, refused: 1 });
    expect(problems.filter(({ code }) => code === 'sheet_differs')).toEqual([
      expect.objectContaining({
        severity: 'error',
        row: 2,
        column: 'K',
        value: '45',
        message: `Row 2 of ${sheet} has another membership fee: 40.`,
      }),
    ]);
  });

  it('leaves a row to be decided where --set and the sheet disagree', async () => {
    const { problems } = await checked(
      aCsv([{}], PLAYER_FIELDS),
      teams(PANTHERS_SHEET),
      '--set',
      'membership_fee_amount=45',
    );
    expect(problems).toContainEqual(
      expect.objectContaining({
        code: 'set_differs',
        row: 2,
        sheet: expect.objectContaining({ row: 2 }),
      }),
    );
  });

  it('names another spelling with the line to type, which decides it', async () => {
    const list = aCsv([{ team_name: 'Panthers FC' }], PLAYER_FIELDS);
    const sheet = teams(PANTHERS_SHEET);
    const { problems, summary } = await checked(list, sheet);
    expect(summary).toMatchObject({ ready: 0, refused: 1 });
    const [problem] = problems.filter(({ code }) => code === 'team_not_in_sheet');
    expect(problem?.fix).toContain('--same-team "Panthers FC u11s=Panthers u11s"');
    const said = ['--same-team', 'Panthers FC u11s=Panthers u11s'];
    expect((await checked(list, sheet, ...said)).summary).toMatchObject({ ready: 1 });
    const { stderr } = await run(['check', list, '--teams', sheet, ...said]);
    expect(stderr).toContain('--same-team "Panthers FC u11s=Panthers u11s"');
    expect(stderr).toContain(`--teams ${sheet}`);
  });

  it('tells of players without a team in it, and is content where the list has it all', async () => {
    const sheet = teams(PANTHERS_SHEET);
    const lacking = await checked(aCsv([{ team_name: 'Owls' }], PLAYER_FIELDS), sheet);
    expect(lacking.summary).toMatchObject({ ready: 0, refused: 1 });
    const whole = await checked(aCsv([{ team_name: 'Owls' }]), sheet);
    expect(whole.summary).toMatchObject({ ready: 1, refused: 0 });
    for (const { problems, teams: report } of [lacking, whole]) {
      expect(problems).toContainEqual(
        expect.objectContaining({
          code: 'team_not_in_sheet',
          message: `Owls u11s is not in ${sheet}.`,
        }),
      );
      expect(report).toMatchObject({ not_in_sheet: [{ team: 'Owls u11s', players: [2] }] });
    }
  });

  it('has the file and the row of a fault in it', async () => {
    const sheet = teams(
      PANTHERS_SHEET.replace('£26', 'free').replace('07700 900002', '07700 90000'),
    );
    const { problems } = await checked(aCsv([{}], PLAYER_FIELDS), sheet);
    expect(problems).toContainEqual(
      expect.objectContaining({
        severity: 'error',
        code: 'money_malformed',
        row: 2,
        column: 'F',
        heading: 'Monthly Fee',
        value: 'free',
        sheet: { file: sheet, row: 2 },
      }),
    );
    // No player is in this team, so that it keeps nobody from an invite.
    expect(problems).toContainEqual(
      expect.objectContaining({
        severity: 'warning',
        code: 'phone_too_short',
        sheet: { file: sheet, row: 3 },
      }),
    );
    const { stdout } = await run([
      'check',
      aCsv([{}, { player_first_name: 'Ava' }], PLAYER_FIELDS),
      '--teams',
      sheet,
    ]);
    expect(stdout.split(`${sheet}, row 2, column F (Monthly Fee): free`)).toHaveLength(2);
  });

  it('reports a cell that is empty in both', async () => {
    const sheet = teams(PANTHERS_SHEET.replace('07700 900001', ''));
    const { problems } = await checked(aCsv([{}], PLAYER_FIELDS), sheet);
    expect(problems).toContainEqual(
      expect.objectContaining({
        code: 'missing',
        field: 'team_manager_1_tel',
        row: 2,
        sheet: { file: sheet, row: 2 },
      }),
    );
  });

  it('still needs a column for what neither has', async () => {
    const { problems } = await checked(
      aCsv([{}], PLAYER_FIELDS),
      teams('Team,Manager\nPanthers,Jo Brook\n'),
    );
    expect(problems.filter(({ code }) => code === 'column_missing')).toHaveLength(4);
  });

  it('gives the age group by the team alone where there is one', async () => {
    const without = PLAYER_FIELDS.filter((field) => field !== 'age_group');
    const one = await checked(
      aCsv([{}], without),
      teams(PANTHERS_SHEET.replace(/Panthers,Under 12s.*\n/u, '')),
    );
    expect(one.summary).toMatchObject({ ready: 1 });
    const two = await checked(aCsv([{}], without), teams(PANTHERS_SHEET));
    expect(two.summary).toMatchObject({ ready: 0, refused: 1 });
  });

  it('names a sheet Teams of the list’s own workbook, and reads it with --teams', async () => {
    const record = PLAYER_FIELDS.map((field) => RECORD[field] ?? '');
    const rows = PANTHERS_SHEET.trim()
      .split('\n')
      .map((line) => line.split(','));
    const bytes = await aWorkbook({ Players: { rows: [PLAYER_FIELDS, record] }, Teams: { rows } });
    const file = aFile('club.xlsx', bytes);
    const without = documentIn(await run(['check', '--json', file]));
    expect(without).toMatchObject({ read_as: { sheet: 'Players' } });
    expect(JSON.stringify(without)).toContain('Add --teams with the name of this workbook');
    const { summary, problems } = await checked(file, file);
    expect(summary).toMatchObject({ ready: 1 });
    expect(problems.map(({ code }) => code)).not.toContain('other_sheets');
  });

  it.each([
    [['--teams', 'none.csv'], 3, 'There is no file none.csv.'],
    [['--teams', '-'], 2, "A teams' sheet is a file"],
    [['--same-team', 'Lion=Lions'], 2, "--same-team needs a teams' sheet."],
    [['--same-team', 'Lions'], 2, 'Write it as'],
  ])('stops with %j', async (words, exitCode, message) => {
    const ran = await run(['check', aCsv([{}]), ...words]);
    expect(ran).toMatchObject({ exitCode, stdout: '' });
    expect(ran.stderr).toContain(message);
  });

  it('refuses a team that the sheet does not have in --same-team', async () => {
    const wrong = ['--same-team', 'Panther u11s=Lions u11s'];
    const ran = await run(['check', aCsv([{}]), '--teams', teams(PANTHERS_SHEET), ...wrong]);
    expect(ran.exitCode).toBe(2);
    expect(ran.stderr).toContain('has no team Lions u11s.');
    expect(ran.stderr).toContain('Panthers u11s and Panthers u12s');
  });

  it('takes the place of TEAMS, which still works', async () => {
    const env = { TEAMS: 'Lions u9s' };
    const list = aCsv([{}]);
    const alone = await run(['check', list], { env });
    expect(alone.stdout).toContain("none of the club's teams in the settings");
    expect(alone.stderr).toContain('replaces the setting TEAMS, which still works');
    const both = await run(['check', list], { env: { ...env, TEAMS_FILE: teams(PANTHERS_SHEET) } });
    expect(both.stdout).not.toContain('the setting TEAMS');
    expect(both.stderr).toContain('The setting TEAMS is not used');
  });
});

const RECORD: { readonly [field in Field]?: string } = {
  player_first_name: 'John',
  player_last_name: 'Smith',
  team_name: 'Panthers',
  age_group: 'u11s',
  parent_first_name: 'Jane',
  parent_last_name: 'Smith',
  parent_tel: '07700 900123',
};
