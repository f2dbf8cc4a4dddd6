import { parsePhone } from '../../domain/record/phone/phone.ts';
import { InviteError } from '../../domain/problem/problem.ts';
import { columnLetter } from './columns/match-columns.ts';
import { encodingOf, textPieces } from './csv/decode-text.ts';
import { delimiterOf, readCsv, type TableRow } from './csv/read-csv.ts';
import { fieldsToAskAbout, headingKey, matchHeading, visibleHeading } from './columns/headings.ts';
import { kindOf } from './kind.ts';
import { readJson } from './json/read-json.ts';

/** A phone number as somebody wrote it into a file, and where. */
export type WrittenNumber = {
  readonly row: number;
  readonly column: string | null;
  readonly heading: string | null;
  readonly value: unknown;
};

type Options = {
  /** What the file is called in problems. */
  readonly name: string;
  /** The heading that the operator named; undefined where they named none. */
  readonly heading: string | undefined;
  readonly sheet: string | null;
};

/** What a column of numbers is called where it is about nobody's parent. */
const NUMBER_HEADINGS: ReadonlySet<string> = new Set(
  ['number', 'tel', 'telephone', 'whatsapp', 'whatsapp number', 'to', 'from', 'contact'].map(
    headingKey,
  ),
);

/** Fewer digits are no number, not even one that is too short. */
const HOLDS_NUMBER = /(?:\d\D*){5}/u;

/**
 * The numbers in a file that has nothing else to tell: one a line, a table with a column of them, or
 * JSON. None is judged.
 *
 * @throws InviteError `number_column_unclear`, and for what is wrong with the file as a whole
 */
export async function readNumbers(
  bytes: Uint8Array,
  options: Options,
): Promise<readonly WrittenNumber[]> {
  const { name: file, sheet } = options;
  if (kindOf(bytes, file) === 'workbook')
    return numbersInTable(await workbookRows(bytes, options), options);
  if (sheet !== null) throw new InviteError({ code: 'sheet_not_found', file, sheet, sheets: [] });
  const encoding = encodingOf(bytes, file);
  const text = [...textPieces(bytes, encoding)].join('');
  if (/^\s*[[{]/u.test(text)) return numbersInJson(text, options);
  const rows: TableRow[] = [];
  const delimiter = delimiterOf([text]);
  await readCsv({ bytes, encoding, delimiter, file }, (row) => rows.push(row));
  return numbersInTable(rows, options);
}

async function workbookRows(
  bytes: Uint8Array,
  { name, sheet }: Options,
): Promise<readonly TableRow[]> {
  // The library for it is for workbooks alone.
  const { readWorkbook } = await import('./workbook/read-workbook.ts');
  const rows: TableRow[] = [];
  const options = {
    name,
    sheet,
    map: {},
    keptMap: null,
    set: new Set<never>(),
    leaveOut: [],
  };
  await readWorkbook(bytes, options, (row) => rows.push(row));
  return rows;
}

function numbersInTable(all: readonly TableRow[], options: Options): readonly WrittenNumber[] {
  const rows = all.filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));
  const first = rows[0]?.cells ?? [];
  const hasHeadings = !first.some((cell) => HOLDS_NUMBER.test(cell));
  const at = hasHeadings ? columnAmong(first, options) : onlyNumberIn(first, options);
  const heading = hasHeadings ? visibleHeading(first[at] ?? '') : null;
  const numbers = hasHeadings ? rows.slice(1) : rows;
  if (numbers.length === 0) throw new InviteError({ code: 'no_records', file: options.name });
  return numbers.map(({ row, cells }) => ({
    row,
    column: columnLetter(at),
    heading,
    value: cells[at],
  }));
}

function numbersInJson(text: string, options: Options): readonly WrittenNumber[] {
  const { rows } = readJson(text, options.name);
  const names = [...new Set(rows.flatMap(({ values }) => Object.keys(values ?? {})))];
  const name = names.length === 0 ? null : (names[columnAmong(names, options)] ?? null);
  return rows.map(({ row, values, element }) => ({
    row,
    column: null,
    heading: null,
    value: values === null || name === null ? element : values[name],
  }));
}

/** Which of the headings is the numbers': the one that surely is, else the only one that may be. */
function columnAmong(headings: readonly string[], { heading: named, name: file }: Options): number {
  const where = (is: (heading: string) => boolean): readonly number[] =>
    headings.flatMap((heading, at) => (is(heading) ? [at] : []));
  const filled = where((heading) => visibleHeading(heading) !== '');
  const choices =
    named === undefined
      ? [
          where((heading) => matchHeading(heading)?.field === 'parent_tel'),
          where(mayBeNumbers),
          filled,
        ]
      : [where((heading) => headingKey(heading) === headingKey(named))];
  const found = choices.find((columns) => columns.length > 0) ?? [];
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  throw unclear(file, headings);
}

function mayBeNumbers(heading: string): boolean {
  return (
    NUMBER_HEADINGS.has(headingKey(heading)) || fieldsToAskAbout(heading).includes('parent_tel')
  );
}

/** Without headings: the only cell that may be a number, else the only one that is. */
function onlyNumberIn(cells: readonly string[], { name: file }: Options): number {
  const where = (is: (cell: string) => boolean): readonly number[] =>
    cells.flatMap((cell, at) => (is(cell) ? [at] : []));
  const choices = [
    where((cell) => HOLDS_NUMBER.test(cell)),
    where((cell) => parsePhone(cell.trim()).ok),
  ];
  const [only] = choices.find((columns) => columns.length === 1) ?? [];
  if (only === undefined) {
    throw unclear(
      file,
      cells.map((_, at) => columnLetter(at)),
    );
  }
  return only;
}

function unclear(file: string, columns: readonly string[]): InviteError {
  return new InviteError({ code: 'number_column_unclear', file, columns });
}
