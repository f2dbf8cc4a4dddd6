import { decodedFrom1252, type OtherEncoding } from './windows-1252.ts';

/** In the order of preference where two give the same text. */
export const OTHER_ENCODINGS: readonly OtherEncoding[] = ['macintosh', 'ibm850', 'ibm437'];

/** The accented letters that names in the UK have most often. */
const FREQUENT = /^[áàâäåéèêëíïñóôöúûüç]$/u;
const OPEN_VOWEL = /^[áàâäåóôöúûü]$/u;
const TREMA = /^[ëï]$/u;
const VOWEL = /^[aeiouy]$/iu;

/** Marks that can be in a word or at its end. */
const DASH_OR_DOT = /^[–—·´ªº\u00A0]$/u;

/** Marks that names have neither within a word nor at its end. */
const NEVER_LAST = /^[‘‚„†‡ˆ‰‹˜¡¢¤¥¨¯¿\u0080-\u009F]$/u;

const LETTER = /^\p{L}$/u;
const CAPITAL = /^\p{Lu}$/u;
const NOT_ASCII = /[^\0-\x7F]/u;

/**
 * Words with a character outside ASCII. Each match begins where a word does, since a search from each
 * letter would take time that is quadratic in the length of a word.
 */
const WORDS = /(?<![^ \t\r\n,;|"()/])[^ \t\r\n,;|"()/]*[^\0-\x7F ,;|"()/][^ \t\r\n,;|"()/]*/gu;

/** Enough to decide by; a list of a thousand players has some dozens. */
const MOST_WORDS = 1000;
const LONGEST_WORD = 60;

/** What a word that cannot be one counts against an encoding. */
const IMPOSSIBLE = -3;

/** Takes the text of a list in pieces, and decides at the end. */
type EncodingSurvey = {
  readonly add: (text: string) => void;
  /** The encoding that the text probably was in; null if it was read correctly. */
  readonly finish: () => OtherEncoding | null;
};

/**
 * Finds out whether text that was decoded as Windows-1252 was in another encoding. The evidence is
 * marks inside words and capitals after small letters: `Zo‘`, `Ren‚e`, `DÕArcy`. Another encoding is
 * taken only if it makes better words of all of them together.
 */
export function startEncodingSurvey(): EncodingSurvey {
  const words = new Set<string>();
  return {
    add: (text) => {
      if (!NOT_ASCII.test(text)) return;
      for (const [word] of text.matchAll(WORDS)) {
        if (words.size < MOST_WORDS && word.length <= LONGEST_WORD) words.add(word);
      }
    },
    finish: () => bestEncodingOf([...words]),
  };
}

/** The same for one text alone. */
export function misreadEncodingOf(text: string): OtherEncoding | null {
  const survey = startEncodingSurvey();
  survey.add(text);
  return survey.finish();
}

/** Text that was decoded as Windows-1252, in another encoding; null if it never was Windows-1252. */
export function decodedAs(text: string, encoding: OtherEncoding): string | null {
  return NOT_ASCII.test(text) ? decodedFrom1252(text, encoding) : text;
}

function bestEncodingOf(words: readonly string[]): OtherEncoding | null {
  const odd = words.filter(isOddWord);
  if (odd.length === 0) return null;
  const asRead = totalOf(words);
  const readings = OTHER_ENCODINGS.map((encoding) => {
    const decoded = words.map((word) => decodedAs(word, encoding) ?? word);
    return { encoding, text: decoded.join(' '), total: totalOf(decoded) };
  }).toSorted((a, b) => b.total - a.total);
  const [best, second] = readings;
  if (best === undefined || best.total <= Math.max(asRead, 0)) return null;
  const isTie = second?.total === best.total && second.text !== best.text;
  return isTie ? null : best.encoding;
}

/** Whether a word has a mark where no name has one, or a capital after a small letter. */
function isOddWord(word: string): boolean {
  const characters = Array.from(word);
  const hasSmall = /\p{Ll}/u.test(word);
  return characters.some((character, at) => {
    if (!NOT_ASCII.test(character)) return false;
    const [before = '', after = ''] = [characters[at - 1], characters[at + 1]];
    const isWithin = LETTER.test(before) && LETTER.test(after);
    if (character === 'ƒ') return LETTER.test(before) || LETTER.test(after);
    if (CAPITAL.test(character)) return hasSmall && LETTER.test(before);
    if (LETTER.test(character) || character === '’' || DASH_OR_DOT.test(character)) return false;
    return isWithin || (LETTER.test(before) && NEVER_LAST.test(character));
  });
}

function totalOf(words: readonly string[]): number {
  return words.reduce((sum, word) => sum + (isOddWord(word) ? IMPOSSIBLE : likelihoodOf(word)), 0);
}

/** How well the characters outside ASCII fit into a word. */
function likelihoodOf(word: string): number {
  const characters = Array.from(word);
  const hasCapitalsAlone = /[A-Z].*[A-Z]/u.test(word) && !/[a-z]/u.test(word);
  let sum = 0;
  for (const [at, character] of characters.entries()) {
    if (!NOT_ASCII.test(character)) continue;
    const fit = fitOf(character, characters[at - 1] ?? '', characters[at + 1] ?? '');
    if (fit === null || (hasCapitalsAlone && /\p{Ll}/u.test(character))) return IMPOSSIBLE;
    sum += fit;
  }
  return sum;
}

/** From 0 to 1; null for a character that no word has there. */
function fitOf(character: string, before: string, after: string): number | null {
  if (character === '’') return CAPITAL.test(after) ? 1 : 0.5;
  if (DASH_OR_DOT.test(character)) return 0.1;
  if (!LETTER.test(character)) return /^[\p{P}\p{Sc}]$/u.test(character) ? 0 : null;
  if (CAPITAL.test(character)) return 1;
  // `OëNeil` was `O‘Neil`.
  if (CAPITAL.test(after)) return null;
  if (!LETTER.test(before)) return 0.3;
  if (/^ão|^õe/u.test(character + after)) return 1;
  if (/^[îø]$/u.test(character)) return 0.8;
  if (!FREQUENT.test(character)) return 0.4;
  const isBesideVowel = VOWEL.test(before) || VOWEL.test(after);
  if (character === 'ç') return after === '' || /^[aouAOU]$/u.test(after) ? 1 : 0.3;
  if (TREMA.test(character)) return VOWEL.test(after) || !VOWEL.test(before) ? 0.4 : 1;
  return OPEN_VOWEL.test(character) && isBesideVowel ? 0.5 : 1;
}
