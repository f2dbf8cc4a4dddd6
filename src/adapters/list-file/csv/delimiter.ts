/** What separates the cells of a CSV. */
export type Delimiter = ',' | ';' | '\t' | '|';

/** The comma wins a tie. */
const DELIMITERS: readonly Delimiter[] = [',', ';', '\t', '|'];

/**
 * The first line of a CSV that was written for Excel: it names the delimiter, and Excel neither shows
 * nor counts it.
 */
const NAMED = /^"?sep=([,;\t|])"?[,;\t|]*(?:\r\n?|\n)/iu;

/** The delimiter that the first line names; null where that line is part of the table. */
export function namedDelimiter(text: string): Delimiter | null {
  const named = NAMED.exec(text)?.[1];
  return DELIMITERS.find((delimiter) => delimiter === named) ?? null;
}

/** Lines above the headings are few: a title, a date, a blank line. */
const MOST_LINES = 20;
/** A title line has no delimiter. A line below it with fewer than this may be prose. */
const FEWEST_BELOW_TITLE = 2;

type Counts = { readonly [delimiter in Delimiter]: number };

/**
 * The delimiter of a CSV: the most frequent outside quotes in its first line, or below lines without
 * one in the first that has at least two. Excel writes semicolons where the comma is the decimal mark.
 */
export function delimiterOf(pieces: Iterable<string>): Delimiter {
  let isFirst = true;
  for (const counts of countsByLine(pieces).take(MOST_LINES)) {
    const best = DELIMITERS.toSorted((a, b) => counts[b] - counts[a])[0] ?? ',';
    if (counts[best] >= (isFirst ? 1 : FEWEST_BELOW_TITLE)) return best;
    isFirst = false;
  }
  return ',';
}

/** The number of each delimiter in each line that is not blank. */
function* countsByLine(pieces: Iterable<string>): Generator<Counts> {
  let counts = { ',': 0, ';': 0, '\t': 0, '|': 0 };
  let insideQuotes = false;
  let isBlank = true;
  for (const character of charactersOf(pieces)) {
    if (character === '"') insideQuotes = !insideQuotes;
    if (insideQuotes) continue;
    if ((character === '\n' || character === '\r') && !isBlank) {
      yield counts;
      counts = { ',': 0, ';': 0, '\t': 0, '|': 0 };
      isBlank = true;
    } else if (isDelimiter(character)) counts[character] += 1;
    else if (character.trim() !== '') isBlank = false;
  }
  if (!isBlank) yield counts;
}

function isDelimiter(character: string): character is Delimiter {
  return character === ',' || character === ';' || character === '\t' || character === '|';
}

function* charactersOf(pieces: Iterable<string>): Generator<string> {
  for (const piece of pieces) yield* piece;
}
