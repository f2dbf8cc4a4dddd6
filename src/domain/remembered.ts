import { textNumber } from './text-number.ts';

/** More different texts than a column of one club has, and little memory. */
const MOST = 2000;

/** A power of two, and twice as many as are ever taken: a search soon meets an empty one. */
const PLACES = 4096;

type Known<Result> = { readonly text: string; readonly number: number; readonly result: Result };

/**
 * `resultOf` for text after text of one list, in which most come again: the first two thousand are
 * kept. A Map does the same in nearly twice the time, as it looks at every text it passes by and this
 * at the one that it finds; a list has a million cells to look up.
 *
 * @param resultOf must give the same for the same text
 */
export function remembered<Result>(resultOf: (text: string) => Result): (text: string) => Result {
  // None at 0, so that an empty place, which holds 0, leads to none.
  const known: (Known<Result> | null)[] = [null];
  const positions = new Uint16Array(PLACES);
  let before: Known<Result> | null = null;
  return (text) => {
    // The row before holds the same more often than not.
    if (before !== null && before.text === text) return before.result;
    const number = textNumber(text);
    let place = number & (PLACES - 1);
    let found = known[positions[place] ?? 0] ?? null;
    while (found !== null && (found.number !== number || found.text !== text)) {
      place = (place + 1) & (PLACES - 1);
      found = known[positions[place] ?? 0] ?? null;
    }
    before = found ?? { text, number, result: resultOf(text) };
    if (found === null && known.length <= MOST) positions[place] = known.push(before) - 1;
    return before.result;
  };
}
