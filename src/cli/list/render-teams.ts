import { FIELD_LABELS, isField } from '../../domain/record/field.ts';
import type { TeamsReport } from '../../domain/teams/join-list.ts';
import { count, listed, printable, cutTo } from '../../text/format.ts';
import type { Colours } from '../terminal/colours.ts';

/** Longer values are cut. */
const LONGEST_VALUE = 40;

/** What the teams' sheet gave to a list, one line for each team with players. */
export function renderTeams(report: TeamsReport, colours: Colours): readonly string[] {
  const lines = report.joined.map(({ team, row, players, filled }) => {
    const values = valuesOf(filled);
    const given = values.length === 0 ? 'nothing, since the list has it all' : listed(values);
    return `  row ${row}, ${printable(team)} (${count(players.length, 'player')}): ${given}`;
  });
  return [colours.bold(`From ${printable(report.file)}: ${teamsText(report)}`), ...lines];
}

function valuesOf(filled: TeamsReport['joined'][number]['filled']): readonly string[] {
  return Object.entries(filled).flatMap(([field, value]) =>
    isField(field) ? [`${FIELD_LABELS[field]} ${cutTo(printable(value), LONGEST_VALUE)}`] : [],
  );
}

/** `2 teams with 14 players; 1 team without players; 3 players whose team is not in it`. */
export function teamsText({ joined, withoutPlayers, notInSheet }: TeamsReport): string {
  return [
    `${count(joined.length, 'team')} with ${playersIn(joined)}`,
    ...(withoutPlayers.length > 0
      ? [`${count(withoutPlayers.length, 'team')} without players`]
      : []),
    ...(notInSheet.length > 0 ? [`${playersIn(notInSheet)} whose team is not in it`] : []),
  ].join('; ');
}

function playersIn(teams: readonly { readonly players: readonly number[] }[]): string {
  const rows = teams.reduce((sum, { players }) => sum + players.length, 0);
  return count(rows, 'player');
}

/** The same for `--json`. */
export function teamsJson({ file, joined, withoutPlayers, notInSheet }: TeamsReport): object {
  return {
    file,
    joined: joined.map(({ row, team, players, filled }) => ({ row, team, players, filled })),
    without_players: withoutPlayers.map(({ row, team }) => ({ row, team })),
    not_in_sheet: notInSheet.map(({ team, players }) => ({ team, players })),
  };
}
