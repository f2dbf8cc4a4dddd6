import type { Finding } from '../problem/finding.ts';
import type { ColumnField } from './field.ts';
import type { Cell } from './raw-record.ts';
import { sheetRowOf } from './sheet-row.ts';

/** The place of a cell, for a finding. */
export function placeOf(
  row: number,
  field: ColumnField,
  cell: Cell,
): Omit<Finding, 'severity' | 'detail'> {
  const { column, heading, sheet } = cell;
  const place = { row, column, heading, field, value: shownValue(cell.value) };
  return sheet === undefined ? place : { ...place, sheet: sheetRowOf(sheet) };
}

/** A cell's value for display; null for an empty cell. */
export function shownValue(value: unknown): string | null {
  if (value === null || value === undefined || value === '') return null;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
