import { memoize } from '../../memoize.ts';

/** Latin letters that are one letter and not a letter with an accent, as people without the key type them. */
const LETTERS: { readonly [letter in string]?: string } = {
  ł: 'l',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  æ: 'ae',
  œ: 'oe',
  ı: 'i',
};

/** Most names, whose folding is soon done. */
const LETTERS_ALONE = /^[A-Za-z]+$/u;
const PLAIN = /^[\x20-\x7E]+$/u;

/**
 * A name as the key knows it: the same person however the name is typed this time. Capitals, spaces,
 * hyphens, apostrophes and Latin accents fall away; the letters of every other script stay.
 */
export function nameKey(name: string): string {
  if (LETTERS_ALONE.test(name)) return name.toLowerCase();
  if (PLAIN.test(name)) return name.toLowerCase().replace(/[^a-z0-9]+/gu, '') || name.trim();
  // Up before down: only that way do ß and SS, or a dotless ı and I, come out alike.
  const folded = name.normalize('NFKD').toUpperCase().toLowerCase().normalize('NFKD');
  const letters = folded
    .replace(/[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu, '')
    .replace(/[\u0300-\u036F]/gu, '')
    .replace(/[łøđðþæœı]/gu, (letter) => LETTERS[letter] ?? letter)
    .normalize('NFC')
    .replace(/[\s\p{P}\p{S}]/gu, '');
  // A name of nothing but symbols is still a name of its own.
  return letters === '' ? name.trim() : letters;
}

/** `nameKey` for name after name of one list, in which most come again. */
export function memoizedNameKey(): typeof nameKey {
  const spell = memoize(nameKey);
  // Sooner folded than looked up.
  return (name) => (LETTERS_ALONE.test(name) ? name.toLowerCase() : spell(name));
}
