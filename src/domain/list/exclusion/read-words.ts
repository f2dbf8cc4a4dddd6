import { wordsOf } from '../../record/cell/words.ts';
import {
  CHILD,
  CIRCUMSTANCE,
  CONSENT,
  CONTACT,
  CONTACTED,
  CURRENT,
  GONE,
  NEGATION,
  NEUTRAL,
  NO_ANSWER,
  OPT_OUT,
  OTHER_CHANNEL,
  PARENT,
  PHONE_CHANNEL,
  PLAYER,
  REFUSAL,
  TOPIC,
  WILLING,
  YES,
} from './vocabulary.ts';

const TABLES = [
  CONSENT,
  WILLING,
  OPT_OUT,
  REFUSAL,
  NEGATION,
  CONTACT,
  CONTACTED,
  PHONE_CHANNEL,
  OTHER_CHANNEL,
  CHILD,
  PLAYER,
  PARENT,
  NEUTRAL,
  TOPIC,
  CIRCUMSTANCE,
  GONE,
  CURRENT,
  YES,
  NO_ANSWER,
  new Set(['opt', 'opted', 'opts', 'opting', 'out', 'whatsapp', 'contactable', 'status']),
];

/**
 * Words into which a word without spaces can be split. Single letters are excluded, since they would
 * match everywhere.
 */
const KNOWN: ReadonlySet<string> = new Set(
  TABLES.flatMap((words) => [...words]).filter((word) => word.length > 1),
);
const LONGEST_KNOWN = Math.max(...[...KNOWN].map(({ length }) => length));

const MARKS: readonly (readonly [RegExp, string])[] = [
  [/\[ *[xX] *\]/gu, ' yes '],
  [/\[ +\]/gu, ' no '],
  [/[\u2705\u2713\u2714\u2611\u{1F5F8}\u{1F5F9}\u{1F44D}]/gu, ' yes '],
  [/[\u2610\u25A1\u25A2\u2B1C\u{1F6AB}\u26D4\u{1F44E}]/gu, ' no '],
  [/[\u2715-\u2718\u2612\u2613\u274C\u274E\u00D7\u2A2F\u{1F5D9}\u{1F5F4}-\u{1F5F7}]/gu, ' cross '],
];

const ONE_WORD: readonly (readonly [RegExp, string])[] = [
  [/\bwhats app\b/gu, 'whatsapp'],
  [/\be mail(?=s\b|ed\b|ing\b|\b)/gu, 'email'],
  [/\bopt(?:s|ed|ing)? in (?:(?:and|or) )?(?:opt(?:s|ed|ing)? )?out\b/gu, 'optin'],
  [/\bopt(?:s|ed|ing)? in\b/gu, 'optin'],
  [/\bopt(?:s|ed|ing)? out\b/gu, 'optout'],
  [/\bun subscribed?\b/gu, 'unsubscribed'],
  [/\bde registered\b/gu, 'deregistered'],
  [/\bin active\b/gu, 'inactive'],
  [/\bcontactable\b/gu, 'can contact'],
];

/**
 * The words of a cell in lower case, without punctuation. `opted-out` is one word, `leftclub` becomes
 * two, and ticks and crosses become words.
 */
export function cellWords(cell: string): readonly string[] {
  const text = replaced(cell.normalize('NFKC'), MARKS).replace(LETTER_BESIDE_DIGIT, ' ');
  const words = wordsOf(text).replaceAll("'", '').split(' ');
  const single = words.length > MOST_WORDS_SPLIT ? words : words.flatMap(knownWordsIn);
  return replaced(single.join(' '), ONE_WORD)
    .split(' ')
    .filter((word) => word !== '');
}

/** The words of a heading. `photoConsent` becomes two words. */
export function headingWords(heading: string): readonly string[] {
  const parted = heading
    .normalize('NFKC')
    .replace(/\p{L}+/gu, (word) =>
      splitFrom(word.toLowerCase(), 0) === null ? word.replace(NEW_WORD, ' ') : word,
    );
  return cellWords(parted);
}

const LETTER_BESIDE_DIGIT = /(?<=\p{L})(?=\p{N})|(?<=\p{N})(?=\p{L})/gu;
const NEW_WORD = /(?<=\p{Ll})(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/gu;

/** Longer texts have spaces between their words. */
const MOST_WORDS_SPLIT = 8;

/** Splits a word that consists of known words only; any other word is kept whole. */
function knownWordsIn(word: string): readonly string[] {
  return splitFrom(word, 0) ?? [word];
}

function splitFrom(word: string, start: number): readonly string[] | null {
  if (word.length > LONGEST_SPLIT_WORD) return null;
  if (start === word.length) return [];
  for (let end = Math.min(word.length, start + LONGEST_KNOWN); end > start + 1; end -= 1) {
    const part = word.slice(start, end);
    const rest = KNOWN.has(part) ? splitFrom(word, end) : null;
    if (rest !== null) return [part, ...rest];
  }
  return null;
}

const LONGEST_SPLIT_WORD = 40;

function replaced(text: string, rules: readonly (readonly [RegExp, string])[]): string {
  return rules.reduce((all, [pattern, word]) => all.replace(pattern, word), text);
}
