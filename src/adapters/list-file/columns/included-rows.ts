import { decisionFinder } from '../../../domain/list/exclusion/row-decision.ts';
import { InviteError } from '../../../domain/problem/problem.ts';
import { headingKey } from './headings.ts';
import type { LeaveOut } from './leave-out.ts';

/** The most values that are listed in one sentence. */
const MOST_LISTED = 12;

export type IncludedRows = {
  /** Called with each cell of a consent or status column. */
  readonly see: (heading: string, cell: string) => void;
  /** @throws InviteError `usage` if no row has a value that --include names */
  readonly check: () => void;
};

/**
 * Checks that `--include` names columns and values that the list has.
 *
 * @param columns the consent and status columns
 * @throws InviteError `usage` if the list has no such column
 */
export function includedRows(
  columns: readonly { readonly heading: string }[],
  include: readonly LeaveOut[],
  file: string,
): IncludedRows {
  const headings = columns.map(({ heading }) => heading);
  const wanted = include.map((one) => {
    const key = headingKey(one.heading);
    if (!headings.some((heading) => headingKey(heading) === key)) {
      const fault = { code: 'included_heading_missing', ...one, file, headings } as const;
      throw new InviteError({ code: 'usage', fault });
    }
    return { ...one, key, find: decisionFinder([one]), others: new Set<string>(), isFound: false };
  });
  return {
    see: (heading, cell) => {
      for (const one of wanted) {
        if (one.isFound || headingKey(heading) !== one.key) continue;
        one.isFound = one.find(cell, 'undecided') !== null;
        if (one.others.size < MOST_LISTED) one.others.add(cell);
      }
    },
    check: () => {
      const missing = wanted.find(({ isFound }) => !isFound);
      if (missing === undefined) return;
      const { heading, value, others } = missing;
      const fault = { code: 'included_value_missing', heading, value, file } as const;
      throw new InviteError({ code: 'usage', fault: { ...fault, values: [...others] } });
    },
  };
}
