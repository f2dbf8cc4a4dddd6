import { COLUMN_LABELS } from '../../domain/record/field.ts';
import type { Finding, FindingDetail } from '../../domain/problem/finding.ts';
import { printableAdvice, type Advice } from '../advice.ts';
import { COLUMN_PROBLEMS } from './column-problem.ts';
import { PHONE_PROBLEMS } from './phone-problem.ts';
import { ROW_PROBLEMS } from './row-problem.ts';
import { VALUE_PROBLEMS } from './value-problem.ts';
import type { Words } from '../words.ts';

const WORDS: Words<FindingDetail> = {
  ...VALUE_PROBLEMS,
  ...PHONE_PROBLEMS,
  ...ROW_PROBLEMS,
  ...COLUMN_PROBLEMS,
};

/** A problem in the list, in words. The place is told beside it, so like problems read alike. */
export function explainFinding({ detail, field, heading }: Finding): Advice {
  const label = field === null ? 'value' : COLUMN_LABELS[field];
  // The table has one function for each code, which TypeScript cannot tie to the code at hand.
  const words = WORDS[detail.code] as (about: {
    readonly detail: FindingDetail;
    readonly label: string;
    readonly field: Finding['field'];
    readonly heading: string;
  }) => Advice;
  return printableAdvice(words({ detail, label, field, heading: heading ?? 'Heading' }));
}
