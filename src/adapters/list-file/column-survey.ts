import { NOWHERE, type Finding } from '../../domain/problem.ts';
import { columnLetter } from './column-letter.ts';
import type { ColumnDoubt, StatusColumn } from './doubt.ts';
import { isStatusHeading } from './headings.ts';
import type { AskedColumns, ColumnReport } from './match-columns.ts';

/** A column with more values than this is told apart by something else than a status. */
const MOST_STATUS_VALUES = 50;

/** As many cells as show a person what a column holds. */
const MOST_SAMPLES = 3;

export type ColumnSurvey = {
  /** To be called for every row of the list. */
  readonly see: (cells: readonly string[]) => void;
  /** The columns that need a person's word, with what stands in them. */
  readonly doubts: () => readonly ColumnDoubt[];
  readonly statusColumns: () => readonly StatusColumn[];
};

type Seen = { readonly value: string; rows: number };

/** Looks at the cells of the columns nobody has taken, row by row, and keeps no more than it tells. */
export function surveyColumns(
  columns: readonly ColumnReport[],
  asked: readonly AskedColumns[],
): ColumnSurvey {
  const samples = new Map<number, string[]>(
    asked.flatMap(({ indexes }) => indexes.map((index) => [index, []])),
  );
  const statuses = new Map<number, Map<string, Seen>>(
    columns.flatMap(({ field, heading }, index) =>
      field === null && isStatusHeading(heading) ? [[index, new Map<string, Seen>()]] : [],
    ),
  );
  return {
    see: (cells) => {
      for (const [index, found] of samples) {
        const text = cells[index]?.trim() ?? '';
        if (text !== '' && found.length < MOST_SAMPLES) found.push(text);
      }
      for (const [index, values] of statuses) {
        countIn(values, cells[index]?.trim() ?? '');
        if (values.size > MOST_STATUS_VALUES) statuses.delete(index);
      }
    },
    doubts: () =>
      asked.map(({ field, indexes }) => ({
        field,
        candidates: indexes.map((index) => ({
          column: columnLetter(index),
          heading: columns[index]?.heading ?? '',
          samples: samples.get(index) ?? [],
        })),
      })),
    statusColumns: () =>
      [...statuses].flatMap(([index, values]) =>
        [...values.values()].every(({ value }) => value === '')
          ? []
          : [
              {
                column: columnLetter(index),
                heading: columns[index]?.heading ?? '',
                values: [...values.values()]
                  .toSorted((a, b) => b.rows - a.rows)
                  .map(({ value, rows }) => ({ value, rows })),
              },
            ],
      ),
  };
}

/** `Left` and `left ` are one value, told as it is written first. */
function countIn(values: Map<string, Seen>, value: string): void {
  const key = value.toLowerCase();
  const seen = values.get(key);
  if (seen === undefined) values.set(key, { value, rows: 1 });
  else seen.rows += 1;
}

/** The findings about headings, with what the survey saw under them. */
export function surveyedFindings(
  findings: readonly Finding[],
  doubts: readonly ColumnDoubt[],
  statusColumns: readonly StatusColumn[],
): readonly Finding[] {
  const shown = findings.map((finding) => {
    if (finding.detail.code !== 'column_ambiguous') return finding;
    const doubt = doubts.find(({ field }) => field === finding.field);
    return { ...finding, value: doubt === undefined ? null : samplesOf(doubt) };
  });
  const statuses = statusColumns.map(({ column, heading, values }): Finding => ({
    ...NOWHERE,
    severity: 'warning',
    row: null,
    column,
    heading,
    detail: { code: 'status_column', values },
  }));
  return [...shown, ...statuses];
}

/** `07700 900123, 07700 900124`; of several columns `B: 07700 900123; C: 07700 900124`. */
function samplesOf({ candidates }: ColumnDoubt): string | null {
  const filled = candidates.filter(({ samples }) => samples.length > 0);
  if (filled.length === 0) return null;
  return candidates.length === 1
    ? filled.map(({ samples }) => samples.join(', ')).join('')
    : filled.map(({ column, samples }) => `${column}: ${samples.join(', ')}`).join('; ');
}
