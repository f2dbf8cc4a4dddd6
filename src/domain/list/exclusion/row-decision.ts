import type { Answer } from './column.ts';

/** What an operator decided about the rows that have one value under one heading. */
export type RowDecision = {
  readonly heading: string;
  /**
   * The cell, in any case; empty for empty cells. With `*` at its end it stands for the unclear cells
   * that begin with it, and never for one that says no.
   */
  readonly value: string;
  readonly isLeftOut: boolean;
};

/**
 * Returns the function that finds the decision about a cell; null if there is none. An exact value takes
 * precedence over the beginning of one, and a later decision over an earlier one.
 *
 * @param decisions those about one heading
 */
export function decisionFinder<Decision extends Pick<RowDecision, 'value'>>(
  decisions: readonly Decision[],
): (cell: string, answer: Answer) => Decision | null {
  const exact = new Map(decisions.map((decision) => [cellKey(decision.value), decision]));
  const beginnings = decisions.flatMap((decision) => {
    const key = cellKey(decision.value);
    return key.endsWith('*') ? [{ decision, start: key.slice(0, -1).trim() }] : [];
  });
  return (cell, answer) => {
    const key = cellKey(cell);
    const found = exact.get(key);
    if (found !== undefined) return found;
    if (answer !== 'undecided') return null;
    return beginnings.findLast(({ start }) => beginsWith(key, start))?.decision ?? null;
  };
}

/** The form in which cells are compared. */
export function cellKey(cell: string): string {
  return cell.trim().normalize('NFKC').toLowerCase();
}

/** Whether a text begins with these words, and not with part of a longer word. */
function beginsWith(text: string, start: string): boolean {
  return start !== '' && text.startsWith(start) && !/^[\p{L}\p{N}]/u.test(text.slice(start.length));
}
