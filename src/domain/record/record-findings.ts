import type { ColumnField, Field } from './field.ts';
import type { RepairOffer } from './repair-offer.ts';
import type { Finding, Repaired } from '../problem/problem.ts';
import type { Repair, Reading } from './read-value.ts';
import type { Cell } from './raw-record.ts';

/** What is found while a record is read. */
export type Found = {
  readonly findings: Finding[];
  readonly mended: Repaired[];
  readonly offers: RepairOffer[];
};

/** Keeps what is to be told of one cell. Mends are kept apart: those of a full name are two fields'. */
export function note(
  found: Found,
  row: number,
  field: ColumnField,
  cell: Cell,
  { findings, offers }: Reading,
): void {
  for (const { severity, detail } of findings) {
    found.findings.push({ severity, ...placeOf(row, field, cell), detail });
  }
  found.offers.push(...offers);
}

export function addRepairs(
  found: Found,
  row: number,
  field: Field,
  { column }: Cell,
  mends: readonly Repair[],
): void {
  for (const mend of mends) found.mended.push({ row, column, field, ...mend });
}

/** A cell as a place to point at. */
export function placeOf(
  row: number,
  field: ColumnField,
  cell: Cell,
): Omit<Finding, 'severity' | 'detail'> {
  const { column, heading } = cell;
  return { row, column, heading, field, value: shownValue(cell.value) };
}

/** What a person is shown of a cell; null where there is nothing to show. */
export function shownValue(value: unknown): string | null {
  if (value === null || value === undefined || value === '') return null;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
