import type { Finding } from '../problem/finding.ts';
import { placeOf } from '../record/cell-place.ts';
import { readCell } from '../record/cell/cell-text.ts';
import { canBeShared, FIELDS, type Field } from '../record/field.ts';
import type { Cell } from '../record/raw-record.ts';
import { parseField } from '../record/read-value.ts';
import type { AgeGroup } from '../record/values/age-group.ts';
import { teamText, type ClubTeam } from '../record/values/club-teams.ts';

/** What a teams' sheet can say of a team: what is the same for all its players. */
export const SHEET_FIELDS: readonly Field[] = FIELDS.filter(canBeShared);

/** The fields that a sheet gives for a team, beside those that name it. */
export const VALUE_FIELDS: readonly Field[] = SHEET_FIELDS.filter(
  (field) => field !== 'team_name' && field !== 'age_group',
);

type SheetCells = { readonly [field in Field]?: Cell };

/** One team of a teams' sheet. */
export type SheetTeam = ClubTeam & {
  /** The row as a spreadsheet numbers it; in JSON the number of the record, from 1. */
  readonly row: number;
  readonly cells: SheetCells;
};

/** What is the same for all players of a team, by team. */
export type TeamsSheet = {
  /** The name of the file. */
  readonly file: string;
  /** The fields that have a column. */
  readonly fields: ReadonlySet<Field>;
  readonly teams: readonly SheetTeam[];
  /** About the columns, and the rows whose team cannot be read. They concern no row of a list. */
  readonly findings: readonly Finding[];
};

/** The name of the sheet of a workbook that is its teams' sheet. */
export const TEAMS_NAME = 'Teams';

/** Whether a sheet of a workbook is its teams' sheet by its name. */
export function isTeamsName(sheet: string): boolean {
  return sheet.trim().toLowerCase() === TEAMS_NAME.toLowerCase();
}

/** Reads the teams of the rows of a sheet. A row whose team or age group cannot be read is left out. */
export function readTeams(
  rows: readonly Pick<SheetTeam, 'row' | 'cells'>[],
): Pick<TeamsSheet, 'teams' | 'findings'> {
  const teams: SheetTeam[] = [];
  const findings: Finding[] = [];
  for (const { row, cells } of rows) {
    const name = readNaming('team_name', cells.team_name);
    const isAgeGiven = cells.age_group !== undefined && !isBlank(cells.age_group);
    const ageGroup = isAgeGiven ? readNaming('age_group', cells.age_group) : null;
    for (const one of [name, ageGroup]) if (one !== null && 'detail' in one) findings.push(one);
    if ('detail' in name || (ageGroup !== null && 'detail' in ageGroup)) continue;
    teams.push({
      row,
      cells,
      name: name.value,
      ageGroup: ageGroup === null ? null : (ageGroup.value as AgeGroup),
    });
  }
  return { teams, findings };
}

function readNaming(
  field: 'team_name' | 'age_group',
  cell: Cell | undefined,
): Finding | { readonly value: string } {
  const read = parseField(field, cell?.value);
  if (read.ok) return read;
  const place = placeOf(0, field, cell ?? { value: '', column: null, heading: null });
  return { severity: 'warning', ...place, row: null, detail: read.problem };
}

/** Whether a cell says nothing. A placeholder such as `tbc` is no blank. */
export function isBlank(cell: Cell | undefined): boolean {
  if (cell === undefined) return true;
  const read = readCell(cell.value);
  return !read.ok && read.problem.code === 'missing';
}

/** The team and its row, for a text. */
export function namedTeam(team: SheetTeam): { readonly team: string; readonly row: number } {
  return { team: teamText(team), row: team.row };
}
