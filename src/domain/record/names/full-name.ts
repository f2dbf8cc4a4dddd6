import type { WhyNotSplit } from '../parsed.ts';

export type SplitName =
  | { readonly ok: true; readonly first: string; readonly last: string }
  | { readonly ok: false; readonly why: WhyNotSplit };

const SEVERAL_PEOPLE = /[&+/;|]|(?:^|\s)(?:and|or)(?:\s|$)/iu;

/** Titles, which are not part of a name. */
const TITLE = /^(?:mr|mrs|ms|miss|mx|master|dr|prof|professor|rev|sir|dame|lady)\.?$/iu;

/** Suffixes, which are not part of a name. */
const GENERATION = /^(?:jr|jnr|junior|sr|snr|senior|ii|iii|iv)\.?$/iu;

/** Particles that begin a last name. Lower case only: `Van` may also be a middle name. */
const PARTICLE =
  /^(?:van|von|der|den|de|da|di|du|del|della|dos|das|do|la|le|los|ter|ten|zu|af|av)$/u;

/** A word of a name, with hyphens, apostrophes and the dot after an initial. */
const NAME_WORD = /^[\p{L}\p{M}][\p{L}\p{M}'’.\-\u2010\u2011]*$/u;

/**
 * Splits `Jane Smith`, `Smith, Jane` and `Jan van der Berg` into first and last name. Ambiguous
 * names are refused with the reason, since a wrong split would greet the parent by a wrong name.
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
  // `Jane Smith, John Smith` and `Jane, John, Bo` name several people.
  if (sides.length > 2) return refusedFor('several_people');
  if (left.length === 0 || right.length === 0) return splitWords(words);
  const [first = '', ...others] = right;
  if (others.length === 0 && isLastName(left)) return { ok: true, first, last: left.join(' ') };
  return refusedFor(isLastName(left) ? 'three_words' : 'several_people');
}

/** `Jane Smith`; `Jane` where there is no last name. */
export function fullName({
  firstName,
  lastName,
}: {
  readonly firstName: string;
  readonly lastName: string;
}): string {
  return lastName === '' ? firstName : `${firstName} ${lastName}`;
}

/** Whether a word is a title such as `Mr` or `Dr.`. */
export function isTitle(word: string): boolean {
  return TITLE.test(word);
}

function splitWords(words: readonly string[]): SplitName {
  const [first = '', ...rest] = words;
  // `van Dijk` is a last name without a first name.
  if (PARTICLE.test(first)) return refusedFor(isLastName(words) ? 'one_word' : 'three_words');
  return isLastName(rest) ? { ok: true, first, last: rest.join(' ') } : refusedFor('three_words');
}

/** One word, optionally with particles before it. */
function isLastName(words: readonly string[]): boolean {
  return words.length > 0 && words.slice(0, -1).every((word) => PARTICLE.test(word));
}

function refusedFor(why: WhyNotSplit): SplitName {
  return { ok: false, why };
}
