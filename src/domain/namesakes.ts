import type { Invite } from './record.ts';
import type { sameSpelling } from './same-spelling.ts';

/** What rows further up say about a row's player, by row; null where they say nothing. */
export type Namesake = {
  /** The same player, parent's phone and season stand there already. */
  readonly repeats: number | null;
  /** The same child stands there with another phone. */
  readonly withOtherPhone: number | null;
};

type Seen = { readonly row: number; readonly phone: string; readonly season: string };
type SeenChild = Seen & { readonly team: string };
type Namesakes = {
  readonly byInvite: Map<string, number>;
  readonly byTeam: Map<string, Seen>;
};

const NOBODY: Namesake = { repeats: null, withOtherPhone: null };

/**
 * Looks up each row's player among those further up. Hardly a name of a list comes twice, so more
 * than the name is compared only where one does.
 */
export function startNamesakes(spell: typeof sameSpelling): (invite: Invite) => Namesake {
  const known = new Map<string, SeenChild | Namesakes>();
  return ({ row, player, parent, team, ageGroup, season }) => {
    const name = `${spell(player.firstName)}\n${spell(player.lastName)}`;
    const child = { row, phone: parent.phone, season, team: spell(team) + ageGroup };
    const before = known.get(name);
    if (before === undefined) {
      known.set(name, child);
      return NOBODY;
    }
    if ('byInvite' in before) return lookUp(child, before);
    const namesakes: Namesakes = { byInvite: new Map(), byTeam: new Map() };
    known.set(name, namesakes);
    lookUp(before, namesakes);
    return lookUp(child, namesakes);
  };
}

function lookUp(child: SeenChild, { byInvite, byTeam }: Namesakes): Namesake {
  const invite = `${child.phone} ${child.season}`;
  const repeats = byInvite.get(invite);
  if (repeats !== undefined) return { repeats, withOtherPhone: null };
  byInvite.set(invite, child.row);
  const inTeam = byTeam.get(child.team);
  if (inTeam === undefined) byTeam.set(child.team, child);
  const isOther = inTeam !== undefined && inTeam.phone !== child.phone;
  return { repeats: null, withOtherPhone: isOther ? inTeam.row : null };
}
