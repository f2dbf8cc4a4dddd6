import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { parseName, readCell } from '../../../../src/domain/record/cell/cell-text.ts';
import type { Parsed } from '../../../../src/domain/record/parsed.ts';

function readName(cell: unknown): Parsed<string> {
  const read = readCell(cell);
  return read.ok ? parseName(read.value) : read;
}

const anything = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
  fc.string({
    unit: fc.constantFrom(...'Zoë â€™Ã«\u00AD\u200B\u0301\u0007\t\n\u0085\u0092?*-TBC=#'.split('')),
  }),
);

describe('any name', () => {
  it('can stand in a message: one line, single spaces, no marks of formatting, never empty', () => {
    fc.assert(
      fc.property(anything, (written) => {
        const read = readName(written);
        if (!read.ok) return;
        expect(read.value).not.toMatch(/[\t\n\v\f\r\u0085\u2028\u2029*_~`]|\s\s|^\s|\s$|^$/u);
        expect(read.value).not.toMatch(/\p{Cc}/u);
        expect(read.value.length).toBeLessThanOrEqual(250);
      }),
    );
  });

  it('reads as itself once it has been read', () => {
    fc.assert(
      fc.property(anything, (written) => {
        const read = readName(written);
        if (read.ok) expect(readName(read.value)).toEqual({ ...read, repair: null });
      }),
    );
  });

  it('is reported as repaired whenever it differs from the cell, except in padding and Unicode normalisation', () => {
    fc.assert(
      fc.property(anything, (written) => {
        const read = readName(written);
        if (!read.ok) return;
        expect(read.repair === null).toBe(read.value === written.normalize('NFC').trim());
      }),
    );
  });
});
