/** What stands between two numbers; a slash may stand within one, too. */
const BETWEEN = /[,;&|\n\r]|\b(?:or|and)\b/iu;

/** One British number with whatever stands between its digits: 0 or +44, and ten more digits. */
const BRITISH =
  /(?:[([]?(?:\+|00)\s*44[)\]]?[\s.-]*(?![\s.-])(?:\(\s*0\s*\)|0)?|\(?0)[\s().-]*(?:\d[\s().-]*){9}\d/gu;

/** Enough digits in a row to be somebody's number. */
const ANY = /(?<!\d)\+?\(?\d(?:[\s().-]*\d){6,14}(?!\d)/gu;
const ANY_WITH_SLASHES = /(?<!\d)\+?\(?\d(?:[\s()./-]*\d){6,14}(?!\d)/gu;

/** The phone numbers that a text holds, each as it is written there. */
export function numbersIn(text: string): readonly string[] {
  return text.split(BETWEEN).flatMap((piece) => {
    if (isForeign(piece)) return piece.match(ANY) ?? [];
    const british = britishIn(piece);
    if (british.length > 0) return british;
    const apart = piece.split('/').flatMap((part) => part.match(ANY) ?? []);
    return apart.length > 0 ? apart : (piece.match(ANY_WITH_SLASHES) ?? []);
  });
}

/** A number begins where digits begin, or where the one before it ends. */
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
