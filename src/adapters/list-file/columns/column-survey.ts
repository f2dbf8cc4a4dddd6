import type { ColumnCandidate, Finding } from '../../../domain/problem/finding.ts';
import type { ColumnField } from '../../../domain/record/field.ts';
import { columnLetter, type ColumnReport } from './match-columns.ts';
import type { RankedColumns } from './rank-columns.ts';

/** A field without a certain column, and the columns that a person can choose from. */
export type ColumnDoubt = {
  readonly field: ColumnField;
  /** The best first. */
  readonly candidates: readonly ColumnCandidate[];
  /** How many of the first ones are likely to be the field. */
  readonly likely: number;
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
  fields: readonly RankedColumns[],
): ColumnSurvey {
  const samples = new Map<number, string[]>(
    fields.flatMap(({ indexes }) => indexes.map((index) => [index, []])),
  );
  const open = new Map(samples);
  return {
    see: (cells) => {
      for (const [index, found] of open) {
        const text = cells[index]?.trim() ?? '';
        if (text === '') continue;
        found.push(text);
        if (found.length === MOST_SAMPLES) open.delete(index);
      }
    },
    doubts: () =>
      fields.map(({ field, indexes, likely }) => ({
        field,
        likely,
        candidates: indexes.map((index) => ({
          column: columnLetter(index),
          heading: columns[index]?.heading ?? '',
          samples: samples.get(index) ?? [],
        })),
      })),
  };
}

/** The most columns that a finding names as likely. */
const MOST_LIKELY = 3;

/** The findings about headings, with the likely columns and samples from below them. */
export function surveyedFindings(
  findings: readonly Finding[],
  doubts: readonly ColumnDoubt[],
): readonly Finding[] {
  return findings.map((finding) => {
    const { detail, field } = finding;
    const doubt = doubts.find((one) => one.field === field);
    const candidates = doubt?.candidates.slice(0, Math.min(doubt.likely, MOST_LIKELY)) ?? [];
    if (candidates.length === 0) return finding;
    switch (detail.code) {
      case 'column_ambiguous': {
        const named = candidates.filter(({ column, heading }) =>
          detail.columns.includes(`${column} (${heading})`),
        );
        return { ...finding, value: samplesOf(named), detail: { ...detail, candidates } };
      }
      case 'column_missing':
        return { ...finding, detail: { ...detail, candidates } };
      default:
        return finding;
    }
  });
}

/** `07700 900123, 07700 900124`; of several columns `B: 07700 900123; C: 07700 900124`. */
function samplesOf(candidates: ColumnDoubt['candidates']): string | null {
  const filled = candidates.filter(({ samples }) => samples.length > 0);
  if (filled.length === 0) return null;
  return candidates.length === 1
    ? filled.map(({ samples }) => samples.join(', ')).join('')
    : filled.map(({ column, samples }) => `${column}: ${samples.join(', ')}`).join('; ');
}
