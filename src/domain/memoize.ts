/** More than the number of different texts in a column of one club, at little memory. */
const MOST = 2000;

/**
 * Caches `resultOf` for the texts of one list, in which most are repeated. Only the first 2,000
 * different texts are kept.
 *
 * @param resultOf must return the same result for the same text
 */
export function memoize<Result>(resultOf: (text: string) => Result): (text: string) => Result {
  const known = new Map<string, { readonly text: string; readonly result: Result }>();
  let before: { readonly text: string; readonly result: Result } | null = null;
  return (text) => {
    // Consecutive rows often have the same value.
    if (before !== null && before.text === text) return before.result;
    const found = known.get(text);
    before = found ?? { text, result: resultOf(text) };
    if (found === undefined && known.size < MOST) known.set(text, before);
    return before.result;
  };
}
