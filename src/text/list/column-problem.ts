import type { ColumnProblem } from '../../domain/problem/finding.ts';
import { canBeShared, isField, type ColumnField } from '../../domain/record/field.ts';
import { count, listed } from '../format.ts';
import type { Words } from '../words.ts';

/** What is wrong with the columns, in words. */
export const COLUMN_PROBLEMS: Words<ColumnProblem> = {
  column_missing: ({ label, field }) => ({
    message: `There is no column for the ${label}.`,
    fix: fixForColumn(field),
  }),
  column_doubled: ({ detail, label, field }) => ({
    message: `The ${label} stands in more than one column: ${detail.columns.join(', ')}.`,
    fix: `Take one out, or choose with --map ${field ?? ''}="Heading".`,
  }),
  column_ambiguous: ({ detail, label, field, heading }) => ({
    message: `There is no column that is surely the ${label}; ${detail.columns.join(' or ')} may be.`,
    fix: `If it is, say so with --map ${field ?? ''}="${heading}".`,
  }),
  unknown_fields: ({ detail }) => ({
    message: `Fields that an invite does not use: ${detail.names.join(', ')}.`,
    fix: 'Nothing to do, unless one of them is misspelt.',
  }),
  status_column: ({ detail, heading }) => ({
    message: `A column says who is still there or agreed: ${detail.values.map(({ value, rows }) => `${value === '' ? '(empty)' : value} in ${count(rows, 'row')}`).join(', ')}.`,
    fix: `Leave rows out with --leave-out "${heading}=${detail.values.at(-1)?.value ?? 'value'}" or another of these; at a terminal "send" asks.`,
  }),
  hidden_rows: ({ detail }) => ({
    message: `${count(detail.rows, 'row')} of the sheet ${detail.sheet} ${detail.rows === 1 ? 'is' : 'are'} hidden, by a filter or by hand, and left out.`,
    fix: 'Leave it so, or show all rows and save if they belong to the list.',
  }),
  other_sheets: ({ detail }) => ({
    message: `Only the sheet ${detail.sheet} is read; there is also ${listed(detail.others)}.`,
    fix: 'Add --sheet "Name" if the list is another one.',
  }),
};

function fixForColumn(field: ColumnField | null): string {
  if (field === null) return 'Add the column.';
  const forAll =
    isField(field) && canBeShared(field) ? `, or give one value for all with --set ${field}=…` : '';
  return `Add a column with the heading ${field}, or name the one that has it with --map ${field}="Heading"${forAll}.`;
}
