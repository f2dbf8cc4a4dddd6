import type { TeamProblem } from '../../domain/problem/finding.ts';
import { COLUMN_LABELS } from '../../domain/record/field.ts';
import type { FindingTexts } from '../advice.ts';
import { count, few, listed, rowsIn } from '../format.ts';

/** The most teams that one sentence names. */
const MOST_TEAMS = 8;

/** Problems between a list and its teams' sheet, and of the sheet's columns. */
export const TEAM_PROBLEMS: FindingTexts<TeamProblem> = {
  team_not_in_sheet: ({ detail: { file, team, candidates } }) => {
    const [first] = candidates;
    if (first === undefined) {
      return {
        message: `${team} is not in ${file}.`,
        fix: `Add a row for ${team} to ${file}, or put the name right in the list.`,
      };
    }
    const may = candidates.map((one) => `${one.team} (row ${one.row})`);
    return {
      message: `${team} is not in ${file}, where ${listed(may)} may be the same.`,
      fix: `Put one of the names right, or add ${sameTeamOption(team, first.team)} if it is the same team, or ${sameTeamOption(team, '')} if the sheet does not have it.`,
    };
  },
  team_twice_in_sheet: ({ detail: { file, team, rows } }) => ({
    message: `${file} has ${team} more than once, with different values: ${rowsIn(rows)}.`,
    fix: `Leave one of these rows in ${file}.`,
  }),
  sheet_differs: ({ detail: { file, row, value }, label }) => ({
    message: `Row ${row} of ${file} has another ${label}: ${value}.`,
    fix: "Put right the one that is wrong, or empty it: an empty cell of the list takes the value of the teams' sheet.",
  }),
  teams_without_players: ({ detail: { file, teams } }) => ({
    message: `${count(teams.length, 'team')} of ${file} ${teams.length === 1 ? 'has' : 'have'} no player in this list: ${few(
      teams.map(({ team, row }) => `${team} (row ${row})`),
      MOST_TEAMS,
    )}.`,
    fix: 'Nothing to do, unless players are missing from the list.',
  }),
  sheet_column_unclear: ({ detail: { file, fields }, heading }) => ({
    message: `${file} has a column "${heading}" that is not used: it may be the ${fields.map((field) => COLUMN_LABELS[field]).join(' or the ')}.`,
    fix: `Change its heading in ${file} to ${fields.join(' or ')}, if it is that.`,
  }),
  sheet_column_doubled: ({ detail: { file, columns }, label }) => ({
    message: `${file} has more than one column for the ${label}, so none is used: ${listed(columns)}.`,
    fix: `Leave one of them in ${file}.`,
  }),
};

/** The option that says which team of the sheet a team of the list is; empty for none. */
export function sameTeamOption(listedTeam: string, inSheet: string): string {
  return `--same-team "${listedTeam}=${inSheet}"`;
}
