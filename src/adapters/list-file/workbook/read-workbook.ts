import { NOWHERE, type ColumnProblem, type Finding } from '../../../domain/problem/finding.ts';
import { InviteError } from '../../../domain/problem/problem.ts';
import { startEncodingSurvey } from '../../../domain/record/cell/other-encoding.ts';
import type { OtherEncoding } from '../../../domain/record/cell/windows-1252.ts';
import { isTeamsName } from '../../../domain/teams/teams-sheet.ts';
import { isKnownHeading } from '../columns/headings.ts';
import type { TableRow } from '../csv/read-csv.ts';
import type { ListOptions } from '../list-options.ts';
import { titleFilter } from '../title-lines.ts';
import {
  findingsOf,
  joinTables,
  sameColumns,
  type SheetTable,
  type TeamSource,
} from './join-sheets.ts';
import { readSheets } from './read-sheets.ts';
import { fillMerged, hiddenFromView, type SheetLook } from './sheet-findings.ts';

/** The value of a cell: for a formula its last result; a date has no time zone. */
type WorkbookCell = string | number | boolean | Date | null;

type Sheet = SheetLook & {
  readonly problems: readonly ColumnProblem[];
  readonly isHidden: boolean;
  readonly rows: readonly (readonly WorkbookCell[])[];
  readonly isRowHidden: (index: number) => boolean;
};

type Zip = Parameters<typeof readSheets>[0];

export type ReadSheets = {
  /** The names of the sheets that were read: one, or more with `--sheet all`. */
  readonly sheets: readonly string[];
  readonly findings: readonly Finding[];
};

type Options = Pick<ListOptions, 'name' | 'sheet' | 'progress'> & TeamSource;

/** Takes what is read. */
type Reader = {
  readonly add: (row: TableRow) => void;
  /**
   * Called before the first row, if the text of the sheet was probably in another encoding before a program
   * imported it.
   */
  readonly misread: (encoding: OtherEncoding) => void;
};

/** Reads the sheets with the same columns together, unless one has this name. */
const ALL_SHEETS = 'all';

/** More than are looked through for headings, blank ones included. */
const MOST_ROWS_ABOVE = 100;

/** The part of the work that ends when the library has read the cells. */
const READ_SHARE = 0.5;

/**
 * Hands on the visible rows of the sheet that is the list, or of several: their rows are numbered by
 * `rowOfSheet`.
 *
 * @throws InviteError `workbook_damaged`, `sheet_too_wide`, `sheet_unclear`, `sheet_not_found` or `file_empty`, and
 *   what `add` throws
 */
export async function readWorkbook(
  zip: Zip,
  options: Options,
  { add, misread }: Reader,
): Promise<ReadSheets> {
  const sheets = await sheetsIn(zip, options.name);
  options.progress?.(READ_SHARE);
  const tables = tablesOf(sheets, options);
  const rows = joinTables(tables, options);
  const encoding = misreadEncodingIn(rows);
  if (encoding !== null) misread(encoding);
  for (const [index, row] of rows.entries()) {
    options.progress?.(READ_SHARE + (1 - READ_SHARE) * (index / rows.length));
    add(row);
  }
  const read = tables.map(({ name }) => name);
  const others = sheets
    .filter((sheet) => !sheet.isHidden && holdsData(sheet) && !read.includes(sheet.name))
    .map(({ name }) => name);
  return {
    sheets: read,
    findings: [...findingsOf(tables), ...notRead(read, others)],
  };
}

/** The sheets to read, with what there is to say about each. */
function tablesOf(sheets: readonly Sheet[], options: Options): readonly SheetTable[] {
  const isAll = options.sheet?.trim().toLowerCase() === ALL_SHEETS;
  if (!isAll || named(sheets, ALL_SHEETS) !== undefined) return [tableOf(chosen(sheets, options))];
  const lists = sameColumns(
    sheets.filter((sheet) => !sheet.isHidden && holdsData(sheet)).map(tableOf),
  );
  return lists.length > 0 ? lists : [tableOf(chosen(sheets, { ...options, sheet: null }))];
}

function tableOf(sheet: Sheet): SheetTable {
  const { rows, hidden } = visibleRows(sheet);
  const filled = fillMerged(rows, sheet);
  const kept: TableRow[] = [];
  const titles = titleFilter((row) => kept.push(row));
  for (const row of filled.rows) titles.add(row);
  return {
    name: sheet.name,
    rows: kept,
    findings: [
      ...titles.finish(),
      ...(hidden === 0 ? [] : [warning({ code: 'hidden_rows', sheet: sheet.name, rows: hidden })]),
      ...[...sheet.problems, ...filled.problems, ...hiddenFromView(filled.rows, sheet)].map(
        warning,
      ),
    ],
  };
}

