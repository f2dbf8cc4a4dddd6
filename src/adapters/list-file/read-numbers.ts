import { InviteError } from '../../domain/problem/problem.ts';
import { parsePhone } from '../../domain/record/phone/phone.ts';
import { fieldsToAskAbout, headingKey, matchHeading, visibleHeading } from './columns/headings.ts';
import { columnLetter } from './columns/match-columns.ts';
import type { TableRow } from './csv/read-csv.ts';
import type { JsonRow } from './json/read-json.ts';
import { readSource } from './read-source.ts';

/** A phone number as it is written in a file, and where. It may not be one. */
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

/** Headings of a column of numbers, beside those of a parent's number. */
const NUMBER_HEADINGS: ReadonlySet<string> = new Set(
  ['number', 'tel', 'telephone', 'whatsapp', 'whatsapp number', 'to', 'from', 'contact'].map(
    headingKey,
  ),
);

/** With fewer digits it is not even a number that is too short. */
const HOLDS_NUMBER = /(?:\d\D*){5}/u;

/**
 * The numbers in a file that is read for them alone: one a line, a table with a column of them, or
 * JSON. They are not checked.
 *
 * @throws InviteError `number_column_unclear`, and for what is wrong with the file as a whole
 */
export async function readNumbers(
  bytes: Uint8Array,
  options: Options,
): Promise<readonly WrittenNumber[]> {
  const rows: TableRow[] = [];
  const source = await readSource(bytes, options, (row) => rows.push(row));
  return source.format === 'json'
    ? numbersInJson(source.json.rows, options)
    : numbersInTable(rows, options);
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

function numbersInJson(rows: readonly JsonRow[], options: Options): readonly WrittenNumber[] {
  const names = [...new Set(rows.flatMap(({ values }) => Object.keys(values ?? {})))];
  const name = names.length === 0 ? null : (names[columnAmong(names, options)] ?? null);
  return rows.map(({ row, values, element }) => ({
    row,
    column: null,
    heading: null,
    value: values === null || name === null ? element : values[name],
  }));
}

/** The column of the numbers: the one with their heading, else the only one that could have it. */
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

/** Without headings: the only cell that could be a number, else the only one that is. */
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
