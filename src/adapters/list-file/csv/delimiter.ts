export type Delimiter = ',' | ';' | '\t';

/**
 * What separates the cells, told by the heading line: of comma, semicolon and tab the one that stands
 * most often outside quotes. Excel writes semicolons where the comma is the decimal mark.
 */
export function delimiterOf(pieces: Iterable<string>): Delimiter {
  const counts = { ',': 0, ';': 0, '\t': 0 };
  let insideQuotes = false;
  let isBlank = true;
  for (const character of charactersOf(pieces)) {
    if (character === '"') insideQuotes = !insideQuotes;
    if (insideQuotes) continue;
    if ((character === '\n' || character === '\r') && !isBlank) break;
    if (character === ',' || character === ';' || character === '\t') counts[character] += 1;
    else if (character.trim() !== '') isBlank = false;
  }
  const best = (Object.keys(counts) as Delimiter[]).toSorted((a, b) => counts[b] - counts[a]);
  return best[0] ?? ',';
}

function* charactersOf(pieces: Iterable<string>): Generator<string> {
  for (const piece of pieces) yield* piece;
}
