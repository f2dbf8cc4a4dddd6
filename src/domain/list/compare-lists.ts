import { NOWHERE, type Finding, type RowProblem } from '../problem/problem.ts';
import type { Invite } from '../record/invite.ts';
import { nameKey } from '../record/names/name-key.ts';

/** A player as an earlier list had them. */
export type KnownPlayer = {
  /** First and last name. */
  readonly player: string;
  /** `Lions u9s`. */
  readonly team: string;
  /** The parent's, as an E.164 number. */
  readonly phone: string;
  readonly season: string;
  readonly seenAt: Date;
};

/** What is different from the lists before. */
export type ListChanges = {
  /** When the newest of what was known was seen; null where there is nothing to compare. */
  readonly since: Date | null;
  readonly added: readonly Invite[];
  /** Known in a team of this list, this season, and in it no more. */
  readonly gone: readonly KnownPlayer[];
  readonly moved: readonly Finding[];
  readonly numberChanged: readonly Finding[];
  /** So many other numbers that the list cannot be trusted. */
  readonly numbersChanged: Finding | null;
  /** What need not be known any more once this list is. */
  readonly replaced: readonly KnownPlayer[];
};

/** Families change their number one at a time; a column that was sorted alone changes most. */
const FEWEST_CHANGED = 3;
const SHARE_CHANGED = 0.3;

/**
 * Holds a list against what earlier lists knew of its players.
 *
 * @param unread players of rows that have faults: they are in the list, whatever else is wrong
 */
export function compareLists(
  current: readonly Invite[],
  known: readonly KnownPlayer[],
  unread: readonly string[] = [],
): ListChanges {
  const { pairs, added, left, unclear } = matchLists(current, known, {
    nameNow: (invite) => nameKey(nameOf(invite)),
    nameBefore: ({ player }) => nameKey(player),
    same: [isSamePhoneAndTeam, isSamePhone, isSameTeam],
  });
  const teams = new Set(current.map((invite) => seasonTeam(teamOf(invite), invite.season)));
  const isOfThisList = ({ team, season }: KnownPlayer): boolean =>
    teams.has(seasonTeam(team, season));
  const names = new Set(unread.map(nameKey));
  const gone = left.filter((one) => isOfThisList(one) && !names.has(nameKey(one.player)));
  const since =
    current.length === 0
      ? null
      : latest(pairs.length > 0 ? pairs.map(([, before]) => before) : known);

  const numberChanged = pairs
    .filter(([invite, before]) => invite.parent.phone !== before.phone)
    .map(([invite, before]) => warning(invite, { code: 'number_changed', since: before.seenAt }));
  // A new season has every child in another age group; only within one is a move worth a word.
  const moved = pairs
    .filter(([invite, before]) => invite.season === before.season && !isTeam(invite, before.team))
    .map(([invite, before]) =>
      warning(invite, { code: 'team_changed', since: before.seenAt, from: before.team }),
    );
  return {
    since,
    added,
    gone,
    moved,
    numberChanged,
    numbersChanged: tooMany(numberChanged.length, pairs.length, since),
    replaced: [...pairs.map(([, before]) => before), ...gone, ...unclear.filter(isOfThisList)],
  };
}

function isSamePhone({ parent }: Invite, { phone }: KnownPlayer): boolean {
  return parent.phone === phone;
}

function isSameTeam(invite: Invite, { team }: KnownPlayer): boolean {
  return isTeam(invite, team);
}

function isSamePhoneAndTeam(invite: Invite, before: KnownPlayer): boolean {
  return isSamePhone(invite, before) && isSameTeam(invite, before);
}

function isTeam(invite: Invite, team: string): boolean {
  return nameKey(teamOf(invite)) === nameKey(team);
}

function tooMany(changed: number, of: number, since: Date | null): Finding | null {
  if (since === null || changed < FEWEST_CHANGED || changed < of * SHARE_CHANGED) return null;
  const detail = { code: 'numbers_changed', changed, of, since } as const;
  return { severity: 'error', row: null, ...NOWHERE, detail };
}

function latest(known: readonly KnownPlayer[]): Date | null {
  return known.length === 0 ? null : new Date(Math.max(...known.map(({ seenAt }) => +seenAt)));
}

function nameOf({ player }: Invite): string {
  return `${player.firstName} ${player.lastName}`;
}

function teamOf({ team, ageGroup }: Invite): string {
  return `${team} ${ageGroup}`;
}

function seasonTeam(team: string, season: string): string {
  return `${season} ${nameKey(team)}`;
}

function warning({ row }: Invite, detail: RowProblem): Finding {
  return { severity: 'warning', row, ...NOWHERE, detail };
}

/** The rows of a list beside those of an earlier one. */
export type Matched<Now, Before> = {
  /** In the order of the list as it is now, as is `added`. */
  readonly pairs: readonly (readonly [Now, Before])[];
  readonly added: readonly Now[];
  readonly left: readonly Before[];
  /** Of a name that several rows have, where nothing tells which is which. */
  readonly unclear: readonly Before[];
};

type Telling<Now, Before> = {
  /** Rows are matched only where they have the same name. */
  readonly nameNow: (now: Now) => string;
  readonly nameBefore: (before: Before) => string;
  /** What tells several rows of one name apart, the surest first. */
  readonly same: readonly ((now: Now, before: Before) => boolean)[];
};

/** Holds a list against an earlier one: which row is which, which came and which went. */
export function matchLists<Now extends object, Before>(
  now: readonly Now[],
  before: readonly Before[],
  { nameNow, nameBefore, same }: Telling<Now, Before>,
): Matched<Now, Before> {
  const nowByName = Map.groupBy(now, nameNow);
  const beforeByName = Map.groupBy(before, nameBefore);
  const names = new Set([...nowByName.keys(), ...beforeByName.keys()]);
  const parts = [...names].map((name) =>
    matchedOfOneName(nowByName.get(name) ?? [], beforeByName.get(name) ?? [], same),
  );
  const places = new Map(now.map((one, place) => [one, place]));
  const place = (one: Now): number => places.get(one) ?? 0;
  return {
    pairs: parts.flatMap(({ pairs }) => pairs).toSorted(([a], [b]) => place(a) - place(b)),
    added: parts.flatMap(({ added }) => added).toSorted((a, b) => place(a) - place(b)),
    left: parts.flatMap(({ left }) => left),
    unclear: parts.flatMap(({ unclear }) => unclear),
  };
}

function matchedOfOneName<Now, Before>(
  now: readonly Now[],
  before: readonly Before[],
  same: Telling<Now, Before>['same'],
): Matched<Now, Before> {
  const [one, other] = [now[0], before[0]];
  if (now.length === 1 && before.length === 1 && one !== undefined && other !== undefined) {
    return { pairs: [[one, other]], added: [], left: [], unclear: [] };
  }
  const pairs: (readonly [Now, Before])[] = [];
  const rest = { now: [...now], before: [...before] };
  for (const isSame of same) {
    for (const each of rest.now) {
      const candidates = rest.before.filter((two) => isSame(each, two));
      const rivals = rest.now.filter((rival) => candidates.some((two) => isSame(rival, two)));
      const [only] = candidates;
      if (only === undefined || candidates.length > 1 || rivals.length > 1) continue;
      pairs.push([each, only]);
      rest.now = rest.now.filter((rival) => rival !== each);
      rest.before = rest.before.filter((two) => two !== only);
    }
  }
  if (rest.now.length > 0 && rest.before.length > 0)
    return { pairs, added: [], left: [], unclear: rest.before };
  return { pairs, added: rest.now, left: rest.before, unclear: [] };
}
