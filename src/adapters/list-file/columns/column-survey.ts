import type { Finding } from '../../../domain/problem/finding.ts';
import type { ColumnField } from '../../../domain/record/field.ts';
import { columnLetter, type CandidateColumns, type ColumnReport } from './match-columns.ts';

/** A field without a certain column, and the columns that could be it. */
export type ColumnDoubt = {
  readonly field: ColumnField;
  readonly candidates: readonly {
    /** The column's letter. */
    readonly column: string;
    readonly heading: string;
    /** The first cells below the heading that are not blank, up to three. */
    readonly samples: readonly string[];
  }[];
};

/** Enough cells to show a person what a column holds. */
const MOST_SAMPLES = 3;

export type ColumnSurvey = {
  /** Called for every row of the list. */
  readonly see: (cells: readonly string[]) => void;
  /** The fields for which a person has to choose the column, with samples of each candidate. */
  readonly doubts: () => readonly ColumnDoubt[];
};

/** Collects samples from the candidate columns as the rows go by. */
export function surveyColumns(
  columns: readonly ColumnReport[],
  fields: readonly CandidateColumns[],
): ColumnSurvey {
  const samples = new Map<number, string[]>(
    fields.flatMap(({ indexes }) => indexes.map((index) => [index, []])),
  );
  return {
    see: (cells) => {
      for (const [index, found] of samples) {
        const text = cells[index]?.trim() ?? '';
        if (text !== '' && found.length < MOST_SAMPLES) found.push(text);
      }
    },
    doubts: () =>
      fields.map(({ field, indexes }) => ({
        field,
        candidates: indexes.map((index) => ({
          column: columnLetter(index),
          heading: columns[index]?.heading ?? '',
          samples: samples.get(index) ?? [],
        })),
      })),
  };
}

/** The findings about headings, with the samples from below them. */
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
