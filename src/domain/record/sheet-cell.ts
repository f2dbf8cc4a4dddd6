import type { Field } from './field.ts';
import type { Cell } from './raw-record.ts';
import { memoizedReading, type Reading, type RecordRules } from './read-value.ts';

/**
 * Reads the cells of one field that are from a teams' sheet, which has an encoding of its own.
 *
 * @param readMade for a sheet whose encoding is certain
 */
export function sheetCellReader(
  field: Field,
  rules: RecordRules,
  readMade: (cell: unknown) => Reading,
): (cell: Cell) => Reading {
  let readMisread: typeof readMade | null = null;
  return ({ value, sheet }) => {
    const misread = sheet?.misread ?? null;
    if (misread === null) return readMade(value);
    readMisread ??= memoizedReading(field, rules, misread);
    return readMisread(value);
  };
}
