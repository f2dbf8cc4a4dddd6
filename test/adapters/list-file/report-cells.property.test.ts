import { expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { Delimiter } from '../../../src/adapters/list-file/csv/delimiter.ts';
import { readRawTable } from '../../../src/adapters/list-file/raw-table.ts';
import {
  ADDED_HEADINGS,
  CSV_START,
  csvLine,
} from '../../../src/adapters/list-file/report-cells.ts';
import { FIELDS } from '../../../src/domain/record/field.ts';
import { readListOf } from './read-list-of.ts';

const HOSTILE = [
  '=',
  '+',
  '-',
  '@',
  "'",
  '"',
  '\t',
  '\r',
  '\n',
  ' ',
  ',',
  ';',
  '0',
  '1/2',
  '\uFF1D',
];
const cell = fc.oneof(
  fc
    .array(fc.constantFrom(...HOSTILE, 'Zoë', '07700 900123'), { maxLength: 4 })
    .map((parts) => parts.join('')),
  fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll('\0', '').toWellFormed()),
);
const width = FIELDS.length;
const table = fc.record({
  delimiter: fc.constantFrom(',' as const, ';' as const, '\t' as const),
  rows: fc.array(fc.array(cell, { minLength: width, maxLength: width }), { maxLength: 6 }),
});

/** With one ordinary row the file is not detected as binary. */
const ORDINARY = FIELDS.map(() => 'an ordinary cell of a length that outweighs control characters');
const ADDED = ['=state', '@reason', '+fix', '-sid', '\twhen'];

function reportCsv(rows: readonly (readonly string[])[], delimiter?: Delimiter): string {
  return `${CSV_START}${rows.map((cells) => csvLine(cells, delimiter)).join('')}`;
}

it('reads any cells of a report back unchanged', async () => {
  await fc.assert(
    fc.asyncProperty(table, async ({ delimiter, rows }) => {
      const own = [...rows, ORDINARY];
      const csv = reportCsv(
        [[...FIELDS, ...ADDED_HEADINGS], ...own.map((cells) => [...cells, ...ADDED])],
        delimiter,
      );
      const filled = own.flatMap((cells, at) =>
        cells.every((text) => text.trim() === '') ? [] : [{ row: at + 2, cells }],
      );

      const list = await readListOf(csv);
      expect(
        list.records.map(({ row, cells }) => ({
          row,
          cells: FIELDS.map((field) => cells[field]?.value),
        })),
      ).toEqual(filled);
      expect(list.findings).toEqual([]);
      expect(list.statusColumns).toEqual([]);

      const raw = await readRawTable(Buffer.from(csv), { name: 'report.csv', sheet: null });
      expect(raw.delimiter).toBe(delimiter);
      expect(raw.headings).toEqual(FIELDS);
      expect(
        raw.rows.map(({ row, cells }) => ({ row, cells: FIELDS.map((_, at) => cells[at] ?? '') })),
      ).toEqual(
        filled.map(({ row, cells }) => {
          const end = cells.findLastIndex((text) => text.trim() !== '');
          return { row, cells: cells.map((text, at) => (at > end ? '' : text)) };
        }),
      );
    }),
  );
});

it('starts no cell with what a spreadsheet runs as a formula', () => {
  fc.assert(
    fc.property(cell, (text) => {
      const [line = ''] = reportCsv([[text]])
        .slice(1)
        .split('\r\n', 1);
      expect(line).not.toMatch(/^"?\s*[=+\-@\uFF1D]/u);
      expect(line).not.toMatch(/^"?[\t\r]/u);
    }),
  );
});

it.each([
  ["'07700900123", '07700900123'],
  ["'+44 7700 900123", '+44 7700 900123'],
  ["'447700900123", '447700900123'],
  ["'4.477E+11", '4.477E+11'],
  ["'9/10", '9/10'],
  ["'2011-12", '2011-12'],
  ["''tis", "'tis"],
  ['07700 900123', '07700 900123'],
  ['2026-27', '2026-27'],
  ['u11s', 'u11s'],
  ['26.50', '26.50'],
  ['40', '40'],
])('writes %s for the cell %s of the list', (written, text) => {
  expect(reportCsv([[text]])).toBe(`\uFEFF${written}\r\n`);
});
