import type { Invite } from '../record/invite.ts';
import type { nameKey } from '../record/names/name-key.ts';

/** What earlier rows have in common with a row, by row number; null if nothing. */
type DuplicateRow = {
  /** The earlier row with the same player, parent's phone and season. */
  readonly repeats: number | null;
  /** The earlier row with the same child and another phone. */
  readonly withOtherPhone: number | null;
};

type Child = Pick<Invite, 'row' | 'season' | 'team' | 'ageGroup'> & {
  readonly phone: string;
};
type SameNameRows = {
  readonly byInvite: Map<string, number>;
  readonly byTeam: Map<string, Child>;
};

const NO_DUPLICATE: DuplicateRow = { repeats: null, withOtherPhone: null };

/**
 * Looks up each row's player among earlier rows. Nearly all names are unique, so the maps for rows of
 * the same name are created only when a name is repeated.
 */
export function startDuplicateCheck(nameKeyOf: typeof nameKey): (invite: Invite) => DuplicateRow {
  const known = new Map<string, Child | SameNameRows>();
  return ({ row, player, parent, team, ageGroup, season }) => {
    const name = `${nameKeyOf(player.firstName)}\n${nameKeyOf(player.lastName)}`;
    const child = { row, phone: parent.phone, season, team, ageGroup };
    const before = known.get(name);
    if (before === undefined) {
      known.set(name, child);
      return NO_DUPLICATE;
    }
    if ('byInvite' in before) return lookUp(child, before, nameKeyOf);
    const sameName: SameNameRows = { byInvite: new Map(), byTeam: new Map() };
    known.set(name, sameName);
    lookUp(before, sameName, nameKeyOf);
    return lookUp(child, sameName, nameKeyOf);
  };
}

/** Looks up a child among those of the same name. */
function lookUp(
  child: Child,
  { byInvite, byTeam }: SameNameRows,
  nameKeyOf: typeof nameKey,
): DuplicateRow {
  const invite = `${child.phone} ${child.season}`;
  const repeats = byInvite.get(invite);
  if (repeats !== undefined) return { repeats, withOtherPhone: null };
  byInvite.set(invite, child.row);
  const inOneTeam = `${nameKeyOf(child.team)}${child.ageGroup}`;
  const inTeam = byTeam.get(inOneTeam);
  if (inTeam === undefined) byTeam.set(inOneTeam, child);
  const isOther = inTeam !== undefined && inTeam.phone !== child.phone;
  return { repeats: null, withOtherPhone: isOther ? inTeam.row : null };
}
