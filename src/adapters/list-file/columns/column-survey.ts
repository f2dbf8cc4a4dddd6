import type { ColumnField } from '../../../domain/record/field.ts';
import { columnLetter, type AskedColumns, type ColumnReport } from './match-columns.ts';
import type { Finding } from '../../../domain/problem/finding.ts';

/** As many cells as show a person what a column holds. */
const MOST_SAMPLES = 3;

export type ColumnSurvey = {
  /** To be called for every row of the list. */
  readonly see: (cells: readonly string[]) => void;
  /** The columns that need a person's word, with what stands in them. */
  readonly doubts: () => readonly ColumnDoubt[];
};

/** Looks at the cells of the columns nobody has taken, row by row, and keeps no more than it tells. */
export function surveyColumns(
  columns: readonly ColumnReport[],
  asked: readonly AskedColumns[],
): ColumnSurvey {
  const samples = new Map<number, string[]>(
    asked.flatMap(({ indexes }) => indexes.map((index) => [index, []])),
  );
  return {
    see: (cells) => {
      for (const [index, found] of samples) {
        const text = cells[index]?.trim() ?? '';
        if (text !== '' && found.length < MOST_SAMPLES) found.push(text);
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
  };
}

/** The findings about headings, with what the survey saw under them. */
export function surveyedFindings(
  findings: readonly Finding[],
  doubts: readonly ColumnDoubt[],
): readonly Finding[] {
  return findings.map((finding) => {
    if (finding.detail.code !== 'column_ambiguous') return finding;
    const doubt = doubts.find(({ field }) => field === finding.field);
    return { ...finding, value: doubt === undefined ? null : samplesOf(doubt) };
  });
}

/** `07700 900123, 07700 900124`; of several columns `B: 07700 900123; C: 07700 900124`. */
function samplesOf({ candidates }: ColumnDoubt): string | null {
  const filled = candidates.filter(({ samples }) => samples.length > 0);
  if (filled.length === 0) return null;
  return candidates.length === 1
    ? filled.map(({ samples }) => samples.join(', ')).join('')
    : filled.map(({ column, samples }) => `${column}: ${samples.join(', ')}`).join('; ');
}

/** A field that no column is surely for, and the columns that may be it. */
export type ColumnDoubt = {
  readonly field: ColumnField;
  readonly candidates: readonly {
    /** The column's letter. */
    readonly column: string;
    readonly heading: string;
    /** The first cells below the heading that hold anything, three at most. */
    readonly samples: readonly string[];
  }[];
};
