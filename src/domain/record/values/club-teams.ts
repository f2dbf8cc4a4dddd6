import leven from 'leven';
import type { Invite } from '../invite.ts';
import { nameKey } from '../names/name-key.ts';
import { maxEditDistance } from '../spelling.ts';
import { parseAgeGroup, type AgeGroup } from './age-group.ts';

/** A team of the club. `ageGroup` is null for a team of all ages. */
export type ClubTeam = { readonly name: string; readonly ageGroup: AgeGroup | null };

/** Parses a setting with teams separated by commas: `Panthers u11s, Lions under 9, Bears`. */
export function parseTeams(text: string): readonly ClubTeam[] {
  return text
    .split(',')
    .map((entry) => entry.trim().replace(/\s+/gu, ' '))
    .filter((entry) => entry !== '')
    .map(splitTeam);
}

/**
 * Finds teams that the club does not have, with the nearest one that it has. Returns null for a
 * team of the club.
 */
export function unknownTeamFinder(
  teams: readonly ClubTeam[],
): (invite: Pick<Invite, 'team' | 'ageGroup'>) => { readonly nearest: string | null } | null {
  const spelled = teams.map((team) => ({ ...team, spelling: nameKey(team.name) }));
  return ({ team, ageGroup }) => {
    const spelling = nameKey(team);
    const isOfAge = (one: ClubTeam): boolean => one.ageGroup === null || one.ageGroup === ageGroup;
    if (spelled.some((one) => one.spelling === spelling && isOfAge(one))) return null;
    const near = spelled
      .map((one) => ({ one, distance: leven(spelling, one.spelling) + (isOfAge(one) ? 0 : 1) }))
      .toSorted((a, b) => a.distance - b.distance)[0];
    return {
      nearest:
        near !== undefined && near.distance <= maxEditDistance(spelling)
          ? teamText(near.one)
          : null,
    };
  };
}

/** Splits `Panthers u11s`. The age group is the longest text at the end that parses as one. */
export function splitTeam(text: string): ClubTeam {
  const words = text.split(' ');
  for (const at of words.keys().drop(1)) {
    const ageGroup = parseAgeGroup(words.slice(at).join(' '));
    if (ageGroup.ok) return { name: words.slice(0, at).join(' '), ageGroup: ageGroup.value };
  }
  return { name: text, ageGroup: null };
}

/** `Panthers u11s`. */
export function teamText({ name, ageGroup }: ClubTeam): string {
  return ageGroup === null ? name : `${name} ${ageGroup}`;
}
