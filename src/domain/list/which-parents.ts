import type { Finding } from '../problem/finding.ts';
import { NOWHERE } from '../problem/finding.ts';
import type { Cell, RawRecord } from '../record/raw-record.ts';
import { parseField } from '../record/read-value.ts';
import type { WhichParents } from './parent-choice.ts';

/** Without a choice, the second parents get nothing. */
export const USUAL_PARENTS: WhichParents = 'first';

/** The parents of a list whose rows may have two. */
export type ListParents = {
  readonly which: WhichParents;
  /** Whether the operator chose it. */
  readonly isChosen: boolean;
  /** The rows that have a phone of a second parent. */
  readonly rows: ReadonlySet<number>;
};

/** The records of a row: one for each parent who gets the invite. */
export function recordsFor(record: RawRecord, which: WhichParents): readonly RawRecord[] {
  const other = withSecondParent(record);
  if (other === null) return [record];
  switch (which) {
    case 'first':
      return [record];
    case 'second':
      return [other];
    case 'both':
    case 'each':
      return phoneIn(record) === phoneIn(other) ? [record] : [record, other];
    case 'mobile':
      return isMobile(record) || !isMobile(other) ? [record] : [other];
  }
}

/** The record with the second parent in place of the first; null if the row has none with a phone. */
function withSecondParent(record: RawRecord): RawRecord | null {
  const { secondParent, leftOut, shapeProblem, ...others } = record;
  if (secondParent === undefined || leftOut || shapeProblem !== null) return null;
  const {
    parent_first_name: _first,
    parent_last_name: _last,
    parent_full_name: _full,
    parent_tel: _phone,
    ...cells
  } = record.cells;
  return { ...others, leftOut, shapeProblem, cells: { ...cells, ...secondParent } };
}

/** The number, if it can be read as one, or else the text. */
function phoneIn({ cells }: RawRecord): string {
  const value = cells.parent_tel?.value;
  const phone = parseField('parent_tel', value);
  return phone.ok ? phone.value : textOf(value);
}

function isMobile({ cells }: RawRecord): boolean {
  return parseField('parent_tel', cells.parent_tel?.value).ok;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value.trim() : '';
}

/** Collects the rows with a second parent, and those in which only the second has a mobile. */
export function surveyParents(): {
  readonly see: (record: RawRecord) => void;
  readonly rows: ReadonlySet<number>;
  /** @param which the parents who get the invite */
  readonly findings: (chosen: WhichParents | null) => readonly Finding[];
} {
  const rows = new Set<number>();
  const unreached: { readonly row: number; readonly cell: Cell | undefined }[] = [];
  return {
    rows,
    see: (record) => {
      const other = withSecondParent(record);
      if (other === null) return;
      rows.add(record.row);
      if (!isMobile(record) && isMobile(other)) {
        unreached.push({ row: record.row, cell: record.cells.parent_tel });
      }
    },
    findings: (chosen) => {
      if (rows.size === 0 || (chosen ?? USUAL_PARENTS) !== 'first') return [];
      const left = { code: 'second_parents', rows: rows.size } as const;
      return [
        ...(chosen === null
          ? [{ severity: 'warning', row: null, ...NOWHERE, detail: left } as const]
          : []),
        ...unreached.map(({ row, cell }): Finding => {
          const { column = null, heading = null } = cell ?? {};
          const place = { row, column, heading, field: 'parent_tel', value: null } as const;
          return { severity: 'error', ...place, detail: { code: 'only_second_mobile' } };
        }),
      ];
    },
  };
}
