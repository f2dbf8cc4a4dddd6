/** What stands between two numbers; a slash may stand within one, too. */
const BETWEEN = /[,;&|\n\r]|\b(?:or|and)\b/iu;

/** One British number with whatever stands between its digits: 0 or +44, and ten more digits. */
const BRITISH =
  /(?:[([]?(?:\+|00)\s*44[)\]]?[\s.-]*(?:\(\s*0\s*\)|0)?|\(?0)[\s().-]*(?:\d[\s().-]*){9}\d/gu;

/** Enough digits in a row to be somebody's number. */
const ANY = /\+?\(?\d(?:[\s().-]*\d){6,14}/gu;

/** The phone numbers that a text holds, each as it is written there. */
export function numbersIn(text: string): readonly string[] {
  return text.split(BETWEEN).flatMap((piece) => {
    if (isForeign(piece)) return piece.match(ANY) ?? [];
    const british = piece.match(BRITISH);
    if (british !== null) return british;
    return piece.split('/').flatMap((part) => part.match(ANY) ?? []);
  });
}

function isForeign(piece: string): boolean {
  return /^[\s\p{L}:.]*\(?(?:\+|00)(?!\s*44)/u.test(piece);
}
