/**
 * Which part of a name a text is. A particle such as `van` can begin a last name, but not a first
 * name.
 */
export type NamePart = 'first' | 'last' | 'full';

/** Words usually written in lower case inside a name. */
const PARTICLES = new Set(
  'van von der den de da di du del della dos das do la le los ter ten te zu zur af av bin ibn bint'.split(
    ' ',
  ),
);

/**
 * Endings after `Mac` that take a capital. All others keep the lower case: Mackie, Macey and
 * Machado have no second capital, and both Mackenzie and MacKenzie are in use.
 */
const CAPITAL_AFTER_MAC = new Set(
  'arthur donald dougall farlane gregor intyre kinnon leod millan neil neill pherson'.split(' '),
);

/** Matches nearly every name: it has letters of both cases. */
const CAPITAL_AND_SMALL = /^[A-Z][a-z]/u;

const THREE_LETTERS = /(?:\p{L}['’]?){3}/u;
const GENERATION = /^(?:ii|iii|iv)$/u;
/** Two consonants are initials, as in `JP Smith`, unless they are one of these abbreviations. */
const INITIALS = /^(?!ST$|DR$|MR$|MS$)[B-DF-HJ-NP-TV-XZ]{2}$/u;
const WORD = /[\p{L}\p{M}]+(?:['’][\p{L}\p{M}]+)*/gu;

/**
 * A suggested spelling for a name in capitals only or in small letters only; null for all other
 * names. Names in capitals need a word of at least three letters: `JP`, `A.J.` and `BO` may be
 * initials.
 */
export function properCaseOf(name: string, part: NamePart): string | null {
  if (CAPITAL_AND_SMALL.test(name)) return null;
  const lower = name.toLowerCase();
  const upper = name.toUpperCase();
  // Scripts such as Arabic and Chinese have no case.
  if (lower === upper) return null;
  if (name === upper ? !THREE_LETTERS.test(name) : name !== lower || !hasTwoLetters(name))
    return null;
  const written = properCase(name, part);
  return written === name ? null : written;
}

function hasTwoLetters(name: string): boolean {
  return /\p{L}[^\p{L}]*\p{L}/u.test(name);
}

function properCase(name: string, part: NamePart): string {
  const words = name.split(' ');
  const last = words.length - 1;
  return words
    .map((word, at) => {
      const small = word.toLowerCase();
      if (at > 0 && GENERATION.test(small)) return small.toUpperCase();
      if (at < last && (at > 0 || part === 'last') && PARTICLES.has(small)) return small;
      if (at === 0 && at < last && part !== 'last' && INITIALS.test(word)) return word;
      return small.replace(WORD, capitalised);
    })
    .join(' ');
}

/** One word without hyphens: `o'neil` becomes `O'Neil`, and `sa'ad` becomes `Sa'ad`. */
function capitalised(word: string): string {
  return word
    .split(/(?<=['’])/u)
    .map((piece, at, pieces) => {
      const isNameOfItsOwn = at === 0 || pieces[0]?.length === 2 || piece.length >= 3;
      return isNameOfItsOwn ? withScottishCapital(piece) : piece;
    })
    .join('');
}

function withScottishCapital(word: string): string {
  if (/^mc\p{L}{2}/u.test(word)) return `Mc${firstCapital(word.slice(2))}`;
  if (word.startsWith('mac') && CAPITAL_AFTER_MAC.has(word.slice(3))) {
    return `Mac${firstCapital(word.slice(3))}`;
  }
  return firstCapital(word);
}

function firstCapital(word: string): string {
  const [first = '', ...rest] = word;
  // In lower case, İ becomes an i with a combining dot, which is removed.
  return (first.toUpperCase() + rest.join('')).normalize('NFC').replaceAll('i\u0307', 'i');
}
