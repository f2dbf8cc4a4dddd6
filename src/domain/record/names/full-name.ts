import type { WhyNotSplit } from '../parsed.ts';

export type SplitName =
  | { readonly ok: true; readonly first: string; readonly last: string }
  | { readonly ok: false; readonly why: WhyNotSplit };

const SEVERAL_PEOPLE = /[&+/;|]|(?:^|\s)(?:and|or)(?:\s|$)/iu;

/** What stands before a name and is no part of it. */
const TITLE = /^(?:mr|mrs|ms|miss|mx|master|dr|prof|professor|rev|sir|dame|lady)\.?$/iu;

/** What stands behind a name and is no part of it. */
const GENERATION = /^(?:jr|jnr|junior|sr|snr|senior|ii|iii|iv)\.?$/iu;

/** Small words that begin a last name; with a capital, `Van` may as well be a middle name. */
const PARTICLE =
  /^(?:van|von|der|den|de|da|di|du|del|della|dos|das|do|la|le|los|ter|ten|zu|af|av)$/u;

/** A word of a name: hyphens, apostrophes and the dot of an initial are part of it. */
const NAME_WORD = /^[\p{L}\p{M}][\p{L}\p{M}'’.\-\u2010\u2011]*$/u;

/**
 * First and last name of `Jane Smith`, `Smith, Jane` and `Jan van der Berg`. Whatever else could be
 * meant in two ways is refused with the reason: the greeting would go to a stranger.
 */
export function splitFullName(text: string): SplitName {
  if (SEVERAL_PEOPLE.test(text)) return refusedFor('several_people');
  const sides = text.split(',').map((side) => side.split(' ').filter((word) => word !== ''));
  const words = sides.flat();
  if (words.some((word) => isTitle(word) || GENERATION.test(word))) return refusedFor('title');
  if (!words.every((word) => NAME_WORD.test(word))) return refusedFor('other_marks');
  if (words.length < 2) return refusedFor('one_word');
  const [left = [], right] = sides;
  if (right === undefined) return splitWords(left);
  // `Jane Smith, John Smith` and `Jane, John, Bo` are lists.
  if (sides.length > 2) return refusedFor('several_people');
  if (left.length === 0 || right.length === 0) return splitWords(words);
  const [first = '', ...others] = right;
  if (others.length === 0 && isLastName(left)) return { ok: true, first, last: left.join(' ') };
  return refusedFor(isLastName(left) ? 'three_words' : 'several_people');
}

/** Whether a word is `Mr`, `Dr.` and the like. */
export function isTitle(word: string): boolean {
  return TITLE.test(word);
}

function splitWords(words: readonly string[]): SplitName {
  const [first = '', ...rest] = words;
  // `van Dijk` is a last name whose first name is not there.
  if (PARTICLE.test(first)) return refusedFor(isLastName(words) ? 'one_word' : 'three_words');
  return isLastName(rest) ? { ok: true, first, last: rest.join(' ') } : refusedFor('three_words');
}

/** One word, with particles before it or without. */
function isLastName(words: readonly string[]): boolean {
  return words.length > 0 && words.slice(0, -1).every((word) => PARTICLE.test(word));
}

function refusedFor(why: WhyNotSplit): SplitName {
  return { ok: false, why };
}
