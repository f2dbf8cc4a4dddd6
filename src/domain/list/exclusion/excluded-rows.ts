import type { Finding } from '../../problem/problem.ts';

/** Whether a finding is the reason why the list itself leaves its row out. */
export function excludesRow({ detail }: Pick<Finding, 'detail'>): boolean {
  return detail.code === 'no_consent' || detail.code === 'left_club';
}

/** Those findings, by the number of their row. */
export function exclusionsByRow(findings: readonly Finding[]): ReadonlyMap<number | null, Finding> {
  return new Map(findings.filter(excludesRow).map((finding) => [finding.row, finding]));
}
