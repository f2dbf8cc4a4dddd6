import type { Invite } from './record.ts';
import type { sameSpelling } from './same-spelling.ts';
import { textNumber } from './text-number.ts';

/** What rows further up say about a row's player, by row; null where they say nothing. */
export type Namesake = {
  /** The same player, parent's phone and season stand there already. */
  readonly repeats: number | null;
  /** The same child stands there with another phone. */
  readonly withOtherPhone: number | null;
};

type Child = Pick<Invite, 'row' | 'season' | 'team' | 'ageGroup'> & {
  readonly phone: string;
  readonly firstName: string;
  readonly lastName: string;
};
type Namesakes = {
  readonly byInvite: Map<string, number>;
  readonly byTeam: Map<string, Child>;
};

const NOBODY: Namesake = { repeats: null, withOtherPhone: null };

/**
 * Looks up each row's player among those further up. Hardly a name of a list comes twice, so names
 * are looked up by a number, and nothing is compared but where one comes again.
 */
export function startNamesakes(spell: typeof sameSpelling): (invite: Invite) => Namesake {
  const known = new Map<number, Child | Namesakes>();
  return ({ row, player, parent, team, ageGroup, season }) => {
    const { firstName, lastName } = player;
    const name = textNumber(spell(firstName), textNumber(spell(lastName)));
    const child = { row, firstName, lastName, phone: parent.phone, season, team, ageGroup };
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

/** By the name itself, too: two names may have one number. */
function lookUp(
  child: Child,
  { byInvite, byTeam }: Namesakes,
  spell: typeof sameSpelling,
): Namesake {
  const name = `${spell(child.firstName)}\n${spell(child.lastName)}`;
  const invite = `${name}\n${child.phone} ${child.season}`;
  const repeats = byInvite.get(invite);
  if (repeats !== undefined) return { repeats, withOtherPhone: null };
  byInvite.set(invite, child.row);
  const inOneTeam = `${name}\n${spell(child.team)}${child.ageGroup}`;
  const inTeam = byTeam.get(inOneTeam);
  if (inTeam === undefined) byTeam.set(inOneTeam, child);
  const isOther = inTeam !== undefined && inTeam.phone !== child.phone;
  return { repeats: null, withOtherPhone: isOther ? inTeam.row : null };
}
