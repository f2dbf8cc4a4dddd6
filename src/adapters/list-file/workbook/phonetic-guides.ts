const START = /<(?:\w{1,20}:)?rPh[\s>]/gu;
const END = /<\/(?:\w{1,20}:)?rPh\s*>/gu;
const BLANK = 0x20;

/**
 * The XML of a sheet without phonetic guides: how the characters of Japanese text are read, which is no part of
 * the text. The library leaves them out of strings that sheets share, and not out of those in cells.
 */
export function withoutPhoneticGuides(xml: Buffer): Buffer {
  if (!xml.includes('rPh')) return xml;
  const text = xml.toString('latin1');
  const blanked = Buffer.from(xml);
  // A search from the end of the last guide: one that does not end is looked for once.
  for (let start = matchFrom(START, text, 0); start !== null;) {
    const end = matchFrom(END, text, start.index);
    if (end === null) break;
    const after = end.index + end[0].length;
    blanked.fill(BLANK, start.index, after);
    start = matchFrom(START, text, after);
  }
  return blanked;
}

function matchFrom(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}
