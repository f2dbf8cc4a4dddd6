import type { FindingCode } from '../problem/problem.ts';

/**
 * The findings with which a record may be sent that no person looks at first: a field that is of no use
 * here, and a name that its owner wrote in one case.
 */
const HARMLESS: ReadonlySet<FindingCode> = new Set(['unknown_fields', 'name_one_case']);

export function isHarmlessUnseen(code: FindingCode): boolean {
  return HARMLESS.has(code);
}
