import { expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { FIELDS } from '../../../src/domain/record/field.ts';
import { readListOf } from './read-list-of.ts';

const cell = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    '"',
    '""',
    ',',
    ';',
    '\n',
    '\r',
    '\r\n',
    '\t',
    'Zoë',
    'O’Neil',
    '07700 900123',
  ),
  fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll('\0', '').toWellFormed()),
);

const table = fc.record({
  delimiter: fc.constantFrom(',', ';', '\t'),
  lineEnd: fc.constantFrom('\n', '\r\n', '\r'),
  fields: fc.shuffledSubarray([...FIELDS], { minLength: 2 }),
  rows: fc.array(fc.array(cell, { minLength: FIELDS.length, maxLength: FIELDS.length }), {
    minLength: 1,
    maxLength: 8,
  }),
});

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

it('reads any table back cell by cell, with row numbers as in a spreadsheet', async () => {
  await fc.assert(
    fc.asyncProperty(table, async ({ delimiter, lineEnd, fields, rows }) => {
      const own = rows.map((cells) => cells.slice(0, fields.length));
      // With one ordinary row the file is neither empty nor detected as binary.
      own.push(fields.map(() => 'an ordinary cell of a length that outweighs control characters'));
      const lines = [fields, ...own].map((cells) => cells.map(quoted).join(delimiter));

      const list = await readListOf(lines.join(lineEnd));

      const filled = own.flatMap((cells, index) =>
        cells.every((text) => text.trim() === '') ? [] : [{ row: index + 2, cells }],
      );
      expect(list.readAs.delimiter).toBe(delimiter);
      expect(
        list.records.map(({ row, cells }) => ({
          row,
          cells: fields.map((field) => cells[field]?.value),
        })),
      ).toEqual(filled);
    }),
  );
});
