/** More different texts than a column of one club has, and little memory. */
const MOST = 2000;

/**
 * `resultOf` for text after text of one list, in which most come again: the first two thousand are
 * kept.
 *
 * @param resultOf must give the same for the same text
 */
export function memoize<Result>(resultOf: (text: string) => Result): (text: string) => Result {
  const known = new Map<string, { readonly text: string; readonly result: Result }>();
  let before: { readonly text: string; readonly result: Result } | null = null;
  return (text) => {
    // The row before holds the same more often than not.
    if (before !== null && before.text === text) return before.result;
    const found = known.get(text);
    before = found ?? { text, result: resultOf(text) };
    if (found === undefined && known.size < MOST) known.set(text, before);
    return before.result;
  };
}
