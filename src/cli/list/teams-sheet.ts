import type { ListFile } from '../../adapters/list-file/list-file.ts';
import { openTeamsSheet } from '../../adapters/list-file/read-teams-sheet.ts';
import { teamsFileIn } from '../../adapters/settings/run-settings.ts';
import { isSet, type Settings } from '../../adapters/settings/settings.ts';
import type { ListLoader, LoadedList } from '../../application/check/load-list.ts';
import type { Finding } from '../../domain/problem/finding.ts';
import { InviteError } from '../../domain/problem/problem.ts';
import type { Field } from '../../domain/record/field.ts';
import type { RecordRules } from '../../domain/record/read-value.ts';
import { teamText } from '../../domain/record/values/club-teams.ts';
import type { TeamJoin } from '../../domain/teams/fill-records.ts';
import { startJoining } from '../../domain/teams/join-list.ts';
import { teamsWritten } from '../../domain/teams/match-teams.ts';
import { isTeamsName, type TeamsSheet } from '../../domain/teams/teams-sheet.ts';
import { few } from '../../text/format.ts';
import { sameTeamOption } from '../../text/list/team-problem.ts';
import type { ListOptions } from '../command-line/options.ts';
import { settingsOf } from '../composition/settings-of.ts';
import type { Shell } from '../shell.ts';
import type { NamedList } from './named-list.ts';

/** The most teams that an error names. */
const MOST_NAMED = 8;

/** @throws InviteError `usage` where `--same-team` names a team that the sheet does not have */
function refuseUnknownTeams(
  sheet: TeamsSheet | null,
  { sameTeam = [] }: Pick<ListOptions, 'sameTeam'>,
): void {
  for (const { listed, inSheet } of sameTeam) {
    if (sheet === null) {
      throw new InviteError({
        code: 'usage',
        message: "--same-team needs a teams' sheet.",
        fix: 'Add --teams with its file, or leave out --same-team.',
      });
    }
    if (inSheet !== '' && teamsWritten(inSheet, sheet.teams).length === 0) {
      throw new InviteError({
        code: 'usage',
        message: `${sheet.file} has no team ${inSheet}.`,
        fix: `Name one that it has: ${few(sheet.teams.map(teamText), MOST_NAMED)}. For none of them, write ${sameTeamOption(listed, '')}.`,
      });
    }
  }
}

/** What a list needs no column for. A team is found in the sheet by its name, which the list has. */
export function fieldsIn({ fields }: TeamsSheet): ReadonlySet<Field> {
  return fields.difference(new Set<Field>(['team_name']));
}

/**
 * The teams' sheet that the options or the setting name; null without one.
 *
 * @param earlier the sheet that was read before: a run never sees a later change of the file
 * @throws InviteError `usage` where `--same-team` does not fit, and where the file cannot be read
 */
export async function teamsSheetFor(
  shell: Shell,
  options: ListOptions,
  earlier: TeamsSheet | null,
): Promise<TeamsSheet | null> {
  const file = options.teams ?? teamsFileIn(settingsOf(shell));
  const opened = async (name: string): Promise<TeamsSheet> =>
    earlier?.file === name ? earlier : await openTeamsSheet(name);
  const sheet = file === null ? null : await opened(file);
  refuseUnknownTeams(sheet, options);
  return sheet;
}

/** Says nothing of a sheet of the same workbook that is used as the teams' sheet. */
export function withoutTeamsSheet(
  list: ListFile,
  teams: TeamsSheet | null,
  file: string,
): ListFile {
  if (teams?.file !== file) return list;
  const findings = list.findings.flatMap((finding): readonly Finding[] => {
    const { detail } = finding;
    if (detail.code !== 'other_sheets') return [finding];
    const others = detail.others.filter((name) => !isTeamsName(name));
    return others.length === 0 ? [] : [{ ...finding, detail: { ...detail, others } }];
  });
  return { ...list, findings };
}

/** Where each team of the list is in the teams' sheet; null without a sheet. */
export async function joinTeams(
  { teams, options, readAgain }: Pick<NamedList, 'teams' | 'options' | 'readAgain'>,
  rules: RecordRules,
): Promise<TeamJoin | null> {
  if (teams === null) return null;
  const joiner = startJoining(teams, options.sameTeam ?? [], rules);
  await readAgain(joiner.add);
  return joiner.finish();
}

/** Makes the loader of a list; `join` has its teams' sheet, and is null without one. */
export type StartLoader<One> = (rules: RecordRules, join: TeamJoin | null) => ListLoader<One>;

/** Checks a list once more. */
export async function loadAgain<One>(
  list: NamedList,
  rules: RecordRules,
  start: StartLoader<One>,
): Promise<LoadedList<One>> {
  const loader = start(rules, await joinTeams(list, rules));
  await list.readAgain(loader.add);
  return loader.finish(list.findings);
}

/** The name of a sheet called Teams in the workbook of the list, where no teams' sheet is used; else null. */
export function unusedTeams({
  teams,
  findings,
}: Pick<NamedList, 'teams' | 'findings'>): string | null {
  if (teams !== null) return null;
  const others = findings.flatMap(({ detail }) =>
    detail.code === 'other_sheets' ? detail.others : [],
  );
  return others.find(isTeamsName) ?? null;
}

/** For standard error: that TEAMS is still read; empty where it is not set. */
export function teamsNotice(settings: Settings): string {
  if (!isSet(settings, 'TEAMS')) return '';
  return isSet(settings, 'TEAMS_FILE')
    ? 'The setting TEAMS is not used, since TEAMS_FILE has the teams. Take TEAMS out.\n'
    : "A teams' sheet (TEAMS_FILE) replaces the setting TEAMS, which still works.\n";
}
