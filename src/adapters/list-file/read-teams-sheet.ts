import { readTeamsHeadings } from '../../domain/list/headings/read-teams-headings.ts';
import { NOWHERE, type Finding } from '../../domain/problem/finding.ts';
import { InviteError } from '../../domain/problem/problem.ts';
import type { Field } from '../../domain/record/field.ts';
import type { Cell } from '../../domain/record/raw-record.ts';
import {
  readTeams,
  SHEET_FIELDS,
  TEAMS_NAME,
  type TeamsSheet,
} from '../../domain/teams/teams-sheet.ts';
import { namedField, visibleHeading } from './columns/headings.ts';
import { columnLetter } from './columns/match-columns.ts';
import { openList } from './open-list.ts';
import { readRawTable, type RawTable } from './raw-table.ts';

/** Many times the teams of a club. A longer file is a list of players, given by mistake. */
const MOST_TEAMS = 5000;

/** Enough rows to see that the cells of a column are not what its heading suggests. */
const SAMPLE_ROWS = 20;

/**
 * Reads a teams' sheet: a CSV, a workbook or JSON, as a list is read. In a workbook it is the sheet called
 * Teams, or else the only one with a list.
 *
 * @param name what the file is called in problems
 * @throws InviteError `teams_sheet_without_teams`, and for what is wrong with the file as a whole
 */
export async function readTeamsSheet(bytes: Uint8Array, name: string): Promise<TeamsSheet> {
  const table = await rawTable(bytes, name);
  const headings = table.headings.map(visibleHeading);
  const columns = headings.map((heading, at) => ({
    heading,
    field: namedField(heading)?.field ?? null,
    cells: table.rows.slice(0, SAMPLE_ROWS).map(({ cells }) => cells[at] ?? ''),
  }));
  const read = readTeamsHeadings(columns);
  const indexesOf = (field: Field): readonly number[] =>
    read.flatMap(({ take }, at) => (take === field ? [at] : []));
  const used = SHEET_FIELDS.flatMap((field) => {
    const [at, ...others] = indexesOf(field);
    return at === undefined || others.length > 0 ? [] : [{ field, at }];
  });
  if (indexesOf('team_name').length !== 1) {
    throw new InviteError({ code: 'teams_sheet_without_teams', file: name, headings });
  }
  if (table.rows.length === 0) throw new InviteError({ code: 'no_records', file: name });
  if (table.rows.length > MOST_TEAMS) {
    throw new InviteError({ code: 'too_many_records', file: name, limit: MOST_TEAMS });
  }
  const tooLong = table.rows.filter(({ cells }) =>
    cells.slice(headings.length).some((cell) => cell.trim() !== ''),
  );
  const inShape = table.rows.filter((row) => !tooLong.includes(row));
  const rows = inShape.map(({ row, cells }) => ({
    row,
    cells: Object.fromEntries(
      used.map(({ field, at }): readonly [Field, Cell] => [
        field,
        {
          value: cells[at] ?? '',
          column: table.isJson ? null : columnLetter(at),
          heading: headings[at] ?? '',
          sheet: { file: name, row, misread: table.misread },
        },
      ]),
    ),
  }));
  const { teams, findings } = readTeams(rows);
  const ofColumn = (at: number, detail: Finding['detail'], field: Field | null): Finding => ({
    ...NOWHERE,
    severity: 'warning',
    row: null,
    column: table.isJson ? null : columnLetter(at),
    heading: headings[at] ?? '',
    field,
    detail,
  });
  return {
    file: name,
    fields: new Set(used.map(({ field }) => field)),
    teams,
    findings: [
      ...SHEET_FIELDS.flatMap((field) => {
        const [first, ...others] = indexesOf(field);
        if (first === undefined || others.length === 0) return [];
        const named = [first, ...others].map((at) => `${columnLetter(at)} (${headings[at] ?? ''})`);
        const detail = { code: 'sheet_column_doubled', file: name, columns: named } as const;
        return [ofColumn(first, detail, field)];
      }),
      ...read.flatMap(({ take, ask }, at) =>
        take !== null || ask.length === 0
          ? []
          : [ofColumn(at, { code: 'sheet_column_unclear', file: name, fields: ask }, null)],
      ),
      ...tooLong.map(({ row, cells }): Finding => {
        const detail = {
          code: 'row_too_long',
          cells: cells.length,
          headings: headings.length,
        } as const;
        return { ...NOWHERE, severity: 'warning', row: null, sheet: { file: name, row }, detail };
      }),
      ...findings,
    ],
  };
}

/**
 * Opens a teams' sheet and reads it.
 *
 * @param nameOf makes what the file is called in problems from its path
 * @throws InviteError as `openList` and `readTeamsSheet` do
 */
export async function openTeamsSheet(
  file: string,
  nameOf: (path: string) => string = (path) => path,
): Promise<TeamsSheet> {
  const { bytes, name } = await openList(file);
  return await readTeamsSheet(bytes, nameOf(name));
}

async function rawTable(bytes: Uint8Array, name: string): Promise<RawTable> {
  try {
    return await readRawTable(bytes, { name, sheet: TEAMS_NAME });
  } catch (error) {
    const problem = error instanceof InviteError ? error.problem : null;
    if (problem?.code !== 'sheet_not_found') throw error;
    return await readRawTable(bytes, { name, sheet: null });
  }
}
