import { FIELDS } from '../../domain/record/field.ts';
import type { RecordRules } from '../../domain/record/read-value.ts';
import { teamText, type ClubTeam } from '../../domain/record/values/club-teams.ts';
import { teamReader } from '../../domain/teams/fill-records.ts';
import { teamKey } from '../../domain/teams/match-teams.ts';
import { readList } from './list-file.ts';
import { openList } from './open-list.ts';
import { CSV_START, csvLine } from './report-cells.ts';

/** What decides the team of a row, and needs a column. */
const NAMING: ReadonlySet<string> = new Set(['team_name', 'age_group']);

export type TeamsOfList = {
  /** With their age groups, each once, in the order of their names. */
  readonly teams: readonly ClubTeam[];
  /** The number of rows whose team or age group cannot be read. */
  readonly unread: number;
};

/**
 * The teams of a list.
 *
 * @throws InviteError where the file as a whole cannot be read as a list
 */
export async function teamsOfList(file: string, now: Date): Promise<TeamsOfList> {
  const { bytes, name } = await openList(file);
  const rules: RecordRules = {
    now,
    exampleNumbersAllowed: true,
    set: {},
    agreed: new Set(),
    teams: [],
  };
  const teamOf = teamReader(rules);
  const teams = new Map<string, ClubTeam>();
  let unread = 0;
  const options = {
    name,
    map: {},
    keptMap: null,
    set: new Set(FIELDS.filter((field) => !NAMING.has(field))),
    leaveOut: [],
    include: [],
    decisions: [],
    sheet: null,
  };
  await readList(bytes, options, (record) => {
    const team = teamOf(record);
    if (team !== null) teams.set(teamKey(team), team);
    else if (!record.leftOut) unread += 1;
  });
  const collator = new Intl.Collator('en-GB', { numeric: true });
  const sorted = [...teams.values()].toSorted((a, b) => collator.compare(teamText(a), teamText(b)));
  return { teams: sorted, unread };
}

const HEADINGS = [
  'Team',
  'Age Group',
  'Manager',
  'Manager Phone',
  'Joining Fee',
  'Monthly Fee',
  'Season',
];

/** A teams' sheet as a CSV, in which only the team and the age group are filled in. */
export function emptyTeamsSheet(teams: readonly ClubTeam[]): string {
  const rows = teams.map(({ name, ageGroup }) =>
    csvLine([name, ageGroup ?? '', ...HEADINGS.slice(2).map(() => '')]),
  );
  return [CSV_START, csvLine(HEADINGS), ...rows].join('');
}
