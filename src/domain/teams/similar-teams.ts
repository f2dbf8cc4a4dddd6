import leven from 'leven';
import { CLUB_NAME } from '../club.ts';
import { nameKey } from '../record/names/name-key.ts';
import { ageGroupsIn } from '../record/values/age-group.ts';
import type { ClubTeam } from '../record/values/club-teams.ts';

/** Words that tell no team of a club from another. */
const SAME_FOR_ALL = new Set(
  `fc afc jfc yfc the team squad football club juniors junior youth ${CLUB_NAME.toLowerCase()}`.split(
    ' ',
  ),
);

/** A longer word may have two wrong letters, such as two in the wrong order. */
const LONG_WORD = 7;
/** In a shorter word one letter makes another name: A and B are two teams. */
const SHORTEST_MISSPELT = 3;

/**
 * Whether two teams may be the same one, written in another way: in case, spaces and punctuation, with
 * or without the club's name or the age group, with a word more or less, or with a wrong letter. Teams
 * of two age groups never are.
 */
export function maybeSameTeam(one: ClubTeam, other: ClubTeam): boolean {
  const [a, b] = [partsOf(one), partsOf(other)];
  if (a.ages.size > 0 && b.ages.size > 0 && a.ages.isDisjointFrom(b.ages)) return false;
  if (a.words.join('') === b.words.join('')) return true;
  const [more, less] = a.words.length >= b.words.length ? [a.words, b.words] : [b.words, a.words];
  const extra = without(more, less);
  const missing = without(less, more);
  if (missing.length === 0) return extra.length === 1 && less.length > 0;
  const isOneWord = extra.length === 1 && missing.length === 1;
  return isOneWord
    ? isMisspelt(extra[0] ?? '', missing[0] ?? '')
    : isMisspelt(more.join(''), less.join(''), 1);
}

function partsOf({ name, ageGroup }: ClubTeam): {
  readonly words: readonly string[];
  readonly ages: ReadonlySet<string>;
} {
  const within = ageGroupsIn(name);
  const rest = within.reduceRight(
    (text, { start, end }) => `${text.slice(0, start)} ${text.slice(end)}`,
    name,
  );
  const all = rest
    .replace(/['\u2018\u2019.]/gu, '')
    .split(/[^\p{L}\p{N}\p{M}]+/u)
    .filter((word) => word !== '')
    .map(nameKey);
  const telling = all.filter((word) => !SAME_FOR_ALL.has(word));
  return {
    words: telling.length > 0 ? telling : all,
    ages: new Set(ageGroup === null ? within.map((one) => one.ageGroup) : [ageGroup]),
  };
}

/** The words of `some` that `others` does not have. A word that is there twice counts twice. */
function without(some: readonly string[], others: readonly string[]): readonly string[] {
  const left = [...others];
  return some.filter((word) => {
    const at = left.indexOf(word);
    if (at !== -1) left.splice(at, 1);
    return at === -1;
  });
}

function isMisspelt(word: string, other: string, most = 2): boolean {
  const length = Math.min(word.length, other.length);
  if (length < SHORTEST_MISSPELT) return false;
  return leven(word, other) <= (length < LONG_WORD ? 1 : most);
}
