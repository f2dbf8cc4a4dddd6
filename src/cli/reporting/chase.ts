import { ADDED_HEADINGS } from '../../adapters/list-file/report-cells.ts';
import type { ReportPeople, ReportRow } from '../../application/report-rows.ts';
import { explainReportRow, STATE_WORDS } from '../explain/report-reason.ts';
import type { Mode } from '../../domain/mode.ts';
import { printable } from '../render.ts';
import { wordFor } from '../sending/mode-names.ts';
import { addedCells } from './csv-rows.ts';

export type TeamToRing = {
  readonly team: string;
  readonly manager: string;
  readonly managerNumber: string;
  readonly rows: readonly ReportRow[];
};

/** The people to ring, by team and its manager, in the order of the teams' names. */
export function teamsToRing(rows: readonly ReportRow[]): readonly TeamToRing[] {
  const groups = Map.groupBy(
    rows.filter((row) => row.isToBeRung),
    ({ people }) => JSON.stringify([people.team, people.manager, people.managerNumber]),
  );
  return [...groups.values()]
    .flatMap((members) => {
      const [first] = members;
      return first === undefined ? [] : [{ ...managerOf(first.people), rows: members }];
    })
    .toSorted((a, b) => a.team.localeCompare(b.team, 'en-GB', { numeric: true }));
}

function managerOf({ team, manager, managerNumber }: ReportPeople): Omit<TeamToRing, 'rows'> {
  return { team, manager, managerNumber };
}

/** The list to ring as it is read at a terminal. */
export function chaseText(rows: readonly ReportRow[], mode: Mode): string {
  const teams = teamsToRing(rows);
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
export function chaseCsv(rows: readonly ReportRow[]): readonly (readonly string[])[] {
  return [
    ['Team', 'Manager', "Manager's number", 'Player', 'Parent', 'Number', ...ADDED_HEADINGS],
    ...teamsToRing(rows).flatMap(({ team, manager, managerNumber, rows: members }) =>
      members.map((row) => [
        team,
        manager,
        managerNumber,
        row.people.player,
        row.people.parent,
        row.people.number,
        ...addedCells(row),
      ]),
    ),
  ];
}
