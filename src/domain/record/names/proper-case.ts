/** Which part of a person's name a text is: `van` may begin a last name and not a first one. */
export type NamePart = 'first' | 'last' | 'full';

/** Words that stay small inside a name, as their bearers mostly write them. */
const PARTICLES = new Set(
  'van von der den de da di du del della dos das do la le los ter ten te zu zur af av bin ibn bint'.split(
    ' ',
  ),
);

/**
 * Names that have a capital after Mac. The others keep one: Mackie, Macey and Machado have none, and
 * who writes MacKenzie cannot be told from who writes Mackenzie.
 */
const CAPITAL_AFTER_MAC = new Set(
  'arthur donald dougall farlane gregor intyre kinnon leod millan neil neill pherson'.split(' '),
);

/** Nearly every name: no more needs to be looked at to know that it has both kinds of letters. */
const CAPITAL_AND_SMALL = /^[A-Z][a-z]/u;

const THREE_LETTERS = /(?:\p{L}['’]?){3}/u;
const GENERATION = /^(?:ii|iii|iv)$/u;
/** Two capitals without a vowel are initials, `JP Smith`, unless they are an abbreviation. */
const INITIALS = /^(?!ST$|DR$|MR$|MS$)[B-DF-HJ-NP-TV-XZ]{2}$/u;
const WORD = /[\p{L}\p{M}]+(?:['’][\p{L}\p{M}]+)*/gu;

/**
 * How a name would be written whose letters are all capitals or all small, or null where they are
 * not. Capitals count from a word of three letters on: `JP`, `A.J.` and `BO` may be initials.
 */
export function properCaseOf(name: string, part: NamePart): string | null {
  if (CAPITAL_AND_SMALL.test(name)) return null;
  const lower = name.toLowerCase();
  const upper = name.toUpperCase();
  // Scripts such as Arabic and Chinese have one case, in which nobody shouts.
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

/** One word without hyphens: `o'neil` is O'Neil and `sa'ad` Sa'ad. */
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
  // A small İ is an i and a dot of its own, which no name has.
  return (first.toUpperCase() + rest.join('')).normalize('NFC').replaceAll('i\u0307', 'i');
}
