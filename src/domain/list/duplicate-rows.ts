import type { Invite } from '../record/invite.ts';
import type { nameKey } from '../record/names/name-key.ts';

/** What rows further up say about a row's player, by row; null where they say nothing. */
export type DuplicateRow = {
  /** The same player, parent's phone and season stand there already. */
  readonly repeats: number | null;
  /** The same child stands there with another phone. */
  readonly withOtherPhone: number | null;
};

type Child = Pick<Invite, 'row' | 'season' | 'team' | 'ageGroup'> & {
  readonly phone: string;
};
type Namesakes = {
  readonly byInvite: Map<string, number>;
  readonly byTeam: Map<string, Child>;
};

const NOBODY: DuplicateRow = { repeats: null, withOtherPhone: null };

/** Looks up each row's player among those further up. Hardly a name of a list comes twice. */
export function startDuplicateCheck(spell: typeof nameKey): (invite: Invite) => DuplicateRow {
  const known = new Map<string, Child | Namesakes>();
  return ({ row, player, parent, team, ageGroup, season }) => {
    const name = `${spell(player.firstName)}\n${spell(player.lastName)}`;
    const child = { row, phone: parent.phone, season, team, ageGroup };
    const before = known.get(name);
    if (before === undefined) {
      known.set(name, child);
      return NOBODY;
    }
    if ('byInvite' in before) return lookUp(child, before, spell);
    const namesakes: Namesakes = { byInvite: new Map(), byTeam: new Map() };
    known.set(name, namesakes);
    lookUp(before, namesakes, spell);
    return lookUp(child, namesakes, spell);
  };
}

/** Among those of one name. */
function lookUp(
  child: Child,
  { byInvite, byTeam }: Namesakes,
  spell: typeof nameKey,
): DuplicateRow {
  const invite = `${child.phone} ${child.season}`;
  const repeats = byInvite.get(invite);
  if (repeats !== undefined) return { repeats, withOtherPhone: null };
  byInvite.set(invite, child.row);
  const inOneTeam = `${spell(child.team)}${child.ageGroup}`;
  const inTeam = byTeam.get(inOneTeam);
  if (inTeam === undefined) byTeam.set(inOneTeam, child);
  const isOther = inTeam !== undefined && inTeam.phone !== child.phone;
  return { repeats: null, withOtherPhone: isOther ? inTeam.row : null };
}
