/**
 * Lower-case words of letters, digits and apostrophes, separated by single spaces, without
 * invisible characters.
 */
export function wordsOf(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu, '')
    .replace(/[\u2018\u2019\u02BC`´]/gu, "'")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}']+/gu, ' ')
    .trim();
}
