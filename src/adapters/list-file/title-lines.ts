import { NOWHERE, type Finding } from '../../domain/problem/finding.ts';
import { isData, isKnownHeading, isPhoneLike } from './columns/headings.ts';
import type { TableRow } from './csv/read-csv.ts';

/** The most rows that a table may have above its headings, without the blank ones. */
const MOST_TITLE_ROWS = 20;
/** A title, and a note or a date beside it. */
const MOST_TITLE_CELLS = 2;
/** Fewer known headings below other rows may be cells that only look like them. */
const FEWEST_HEADINGS = 2;

/** The day of the export. */
const DATE = /^\s*\d{1,4}([./-])\d{1,2}\1\d{1,4}\s*$/u;

export type TitleFilter = {
  readonly add: (row: TableRow) => void;
  /** Hands on what is left, and returns what there is to say about the rows above the headings. */
  readonly finish: () => readonly Finding[];
};

/**
 * Hands on the rows of a table from its headings on. Exports print a title, a date or the name of the
 * club above them. Nothing is taken for a title where the headings are not certain.
 */
export function titleFilter(next: (row: TableRow) => void): TitleFilter {
  let titles: TableRow[] = [];
  let headings: TableRow | null = null;
  let skipped = 0;
  let isDecided = false;
  const handOn = (): void => {
    isDecided = true;
    for (const row of titles) next(row);
    titles = [];
  };
  return {
    add: (row) => {
      if (isDecided) {
        next(row);
        return;
      }
      if (filledIn(row).length === 0) return;
      if (isHeadingsBelow(row, titles)) {
        headings = row;
        skipped = titles.length;
        titles = [];
        isDecided = true;
        next(row);
        return;
      }
      titles.push(row);
      if (!isTitle(row) || titles.length > MOST_TITLE_ROWS) handOn();
    },
    finish: () => {
      handOn();
      if (headings === null || skipped === 0) return [];
      const detail = { code: 'title_lines', rows: skipped } as const;
      return [{ ...NOWHERE, severity: 'warning', row: headings.row, detail }];
    },
  };
}

function filledIn({ cells }: TableRow): readonly string[] {
  return cells.filter((cell) => cell.trim() !== '');
}

function isTitle(row: TableRow): boolean {
  const filled = filledIn(row);
  return (
    filled.length <= MOST_TITLE_CELLS &&
    !filled.some((cell) => isPhoneLike(cell.trim()) && !DATE.test(cell))
  );
}

/** The first row of all needs no certainty: its headings may be unknown. */
function isHeadingsBelow(row: TableRow, titles: readonly TableRow[]): boolean {
  const filled = filledIn(row);
  const widest = Math.max(0, ...titles.map((title) => filledIn(title).length));
  const known = filled.filter(isKnownHeading).length;
  return (
    filled.length > Math.max(widest, titles.length === 0 ? MOST_TITLE_CELLS : 0) &&
    known >= FEWEST_HEADINGS &&
    !filled.some(isData)
  );
}
