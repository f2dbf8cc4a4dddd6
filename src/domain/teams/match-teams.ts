import { writtenText } from '../record/cell/cell-text.ts';
import { parseField } from '../record/read-value.ts';
import { splitTeam, teamText, type ClubTeam } from '../record/values/club-teams.ts';
import { maybeSameTeam } from './similar-teams.ts';
import { VALUE_FIELDS, type SheetTeam, type TeamsSheet } from './teams-sheet.ts';

/** The row of a sheet that a team of the list belongs to. */
export type TeamMatch =
  | { readonly kind: 'row'; readonly team: SheetTeam }
  /** Several rows have this team, with different values. */
  | { readonly kind: 'twice'; readonly teams: readonly SheetTeam[] }
  /** `candidates`: rows that may be the same team, which a person has to say. */
  | { readonly kind: 'absent'; readonly candidates: readonly SheetTeam[] };

/** What the operator said of two spellings: that they are one team, or none of the sheet's. */
export type SameTeam = {
  /** The team as the list has it, with its age group. */
  readonly listed: string;
  /** The same team as the sheet has it; empty where the sheet does not have it. */
  readonly inSheet: string;
};

/** The teams of the list, or those of one request. */
export type TeamsToMatch = {
  readonly teams: readonly ClubTeam[];
  /**
   * Whether there are no others. A row of the sheet without an age group is used for a team with one
   * only if no other age group has a team of this name.
   */
  readonly areAll: boolean;
  readonly sameTeams: readonly SameTeam[];
};

/** Teams by `teamKey`, each with its row of the sheet. */
export type TeamMatches = ReadonlyMap<
  string,
  { readonly team: ClubTeam; readonly match: TeamMatch }
>;

/** Finds the row of each team. */
export function matchTeams(
  toMatch: TeamsToMatch,
  { teams }: Pick<TeamsSheet, 'teams'>,
): TeamMatches {
  const matchOf = (team: ClubTeam): TeamMatch =>
    chosenMatch(team, toMatch.sameTeams, teams) ??
    exactMatch(team, teams) ??
    matchByName(team, toMatch, teams) ?? {
      kind: 'absent',
      candidates: teams.filter((one) => maybeSameTeam(team, one)),
    };
  return new Map(toMatch.teams.map((team) => [teamKey(team), { team, match: matchOf(team) }]));
}

export function teamKey({ name, ageGroup }: ClubTeam): string {
  return JSON.stringify([name, ageGroup]);
}

/** The teams of a sheet that have this text, with or without spaces too many. */
export function teamsWritten(text: string, teams: readonly SheetTeam[]): readonly SheetTeam[] {
  const written = folded(text);
  return teams.filter((team) => folded(teamText(team)) === written);
}

function folded(text: string): string {
  return text.trim().replace(/\s+/gu, ' ');
}

function chosenMatch(
  team: ClubTeam,
  sameTeams: readonly SameTeam[],
  teams: readonly SheetTeam[],
): TeamMatch | null {
  const chosen = sameTeams.findLast(({ listed }) => folded(listed) === folded(teamText(team)));
  if (chosen === undefined) return null;
  return onlyOne(teamsWritten(chosen.inSheet, teams)) ?? { kind: 'absent', candidates: [] };
}

function exactMatch(team: ClubTeam, teams: readonly SheetTeam[]): TeamMatch | null {
  if (team.ageGroup === null) return null;
  return onlyOne(
    teams.filter((one) => {
      // A sheet with one column for both: "Panthers U11s".
      const { name, ageGroup } = one.ageGroup === null ? splitTeam(one.name) : one;
      return name === team.name && ageGroup === team.ageGroup;
    }),
  );
}

/** Where the list and the sheet together know one age group at most, the name is enough. */
function matchByName(
  team: ClubTeam,
  { teams: listed, areAll }: TeamsToMatch,
  teams: readonly SheetTeam[],
): TeamMatch | null {
  const sameName = (one: ClubTeam): boolean => one.name === team.name;
  const named = teams.filter(sameName);
  const known = [...named, ...listed.filter(sameName)].flatMap(({ ageGroup }) => ageGroup ?? []);
  const isClear = areAll || team.ageGroup === null;
  return isClear && new Set(known).size <= 1 ? onlyOne(named) : null;
}

function onlyOne(teams: readonly SheetTeam[]): TeamMatch | null {
  const [team, ...others] = teams;
  if (team === undefined) return null;
  return others.every((other) => haveSameValues(team, other))
    ? { kind: 'row', team }
    : { kind: 'twice', teams };
}

function haveSameValues(one: SheetTeam, other: SheetTeam): boolean {
  return VALUE_FIELDS.every((field) => {
    const [a, b] = [one, other].map(({ cells }) => {
      const value = cells[field]?.value;
      const read = parseField(field, value);
      return read.ok ? read.value : writtenText(value).trim();
    });
    return a === b;
  });
}
