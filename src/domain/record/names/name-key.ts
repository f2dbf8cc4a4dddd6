import { memoize } from '../../memoize.ts';

/**
 * Latin letters that do not decompose into a letter and an accent, and how they are usually typed
 * without them.
 */
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

/** Most names match this, and need no normalisation. */
const LETTERS_ALONE = /^[A-Za-z]+$/u;
const PLAIN = /^[\x20-\x7E]+$/u;

/**
 * A name in a form for comparison. Differences in case, spaces, hyphens, apostrophes and Latin
 * accents are removed; letters of other scripts are kept.
 */
export function nameKey(name: string): string {
  if (LETTERS_ALONE.test(name)) return name.toLowerCase();
  if (PLAIN.test(name)) return name.toLowerCase().replace(/[^a-z0-9]+/gu, '') || name.trim();
  // Upper case before lower case: only then do ß and SS, or dotless ı and I, become equal.
  const folded = name.normalize('NFKD').toUpperCase().toLowerCase().normalize('NFKD');
  const letters = folded
    .replace(/[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu, '')
    .replace(/[\u0300-\u036F]/gu, '')
    .replace(/[łøđðþæœı]/gu, (letter) => LETTERS[letter] ?? letter)
    .normalize('NFC')
    .replace(/[\s\p{P}\p{S}]/gu, '');
  // A name of symbols only is compared as it is.
  return letters === '' ? name.trim() : letters;
}

/** `nameKey` with a cache, for the names of one list, most of which are repeated. */
export function memoizedNameKey(): typeof nameKey {
  const cachedKeyOf = memoize(nameKey);
  // Computing this is faster than a look-up.
  return (name) => (LETTERS_ALONE.test(name) ? name.toLowerCase() : cachedKeyOf(name));
}

/** The parts of a last name, each in the form for comparison: `Smith-Jones` is related to Smith and to Jones. */
export function partsOfLastName(name: string, keyOf: typeof nameKey = nameKey): readonly string[] {
  return name
    .split(/\p{Dash_Punctuation}/u)
    .filter((part) => part.trim() !== '')
    .map((part) => keyOf(part));
}
