/** Where the cells of a sheet are. Rows and columns are counted from 1. */
export type CellArea = {
  readonly rows: number;
  readonly columns: number;
};

export type CellScan = {
  /** The area of all cells, also of those that have a format alone. */
  readonly all: CellArea;
  /** The area of the list: the cells that hold something, up to a wide gap without any. */
  readonly list: CellArea;
  /** The cells beyond that gap, and the first of them; null where there are none. */
  readonly far: { readonly cells: number; readonly first: string } | null;
  /** Whether a cell refers to the strings that all sheets share. */
  readonly sharesStrings: boolean;
};

/** Wider than any gap that a person leaves in a list. */
const WIDE_GAP_ROWS = 1000;
const WIDE_GAP_COLUMNS = 200;

/** What Excel has. A cell further out is none. */
const MOST_ROWS = 1_048_576;
const MOST_COLUMNS = 16_384;

const PIECE_BYTES = 1024 * 1024;
const TAG_START = 0x3c;
const CELL = /<(?:\w{1,20}:)?c\s([^<>]*)>/gu;
const PLACE = /\br=["']([A-Z]{1,3})(\d{1,7})["']/u;
const SHARED = /\bt=["']s["']/u;

/** Finds where the cells of a sheet are, without keeping any. */
export function scanCells(xml: Buffer): CellScan {
  const usedRows = new Uint32Array(MOST_ROWS + 1);
  const usedColumns = new Uint32Array(MOST_COLUMNS + 1);
  const all = { rows: 0, columns: 0 };
  let sharesStrings = false;
  const eachCell = (visit: (row: number, column: number, place: string) => void): void => {
    for (const piece of tagPieces(xml)) {
      for (const [, attributes = ''] of piece.matchAll(CELL)) {
        const place = PLACE.exec(attributes);
        if (place === null) continue;
        const [row, column] = [Number(place[2]), columnNumber(place[1] ?? '')];
        if (row > MOST_ROWS || column > MOST_COLUMNS) continue;
        all.rows = Math.max(all.rows, row);
        all.columns = Math.max(all.columns, column);
        sharesStrings ||= SHARED.test(attributes);
        if (!attributes.endsWith('/')) visit(row, column, `${place[1] ?? ''}${place[2] ?? ''}`);
      }
    }
  };
  eachCell((row, column) => {
    usedRows[row] = (usedRows[row] ?? 0) + 1;
    usedColumns[column] = (usedColumns[column] ?? 0) + 1;
  });
  const list = {
    rows: lastBeforeGap(usedRows, WIDE_GAP_ROWS),
    columns: lastBeforeGap(usedColumns, WIDE_GAP_COLUMNS),
  };
  const far = { cells: 0, first: '' };
  const used = {
    rows: usedRows.findLastIndex(Boolean),
    columns: usedColumns.findLastIndex(Boolean),
  };
  if (used.rows > list.rows || used.columns > list.columns) {
    eachCell((row, column, place) => {
      if (row <= list.rows && column <= list.columns) return;
      far.cells += 1;
      if (far.first === '') far.first = place;
    });
  }
  return { all, list, far: far.cells === 0 ? null : far, sharesStrings };
}

/** The text in pieces that end between two tags. Attributes are ASCII in all that is looked at. */
function* tagPieces(xml: Buffer): Generator<string> {
  let at = 0;
  while (at < xml.length) {
    const next = at + PIECE_BYTES;
    const tag = next >= xml.length ? xml.length : xml.lastIndexOf(TAG_START, next);
    const end = tag > at ? tag : Math.min(next, xml.length);
    yield xml.toString('latin1', at, end);
    at = end;
  }
}

function columnNumber(letters: string): number {
  let number = 0;
  for (const letter of letters) number = number * 26 + letter.charCodeAt(0) - 64;
  return number;
}

/** The last index in use before a gap of that width. */
function lastBeforeGap(used: Uint32Array, gap: number): number {
  let last = used.findIndex(Boolean);
  for (let index = Math.max(last, 0); index < used.length && index - last <= gap; index += 1) {
    if (used[index] !== 0) last = index;
  }
  return Math.max(last, 0);
}
