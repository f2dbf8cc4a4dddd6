import { CLUB_NAME } from '../../club.ts';
import type { TeamDoubt } from '../parsed.ts';
import { ageGroupsIn } from './age-group.ts';

/** What clubs add to their name: FC, AFC, JFC, Juniors, Youth. */
const KIND_OF_CLUB = String.raw`(?:[AJY]{0,2}F\.?C\.?|juniors?|youth|football club)`;

const INITIALS = CLUB_NAME.replace(/(\p{L})\p{L}*\s*/gu, '$1');
const WORDS = CLUB_NAME.split(' ').map((word) => RegExp.escape(word));

/** The club's name with the words that belong to it, and its initials with FC. */
const CLUB = new RegExp(
  String.raw`(?<!\p{L})(?:${WORDS.join(String.raw`[\s.\-]*`)}(?:[\s\-]+${KIND_OF_CLUB})*|${INITIALS}[AJY]{0,2}FC)(?![\p{L}\p{N}])`,
  'giu',
);

/** A second age group without its letter: `/12` in `U11/12`. */
const GOES_ON = /^\s*[/&+\-\u2010-\u2015]\s*\d/u;

/**
 * What a team says that the message says beside it: the club's name before the team, or the age group
 * after it. Null if the team has neither.
 */
export function teamDoubt(team: string, ageGroup: string): TeamDoubt | null {
  const within = ageGroupsIn(team);
  const other = within.find((one) => one.ageGroup !== ageGroup);
  if (other !== undefined) return { code: 'team_other_age_group', found: other.ageGroup };
  const withoutAge = without(team, within);
  const rest = withoutAge.replace(CLUB, ' ');
  const hasClub = rest !== withoutAge;
  if (within.length === 0 && !hasClub) return null;
  const isRange = within.some(({ end }) => GOES_ON.test(team.slice(end)));
  return {
    code: 'team_repeats',
    what: within.length === 0 ? 'club' : hasClub ? 'club_and_age_group' : 'age_group',
    suggestion: isRange ? null : tidied(rest),
  };
}

function without(
  text: string,
  places: readonly { readonly start: number; readonly end: number }[],
): string {
  return places.reduceRight(
    (rest, { start, end }) => `${rest.slice(0, start)} ${rest.slice(end)}`,
    text,
  );
}

/** The words that are left, without empty brackets and dashes at the ends; null if there are none. */
function tidied(rest: string): string | null {
  const name = rest
    .replace(/\(\s*\)|\[\s*\]/gu, ' ')
    .replace(/(?<=[([])\s+|\s+(?=[)\]])/gu, '')
    .replace(/(?<=[\u2010-\u2015,/|:-])\s*[\u2010-\u2015,/|:-]+/gu, '')
    .replace(/\s+/gu, ' ')
    .replace(/^[\s\-\u2010-\u2015,/|:&+.]+|[\s\-\u2010-\u2015,/|:&+]+$/gu, '');
  return /[\p{L}\p{N}]/u.test(name) ? name : null;
}
