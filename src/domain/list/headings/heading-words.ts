import {
  ADDITIONAL,
  FILLER_WORDS,
  FIRST_OF_SEVERAL,
  ORDINAL_BEFORE_OWNER,
  OWNER_WORDS,
  QUESTION_WORDS,
  SECOND_OF_SEVERAL,
  THING_WORDS,
  UNUSED_WORDS,
  YES_OR_NO_WORDS,
} from './vocabulary.ts';

export type Unused = keyof typeof UNUSED_WORDS;
export type OwnerWord = keyof typeof OWNER_WORDS;
export type Thing = keyof typeof THING_WORDS;

/** What a word of a heading can be. */
type Meaning =
  | { readonly is: 'unused'; readonly content: Unused }
  | { readonly is: 'owner'; readonly owner: OwnerWord }
  | { readonly is: 'thing'; readonly thing: Thing }
  | { readonly is: 'first' | 'second' | 'additional' | 'filler' | 'yes_or_no' | 'question' };

/** A word with the number that stands by it, as in `Parent 2`. */
export type HeadingWord = {
  /** In lower case. */
  readonly text: string;
  readonly meaning: Meaning | null;
  readonly number: number | null;
  readonly isPlural: boolean;
};

const MEANINGS: ReadonlyMap<string, Meaning> = new Map([
  ...entries(FILLER_WORDS, { is: 'filler' }),
  ...entries(YES_OR_NO_WORDS, { is: 'yes_or_no' }),
  ...entries(QUESTION_WORDS, { is: 'question' }),
  ...entries(FIRST_OF_SEVERAL, { is: 'first' }),
  ...entries(SECOND_OF_SEVERAL, { is: 'second' }),
  ...entries(ADDITIONAL, { is: 'additional' }),
  ...keysOf(THING_WORDS).flatMap((thing) => entries(THING_WORDS[thing], { is: 'thing', thing })),
  ...keysOf(OWNER_WORDS).flatMap((owner) => entries(OWNER_WORDS[owner], { is: 'owner', owner })),
  ...keysOf(UNUSED_WORDS).flatMap((content) =>
    entries(UNUSED_WORDS[content], { is: 'unused', content }),
  ),
]);

/** Longer than any word that is made of two or three known ones. */
const LONGEST_SPLIT_WORD = 40;
const LONGEST_KNOWN = Math.max(...[...MEANINGS.keys()].map(({ length }) => length));

/** A number above this is a year or an age. */
const MOST_PEOPLE = 9;

const REPLACED: readonly (readonly [RegExp, string])[] = [
  [/[\u00AD\u200B-\u200F\u2060\uFEFF]/gu, ''],
  [/_/gu, ' '],
  [/['\u2018\u2019\u02BC`´]s?(?!\p{L})/gu, ' '],
  [/['\u2018\u2019\u02BC`´]/gu, ''],
  [/\bbirth certificate\b/giu, ' '],
  [/\be[\s-]?mail/giu, 'email'],
  [/\bwhats app\b/giu, 'whatsapp'],
  [/\b1st\b/giu, ' primary '],
  [/\b(?:2nd|3rd|[4-9]th)\b/giu, ' secondary '],
  // The "P1" of several exports is a parent.
  [/(?<!\p{L})p(?=[\s#]*\d)/giu, 'parent'],
  // The end of the first letter in "D.O.B".
  [/(?<=(?<!\p{L})\p{L}(?:\.\p{L})*)\.(?=\p{L}(?!\p{L}))/gu, ''],
];

/**
 * The words of a heading, whatever their case, punctuation and spacing. `ParentFirstName` and
 * `parentfirstname` have three.
 */
export function wordsOfHeading(heading: string): readonly HeadingWord[] {
  const words: HeadingWord[] = [];
  let before: number | null = null;
  for (const text of textsIn(heading)) {
    if (!/^\d+$/u.test(text)) {
      words.push({ ...wordFor(text), number: before });
      before = null;
      continue;
    }
    const number = Number(text);
    const last = words.at(-1);
    if (number > MOST_PEOPLE) continue;
    if (last === undefined) before = number;
    else words[words.length - 1] = { ...last, number: last.number ?? number };
  }
  return words.map((word, at) =>
    isOrdinal(word, words[at + 1]) ? { ...word, meaning: { is: 'first' } } : word,
  );
}

/** The first parent's name is no first name. */
function isOrdinal({ text }: HeadingWord, next: HeadingWord | undefined): boolean {
  const { meaning = null } = next ?? {};
  return text === ORDINAL_BEFORE_OWNER && meaning?.is === 'owner' && meaning.owner !== 'family';
}

function textsIn(heading: string): readonly string[] {
  const text = REPLACED.reduce(
    (all, [pattern, by]) => all.replace(pattern, by),
    heading.normalize('NFKC'),
  );
  return (text.match(/\p{L}+|\p{N}+/gu) ?? []).flatMap((part) => {
    const known = knownWordsIn(part.toLowerCase());
    if (known !== null) return known;
    return part
      .replace(NEW_WORD, ' ')
      .toLowerCase()
      .split(' ')
      .flatMap((word) => knownWordsIn(word) ?? [word]);
  });
}

const NEW_WORD = /(?<=\p{Ll})(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/gu;

function wordFor(text: string): Omit<HeadingWord, 'number'> {
  const meaning = MEANINGS.get(text);
  if (meaning !== undefined) return { text, meaning, isPlural: text === 'children' };
  return { text, meaning: singular(text) ?? null, isPlural: true };
}

function singular(text: string): Meaning | undefined {
  return text.endsWith('s') ? MEANINGS.get(text.slice(0, -1)) : undefined;
}

function isKnown(text: string): boolean {
  return MEANINGS.has(text) || singular(text) !== undefined;
}

/** The words of which a word without spaces consists; null if one of them is not known. */
function knownWordsIn(word: string, start = 0): readonly string[] | null {
  if (start === 0 && (isKnown(word) || /^\d+$/u.test(word))) return [word];
  if (start === word.length) return [];
  if (word.length > LONGEST_SPLIT_WORD) return null;
  for (let end = Math.min(word.length, start + LONGEST_KNOWN + 1); end > start + 1; end -= 1) {
    const part = word.slice(start, end);
    const rest = isKnown(part) ? knownWordsIn(word, end) : null;
    if (rest !== null) return [part, ...rest];
  }
  return null;
}

function entries(words: string, meaning: Meaning): readonly (readonly [string, Meaning])[] {
  return words
    .trim()
    .split(/\s+/u)
    .map((word) => [word, meaning]);
}

function keysOf<Key extends string>(table: Readonly<Record<Key, string>>): readonly Key[] {
  return Object.keys(table) as Key[];
}
