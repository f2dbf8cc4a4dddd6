import type { Delimiter } from './delimiter.ts';

/**
 * The line on which a quote was opened that does not end its cell, or null. csv-parse tells only
 * where it gave up, which is the end of the file or the next quote, families further down.
 */
export function lineOfUnclosedQuote(text: string, delimiter: Delimiter): number | null {
  let line = 1;
  let openedOn: number | null = null;
  let isCellStart = true;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    const isLineEnd = character === '\n' || (character === '\r' && text[at + 1] !== '\n');
    if (isLineEnd) line += 1;
    if (openedOn === null) {
      if (character === '"' && isCellStart) openedOn = line;
      isCellStart = character === delimiter || isLineEnd;
    } else if (character === '"') {
      if (text[at + 1] === '"') at += 1;
      else if (endsCell(text[at + 1], delimiter)) openedOn = null;
      else return line > openedOn ? openedOn : null;
    }
  }
  return openedOn;
}

function endsCell(next: string | undefined, delimiter: Delimiter): boolean {
  return next === undefined || next === delimiter || next === '\n' || next === '\r';
}