function notRead(read: readonly string[], others: readonly string[]): readonly Finding[] {
  const [sheet = ''] = read;
  if (others.length === 0) return [];
  return [
    warning(
      read.length === 1
        ? { code: 'other_sheets', sheet, others }
        : { code: 'sheets_left_out', sheets: read, others },
    ),
  ];
}

async function sheetsIn(zip: Zip, file: string): Promise<readonly Sheet[]> {
  return (await readSheets(zip, file)).map(({ sheet, problems }): Sheet => {
    const { name, hidden, veryHidden, rows, rowDefs, columns = [], merges = [], cells } = sheet;
    return {
      name,
      problems,
      isHidden: hidden === true || veryHidden === true,
      rows,
      columns,
      merges,
      unsaved: [...(cells ?? [])].flatMap(([place, { formula, value }]) =>
        formula !== undefined && (value === null || value === '') ? [place] : [],
      ),
      // Some programs hide a row by its height.
      isRowHidden: (index) => {
        const row = rowDefs?.get(index);
        return row?.hidden === true || row?.height === 0;
      },
    };
  });
}

/** A workbook has no encoding of its own, but one that its text may have had in a CSV before. */
function misreadEncodingIn(rows: readonly TableRow[]): OtherEncoding | null {
  const survey = startEncodingSurvey();
  for (const { cells } of rows) survey.add(cells.join('\n'));
  return survey.finish();
}

function chosen(
  sheets: readonly Sheet[],
  { name: file, sheet: asked }: Pick<ListOptions, 'name' | 'sheet'>,
): Sheet {
  if (asked !== null) {
    const found = named(sheets, asked);
    if (found !== undefined) return found;
    const names = sheets.filter(({ isHidden }) => !isHidden).map(({ name }) => name);
    throw new InviteError({ code: 'sheet_not_found', file, sheet: asked, sheets: names });
  }
  const filled = sheets.filter((sheet) => !sheet.isHidden && holdsData(sheet));
  const withHeadings = filled.filter(hasHeadings);
  // The teams' sheet of a workbook is no list of players.
  const players = withHeadings.filter(({ name }) => !isTeamsName(name));
  const lists = players.length > 0 ? players : withHeadings;
  if (lists.length > 1) {
    throw new InviteError({ code: 'sheet_unclear', file, sheets: lists.map(({ name }) => name) });
  }
  const list = lists[0] ?? filled[0];
  if (list === undefined) throw new InviteError({ code: 'file_empty', file });
  return list;
}

function named(sheets: readonly Sheet[], asked: string): Sheet | undefined {
  return (
    sheets.find(({ name }) => name === asked) ??
    sheets.find(({ name }) => name.trim().toLowerCase() === asked.trim().toLowerCase())
  );
}

/** The rows that are not blank, and the number of those that are hidden. The first is never hidden. */
function visibleRows({ rows, isRowHidden }: Sheet): {
  readonly rows: readonly TableRow[];
  readonly hidden: number;
} {
  let hidden = 0;
  const visible: TableRow[] = [];
  for (const [index, row] of rows.entries()) {
    if (isBlank(row)) continue;
    if (visible.length > 0 && isRowHidden(index)) hidden += 1;
    else visible.push({ row: index + 1, cells: row.map(cellText) });
  }
  return { rows: visible, hidden };
}

/** Whether its first row is headings, or the first below its title lines. */
function hasHeadings({ rows }: Sheet): boolean {
  const top: TableRow[] = [];
  const titles = titleFilter((row) => top.push(row));
  for (const [index, row] of rows.slice(0, MOST_ROWS_ABOVE).entries()) {
    titles.add({ row: index + 1, cells: row.map(cellText) });
  }
  titles.finish();
  return top[0]?.cells.some((cell) => isKnownHeading(cell)) === true;
}

function holdsData({ rows }: Sheet): boolean {
  return rows.some((row) => !isBlank(row));
}

function isBlank(row: readonly WorkbookCell[]): boolean {
  return row.every((cell) => cellText(cell).trim() === '');
}

function warning(detail: ColumnProblem): Finding {
  return { ...NOWHERE, severity: 'warning', row: null, detail };
}

/** The precision with which Excel calculates. */
const DIGITS = 15;

/** A cell as text: numbers without an exponent, as phones need, and dates as yyyy-mm-dd. */
function cellText(cell: WorkbookCell): string {
  if (cell === null) return '';
  if (typeof cell === 'string') return cell;
  if (typeof cell === 'number') return numberText(cell);
  if (typeof cell === 'boolean') return cell ? 'TRUE' : 'FALSE';
  return Number.isNaN(cell.getTime()) ? '' : cell.toISOString().slice(0, 'yyyy-mm-dd'.length);
}

function numberText(value: number): string {
  return Number.isSafeInteger(value) ? String(value) : String(Number(value.toPrecision(DIGITS)));
}
