import { readHeading, secondParentField } from '../../../domain/list/headings/read-heading.ts';
import type { Cell, ParentField, RawRecord } from '../../../domain/record/raw-record.ts';
import type { ColumnReport } from './match-columns.ts';

type SecondParentColumn = Pick<ColumnReport, 'column' | 'heading'> & {
  readonly field: ParentField;
  readonly index: number;
};

/**
 * The columns of a second parent, one for each field. None where a field has several, or where there is no
 * phone or no first name, without which nobody can be written to.
 */
export function secondParentColumns(
  columns: readonly ColumnReport[],
): readonly SecondParentColumn[] {
  const found = columns.flatMap(({ column, heading, field: taken }, index) => {
    const field = taken === null ? secondParentField(heading) : null;
    return field === null ? [] : [{ field, column, heading, index }];
  });
  const byField = Map.groupBy(found, ({ field }) => field);
  const phones = byField.get('parent_tel') ?? [];
  const mobiles = phones.filter(({ heading }) => readHeading(heading).phone === 'mobile');
  if (phones.length > 1 && mobiles.length === 1) byField.set('parent_tel', mobiles);
  const isClear = [...byField.values()].every(({ length }) => length === 1);
  const hasName = byField.has('parent_first_name') || byField.has('parent_full_name');
  if (!isClear || !hasName || !byField.has('parent_tel')) return [];
  // A first and a last name of their own need no splitting.
  if (byField.has('parent_first_name')) byField.delete('parent_full_name');
  return [...byField.values()].flat();
}

/** The second parent's cells in a row; undefined where there is no phone. */
export function secondParentIn(
  columns: readonly SecondParentColumn[],
  values: readonly string[],
): RawRecord['secondParent'] {
  const phone = columns.find(({ field }) => field === 'parent_tel');
  if (phone === undefined || (values[phone.index] ?? '').trim() === '') return undefined;
  const cells: { [field in ParentField]?: Cell } = {};
  for (const { field, column, heading, index } of columns) {
    cells[field] = { value: values[index] ?? '', column, heading };
  }
  return cells;
}
