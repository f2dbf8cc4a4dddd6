/** Separators between two numbers. A slash can also stand within one number. */
const BETWEEN = /[,;&|\n\r]|\b(?:or|and)\b/iu;

/** One British number with separators: 0 or +44, followed by ten digits. */
const BRITISH =
  /(?:[([]?(?:\+|00)\s*44[)\]]?[\s.-]*(?![\s.-])(?:\(\s*0\s*\)|0)?|\(?0)[\s().-]*(?:\d[\s().-]*){9}\d/gu;

/** A run of digits long enough to be a phone number. */
const ANY = /(?<!\d)\+?\(?\d(?:[\s().-]*\d){6,14}(?!\d)/gu;
const ANY_WITH_SLASHES = /(?<!\d)\+?\(?\d(?:[\s()./-]*\d){6,14}(?!\d)/gu;

/** The phone numbers in a text, each as written. */
export function numbersIn(text: string): readonly string[] {
  return text.split(BETWEEN).flatMap((piece) => {
    if (isForeign(piece)) return piece.match(ANY) ?? [];
    const british = britishIn(piece);
    if (british.length > 0) return british;
    const apart = piece.split('/').flatMap((part) => part.match(ANY) ?? []);
    return apart.length > 0 ? apart : (piece.match(ANY_WITH_SLASHES) ?? []);
  });
}

/** A match counts only where a run of digits begins, or directly after the match before it. */
function britishIn(piece: string): readonly string[] {
  let end = 0;
  return [...piece.matchAll(BRITISH)].flatMap(({ 0: number, index }) => {
    if (index !== end && /\d/u.test(piece.charAt(index - 1))) return [];
    end = index + number.length;
    return [number];
  });
}

function isForeign(piece: string): boolean {
  return /^[\s\p{L}:.]*\(?(?:\+|00)(?!\s*44)/u.test(piece);
}
