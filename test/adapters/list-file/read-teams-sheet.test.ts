import { describe, expect, it } from '@jest/globals';
import { readTeamsSheet } from '../../../src/adapters/list-file/read-teams-sheet.ts';
import { teamText } from '../../../src/domain/record/values/club-teams.ts';
import { explainFinding } from '../../../src/text/list/finding.ts';
import { aWorkbook } from '../../support/workbook.ts';
import { explainedStop } from './read-list-of.ts';

const readSheet = async (content: string | Uint8Array) =>
  typeof content === 'string'
    ? await readTeamsSheet(new TextEncoder().encode(content), 'teams.csv')
    : await readTeamsSheet(content, 'club.xlsx');

const teamsOf = async (content: string | Uint8Array) =>
  (await readSheet(content)).teams.map((team) => [
    team.row,
    teamText(team),
    team.cells.team_manager_1_full_name?.value,
  ]);

const problemsOf = async (content: string) =>
  (await readSheet(content)).findings.map((finding) => [
    finding.sheet?.row ?? null,
    finding.column,
    finding.detail.code,
    explainFinding(finding).message,
  ]);

const HEADINGS = ['Team', 'Age', 'Manager'];
const LIONS = ['Lions', 'U9', 'Jo Brook'];

describe('a teams’ sheet', () => {
  it.each([
    ['a CSV', async () => 'Team,Age,Manager\nLions,U9,Jo Brook\n', 2],
    ['a CSV below a title', async () => 'Our teams\n\nTeam,Age,Manager\nLions,U9,Jo Brook\n', 4],
    ['a CSV with semicolons', async () => 'Team;Age;Manager\nLions;U9;Jo Brook\n', 2],
    [
      'JSON',
      async () => '[{"team_name":"Lions","age_group":"U9","team_manager_1_full_name":"Jo Brook"}]',
      1,
    ],
    ['a workbook', async () => await aWorkbook({ Sheet1: { rows: [HEADINGS, LIONS] } }), 2],
    [
      'the sheet Teams of a workbook of several',
      async () =>
        await aWorkbook({
          Players: {
            rows: [
              ['First Name', 'Team'],
              ['Ava', 'Lions'],
            ],
          },
          teams: { rows: [HEADINGS, LIONS] },
        }),
      2,
    ],
  ])('is read from %s', async (_what, content, row) => {
    expect(await teamsOf(await content())).toEqual([[row, 'Lions u9s', 'Jo Brook']]);
  });

  it('leaves out rows whose team or age group cannot be read, and says so', async () => {
    const csv = 'Team,Age,Manager\nLions,U9,Jo\n,U8,Sam\nBears,10-11,Kim\nOwls,U7,Lee,Fay\n';
    expect(await teamsOf(csv)).toEqual([[2, 'Lions u9s', 'Jo']]);
    expect(await problemsOf(csv)).toEqual([
      [5, null, 'row_too_long', expect.stringContaining('4 cells under 3 headings')],
      [3, 'A', 'missing', 'The team is missing.'],
      [4, 'B', 'age_group_malformed', expect.any(String)],
    ]);
  });

  it('uses no column that could be several things, or is there twice', async () => {
    const csv = 'Team,Fee,Manager,Team Manager\nLions,40,Jo,Sam\n';
    const sheet = await readSheet(csv);
    expect([...sheet.fields]).toEqual(['team_name']);
    expect(await problemsOf(csv)).toEqual([
      [
        null,
        'C',
        'sheet_column_doubled',
        "teams.csv has more than one column for the team manager's name, so none is used: C (Manager) and D (Team Manager).",
      ],
      [
        null,
        'B',
        'sheet_column_unclear',
        'teams.csv has a column "Fee" that is not used: it may be the membership fee or the monthly subscription.',
      ],
    ]);
  });

  it.each([
    ['Manager,Phone\nJo,07700 900001\n', 'teams_sheet_without_teams'],
    ['Team,Squad\nLions,Reds\n', 'teams_sheet_without_teams'],
    ['Team,Manager\n', 'no_records'],
    ['', 'file_empty'],
  ])('stops the run if it is %j', async (content, code) => {
    const problem = await explainedStop(async () => await readSheet(content));
    expect(problem.code).toBe(code);
    expect(problem.message).toContain('teams.csv');
  });
});
