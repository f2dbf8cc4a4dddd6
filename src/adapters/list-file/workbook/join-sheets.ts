import type { Finding } from '../../../domain/problem/finding.ts';
import { rowOfSheet } from '../../../domain/record/row-place.ts';
import { headingKey, isKnownHeading, matchHeading } from '../columns/headings.ts';
import type { TableRow } from '../csv/read-csv.ts';
import type { ListOptions } from '../list-options.ts';

/** The rows of a sheet from its headings on. */
export type SheetTable = {
  readonly name: string;
  readonly rows: readonly TableRow[];
  readonly findings: readonly Finding[];
};

/** What may give the team, beside the headings. */
export type TeamSource = Partial<Pick<ListOptions, 'map' | 'set'>>;

/** The added column. A person has to say that it is the team. */
const SHEET_HEADING = 'Sheet';

/** Of the sheets that look like a list, the most that have the same headings, in the order of their tabs. */
export function sameColumns(tables: readonly SheetTable[]): readonly SheetTable[] {
  const lists = tables.filter(
    ({ rows }) => rows.length > 1 && headingsOf(rows).some((heading) => isKnownHeading(heading)),
  );
  const byHeadings = Map.groupBy(lists, ({ rows }) =>
    JSON.stringify(headingsOf(rows).map(headingKey)),
  );
  return [...byHeadings.values()].reduce(
    (most, group) => (group.length > most.length ? group : most),
    [],
  );
}

/**
 * The rows of several sheets under the headings of the first, each with its sheet in its number. Where no column has
 * the team, one is added with the names of the sheets. The rows of one sheet stay as they are.
 */
export function joinTables(tables: readonly SheetTable[], team: TeamSource): readonly TableRow[] {
  const [first] = tables;
  if (first === undefined || tables.length === 1) return first?.rows ?? [];
  const headings = headingsOf(first.rows);
  const addSheet = hasTeam(headings, team)
    ? (cells: readonly string[]) => cells
    : (cells: readonly string[], name: string) => [
        ...Array.from(headings, (_heading, index) => cells[index] ?? ''),
        name,
        // Cells without a heading stay without one, so that their row is left out.
        ...cells.slice(headings.length),
      ];
  const [top] = first.rows;
  const joined: TableRow[] = [
    { row: rowOfSheet(1, top?.row ?? 1), cells: addSheet(headings, SHEET_HEADING) },
  ];
  for (const [index, { name, rows }] of tables.entries()) {
    for (const { row, cells } of rows.slice(1)) {
      joined.push({ row: rowOfSheet(index + 1, row), cells: addSheet(cells, name) });
    }
  }
  return joined;
}

/** What there is to say about the sheets, with the rows of several numbered as `joinTables` numbers them. */
export function findingsOf(tables: readonly SheetTable[]): readonly Finding[] {
  return tables.flatMap(({ findings }, index) =>
    findings.map((finding) =>
      finding.row === null || tables.length === 1
        ? finding
        : { ...finding, row: rowOfSheet(index + 1, finding.row) },
    ),
  );
}

function headingsOf([first]: readonly TableRow[]): readonly string[] {
  const cells = first?.cells ?? [];
  return cells.slice(0, cells.findLastIndex((cell) => cell.trim() !== '') + 1);
}

function hasTeam(headings: readonly string[], { map, set }: TeamSource): boolean {
  const mapped = map?.team_name;
  if (set?.has('team_name') === true) return true;
  if (mapped !== undefined) return headingKey(mapped) !== headingKey(SHEET_HEADING);
  return headings.some((heading) => matchHeading(heading)?.field === 'team_name');
}
