import type { Invite } from '../record/invite.ts';
import type { nameKey } from '../record/names/name-key.ts';

/** What earlier rows have in common with a row, by row number; null if nothing. */
type DuplicateRow = {
  /**
   * The earlier row with the same player, parent's phone and season. A player without a last name is
   * the same as one of that first name.
   */
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

/** By first and last name, in the form for comparison. */
type KnownRows = Map<string, Child | SameNameRows>;

const NO_DUPLICATE: DuplicateRow = { repeats: null, withOtherPhone: null };

/**
 * Looks up each row's player among earlier rows. Nearly all names are unique, so the maps for rows of
 * the same name are created only when a name is repeated.
 */
export function startDuplicateCheck(nameKeyOf: typeof nameKey): (invite: Invite) => DuplicateRow {
  const known: KnownRows = new Map();
  const repeatsByFirstName = startFirstNameCheck(known);
  return ({ row, player, parent, team, ageGroup, season }) => {
    const firstName = nameKeyOf(player.firstName);
    const lastName = player.lastName === '' ? '' : nameKeyOf(player.lastName);
    const name = `${firstName}\n${lastName}`;
    const child = { row, phone: parent.phone, season, team, ageGroup };
    const repeats = repeatsByFirstName(firstName, lastName, child);
    if (repeats !== null) return { repeats, withOtherPhone: null };
    const before = known.get(name);
    if (before === undefined) {
      known.set(name, child);
      return NO_DUPLICATE;
    }
    if ('byInvite' in before) return found(lastName, lookUp(child, before, nameKeyOf));
    const sameName: SameNameRows = { byInvite: new Map(), byTeam: new Map() };
    known.set(name, sameName);
    lookUp(before, sameName, nameKeyOf);
    return found(lastName, lookUp(child, sameName, nameKeyOf));
  };
}

/** Two players of one first name in a team, with two phones, may be two children. */
function found(lastName: string, duplicate: DuplicateRow): DuplicateRow {
  return lastName === '' ? { ...duplicate, withOtherPhone: null } : duplicate;
}

/**
 * Looks up rows of the same first name, phone and season, of which one has no last name. Lists whose
 * players all have one cost nothing here.
 */
function startFirstNameCheck(
  known: KnownRows,
): (firstName: string, lastName: string, child: Child) => number | null {
  const withoutLastName = new Map<string, number>();
  let all: Map<string, number> | null = null;
  return (firstName, lastName, child) => {
    if (lastName !== '' && all === null) return null;
    all ??= rowsByFirstName(known);
    const key = firstNameKey(firstName, inviteKeyOf(child));
    const repeats = (lastName === '' ? all : withoutLastName).get(key) ?? null;
    if (!all.has(key)) all.set(key, child.row);
    if (lastName === '' && repeats === null) withoutLastName.set(key, child.row);
    return repeats;
  };
}

function rowsByFirstName(known: KnownRows): Map<string, number> {
  const rows = new Map<string, number>();
  for (const [name, one] of known) {
    const [firstName = ''] = name.split('\n');
    const invites = 'byInvite' in one ? one.byInvite : [[inviteKeyOf(one), one.row] as const];
    for (const [invite, row] of invites) {
      const key = firstNameKey(firstName, invite);
      if (!rows.has(key)) rows.set(key, row);
    }
  }
  return rows;
}

function firstNameKey(firstName: string, invite: string): string {
  return `${firstName}\n${invite}`;
}

function inviteKeyOf({ phone, season }: Child): string {
  return `${phone} ${season}`;
}

/** Looks up a child among those of the same name. */
function lookUp(
  child: Child,
  { byInvite, byTeam }: SameNameRows,
  nameKeyOf: typeof nameKey,
): DuplicateRow {
  const invite = inviteKeyOf(child);
  const repeats = byInvite.get(invite);
  if (repeats !== undefined) return { repeats, withOtherPhone: null };
  byInvite.set(invite, child.row);
  const inOneTeam = `${nameKeyOf(child.team)}${child.ageGroup}`;
  const inTeam = byTeam.get(inOneTeam);
  if (inTeam === undefined) byTeam.set(inOneTeam, child);
  const isOther = inTeam !== undefined && inTeam.phone !== child.phone;
  return { repeats: null, withOtherPhone: isOther ? inTeam.row : null };
}
