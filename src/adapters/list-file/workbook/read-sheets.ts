import { readXlsx, type Sheet } from 'hucre/xlsx';
import type { ColumnProblem } from '../../../domain/problem/finding.ts';
import { InviteError } from '../../../domain/problem/problem.ts';
import { columnLetter } from '../columns/match-columns.ts';
import type { ZipEntry } from '../kind/zip-directory.ts';
import { withoutPhoneticGuides } from './phonetic-guides.ts';
import { scanCells, type CellArea, type CellScan } from './scan-cells.ts';
import { packed, workbookParts } from './workbook-parts.ts';

/** The library keeps a place for each cell of a sheet's area. A list has up to 4 million. */
const MOST_CELLS = 8_000_000;

export type ReadSheet = {
  readonly sheet: Sheet;
  /** What is left out of a sheet whose cells are far apart. */
  readonly problems: readonly ColumnProblem[];
};

type Zip = { readonly bytes: Uint8Array; readonly entries: readonly ZipEntry[] };
type Scanned = { readonly index: number; readonly scan: CellScan };
type ScannedZip = {
  readonly scanned: readonly Scanned[];
  /** As the library has to read it. */
  readonly bytes: Uint8Array;
};

/**
 * The worksheets of a workbook, in the order of its tabs. Charts have no cells and are passed over.
 * Where the cells of a sheet are far apart, its list is read without those beyond a wide gap.
 *
 * @throws InviteError `workbook_damaged` or `sheet_too_wide`
 */
export async function readSheets(zip: Zip, file: string): Promise<readonly ReadSheet[]> {
  const found = scan(zip);
  if (found === null) throw new InviteError({ code: 'workbook_damaged', file });
  const { scanned, bytes } = found;
  // The library takes no sheets to mean all.
  if (scanned.length === 0) return [];
  const isWide = scanned.reduce((sum, one) => sum + cellsIn(one.scan.all), 0) > MOST_CELLS;
  const areas = scanned.map((one) => (isWide ? one.scan.list : one.scan.all));
  const widest = areas.toSorted((a, b) => cellsIn(b) - cellsIn(a))[0];
  if (widest !== undefined && areas.reduce((sum, area) => sum + cellsIn(area), 0) > MOST_CELLS) {
    throw new InviteError({ code: 'sheet_too_wide', file, ...widest });
  }
  if (!isWide) {
    const read = await library(bytes, { sheets: scanned.map(({ index }) => index) }, file);
    return read.map((sheet) => ({ sheet, problems: [] }));
  }
  const sheets: ReadSheet[] = [];
  for (const {
    index,
    scan: { list, far: beyond },
  } of scanned) {
    const { rows, columns } = list;
    const range = `A1:${columnLetter(Math.max(columns, 1) - 1)}${Math.max(rows, 1)}`;
    // One after the other: together they would need the memory of all.
    // oxlint-disable-next-line no-await-in-loop
    const [sheet] = await library(bytes, { sheets: [index], range }, file);
    if (sheet === undefined) continue;
    const far = beyond === null ? [] : [farCells(sheet.name, beyond)];
    sheets.push({ sheet, problems: far });
  }
  return sheets;
}

/** Null where a part is missing or damaged. */
function scan({ bytes, entries }: Zip): ScannedZip | null {
  const parts = workbookParts(bytes, entries);
  if (parts === null) return null;
  const scanned: Scanned[] = [];
  for (const [index, xml] of parts.sheets.entries()) {
    if (xml === null) continue;
    const found = scanCells(xml);
    // The library reads a string that is not there as an empty cell.
    if (found.sharesStrings && parts.strings === null) return null;
    scanned.push({ index, scan: found });
  }
  const sheets = parts.sheets.map((xml) => (xml === null ? null : withoutPhoneticGuides(xml)));
  return { scanned, bytes: packed({ ...parts, sheets }) };
}

/** What the library throws for an area that fits is a fault of the workbook. */
async function library(
  bytes: Uint8Array,
  options: { readonly sheets: number[]; readonly range?: string },
  file: string,
): Promise<readonly Sheet[]> {
  const workbook = await readXlsx(bytes, options).catch(() => null);
  if (workbook === null) throw new InviteError({ code: 'workbook_damaged', file });
  return workbook.sheets;
}

function cellsIn({ rows, columns }: CellArea): number {
  return rows * columns;
}

function farCells(sheet: string, { cells, first }: NonNullable<CellScan['far']>): ColumnProblem {
  return { code: 'far_cells', sheet, cells, first };
}
