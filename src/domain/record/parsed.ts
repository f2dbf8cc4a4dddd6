import type { RepairReason } from './repair-reason.ts';
import type { CellProblem } from './cell-problem.ts';

type Refused = { readonly ok: false; readonly problem: CellProblem };

/** What became of one untrusted value: a value that cannot be wrong, or the reason there is none. */
export type Parsed<T> =
  | { readonly ok: true; readonly value: T; readonly mend: RepairReason | null }
  | Refused;

export function parsed<T>(value: T, mend: RepairReason | null = null): Parsed<T> {
  return { ok: true, value, mend };
}

export function refused(problem: CellProblem): Refused {
  return { ok: false, problem };
}
