import { ADDED_HEADINGS } from '../../../adapters/list-file/report-cells.ts';
import type { ReportLine } from '../../../application/report/report-line.ts';
import type {
  ReportPeople,
  ReportRows,
  RowToRing,
} from '../../../application/report/report-rows.ts';
import { explainReportRow, STATE_WORDS } from '../../../text/delivery/report-reason.ts';
import type { Mode } from '../../../domain/set-up/mode.ts';
import { printable } from '../../../text/format.ts';
import { wordFor } from '../../../text/mode-names.ts';
import { addedCells, type Cells } from './csv.ts';

export type TeamToRing = {
  readonly team: string;
  readonly manager: string;
  readonly managerNumber: string;
  readonly rows: readonly RowToRing[];
};

/** The people to ring, by team and its manager, in the order of the teams' names. */
export async function teamsToRing(rows: ReportRows): Promise<readonly TeamToRing[]> {
  const groups = new Map<string, TeamToRing & { readonly rows: RowToRing[] }>();
  for await (const row of rows()) {
    if (!row.needsPhoneCall) continue;
    const { people, line } = row;
    const name = JSON.stringify([people.team, people.manager, people.managerNumber]);
    const group = groups.get(name) ?? { ...managerOf(people), rows: [] };
    groups.set(name, group);
    group.rows.push({
      ...row,
      people: { ...people, ...managerOf(group) },
      line: line && kept(line),
    });
  }
  return [...groups.values()].toSorted((a, b) =>
    a.team.localeCompare(b.team, 'en-GB', { numeric: true }),
  );
}

function managerOf({
  team,
  manager,
  managerNumber,
}: Pick<ReportPeople, 'team' | 'manager' | 'managerNumber'>): Omit<TeamToRing, 'rows'> {
  return { team, manager, managerNumber };
}

function kept({ messageSid, at, state, delivery }: ReportLine): RowToRing['line'] {
  return { messageSid, at, state, delivery };
}

/** The list to ring as it is read at a terminal. */
export async function chaseText(rows: ReportRows, mode: Mode): Promise<string> {
  const teams = await teamsToRing(rows);
  if (teams.length === 0) return 'Nobody has to be rung.\n';
  return teams.map((team) => `${wordFor(mode)}${teamText(team)}`).join('\n');
}

function teamText({ team, manager, managerNumber, rows }: TeamToRing): string {
  const lead = [orUnknown(manager, 'no manager'), managerNumber].filter((part) => part !== '');
  const heading = `${orUnknown(team, 'No team')}: ${lead.join(', ')}`;
  const lines = rows.map((row) => {
    const { player, parent, number } = row.people;
    const { message, fix } = explainReportRow(row);
    const who = `  ${orUnknown(parent, 'no parent')}, ${orUnknown(number, 'no number')}  for ${orUnknown(player, 'a player without a name')}`;
    const why = [`${STATE_WORDS[row.state]}:`, message, fix].filter((part) => part !== null);
    return `${printable(who)}\n    ${printable(why.join(' '))}\n`;
  });
  return `${printable(heading)}\n${lines.join('')}`;
}

function orUnknown(text: string, unknown: string): string {
  return text === '' ? unknown : text;
}

/** The list to ring as a table. */
export async function* chaseCsv(rows: ReportRows): AsyncIterable<Cells> {
  yield ['Team', 'Manager', "Manager's number", 'Player', 'Parent', 'Number', ...ADDED_HEADINGS];
  for (const { team, manager, managerNumber, rows: members } of await teamsToRing(rows)) {
    for (const row of members) {
      const { player, parent, number } = row.people;
      yield [team, manager, managerNumber, player, parent, number, ...addedCells(row)];
    }
  }
}
