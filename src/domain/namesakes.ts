import type { Invite } from './record.ts';
import type { sameSpelling } from './same-spelling.ts';

/** What rows further up say about a row's player, by row; null where they say nothing. */
export type Namesake = {
  /** The same player, parent's phone and season stand there already. */
  readonly repeats: number | null;
  /** The same child stands there with another phone. */
  readonly withOtherPhone: number | null;
};

type Child = Pick<Invite, 'row' | 'season' | 'team' | 'ageGroup'> & { readonly phone: string };
type Namesakes = {
  readonly byInvite: Map<string, number>;
  readonly byTeam: Map<string, Child>;
};

const NOBODY: Namesake = { repeats: null, withOtherPhone: null };

/**
 * Looks up each row's player among those further up. Hardly a name of a list comes twice, so more
 * than the name is compared only where one does.
 */
export function startNamesakes(spell: typeof sameSpelling): (invite: Invite) => Namesake {
  // Last name, then first: joined, the two would be copied and hashed anew for every row.
  const known = new Map<string, Map<string, Child | Namesakes>>();
  return ({ row, player, parent, team, ageGroup, season }) => {
    const last = spell(player.lastName);
    const first = spell(player.firstName);
    const child = { row, phone: parent.phone, season, team, ageGroup };
    let byFirst = known.get(last);
    if (byFirst === undefined) known.set(last, (byFirst = new Map()));
    const before = byFirst.get(first);
    if (before === undefined) {
      byFirst.set(first, child);
      return NOBODY;
    }
    if ('byInvite' in before) return lookUp(child, before, spell);
    const namesakes: Namesakes = { byInvite: new Map(), byTeam: new Map() };
    byFirst.set(first, namesakes);
    lookUp(before, namesakes, spell);
    return lookUp(child, namesakes, spell);
  };
}

function lookUp(
  child: Child,
  { byInvite, byTeam }: Namesakes,
  spell: typeof sameSpelling,
): Namesake {
  const invite = `${child.phone} ${child.season}`;
  const repeats = byInvite.get(invite);
  if (repeats !== undefined) return { repeats, withOtherPhone: null };
  byInvite.set(invite, child.row);
  const team = spell(child.team) + child.ageGroup;
  const inTeam = byTeam.get(team);
  if (inTeam === undefined) byTeam.set(team, child);
  const isOther = inTeam !== undefined && inTeam.phone !== child.phone;
  return { repeats: null, withOtherPhone: isOther ? inTeam.row : null };
}
