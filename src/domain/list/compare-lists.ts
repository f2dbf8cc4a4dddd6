import { NOWHERE, type Finding, type RowProblem } from '../problem/finding.ts';
import type { Invite } from '../record/invite.ts';
import { fullName } from '../record/names/full-name.ts';
import { nameKey } from '../record/names/name-key.ts';

/** A player as recorded from an earlier list. */
export type KnownPlayer = {
  /** First and last name. */
  readonly player: string;
  /** Team and age group: `Lions u9s`. */
  readonly team: string;
  /** The parent's number, in E.164. */
  readonly phone: string;
  readonly season: string;
  readonly seenAt: Date;
};

/** The differences from earlier lists. */
export type ListChanges = {
  /** When the newest of the compared entries was recorded; null if there is nothing to compare with. */
  readonly since: Date | null;
  readonly added: readonly Invite[];
  /** Players known in a team and season of this list who are no longer in it. */
  readonly gone: readonly KnownPlayer[];
  readonly moved: readonly Finding[];
  readonly numberChanged: readonly Finding[];
  /** Set if so many numbers differ that the list is probably damaged. */
  readonly numbersChanged: Finding | null;
  /** Entries that this list supersedes. */
  readonly replaced: readonly KnownPlayer[];
};

/**
 * Families change their numbers one at a time. If more than this share changed, the column was probably
 * sorted without the others.
 */
const FEWEST_CHANGED = 3;
const SHARE_CHANGED = 0.3;

/**
 * Compares a list with what earlier lists recorded of its players.
 *
 * @param unread names of players in rows with faults. They are in the list, so they are not `gone`.
 */
export function compareLists(
  current: readonly Invite[],
  known: readonly KnownPlayer[],
  unread: readonly string[] = [],
): ListChanges {
  const { pairs, added, removed, ambiguous } = matchLists(current, known, {
    nameNow: namesAmong(known),
    nameBefore: ({ player }) => nameKey(player),
    same: [isSamePhoneAndTeam, isSamePhone, isSameTeam],
  });
  const teams = new Set(current.map((invite) => seasonTeam(teamOf(invite), invite.season)));
  const isOfThisList = ({ team, season }: KnownPlayer): boolean =>
    teams.has(seasonTeam(team, season));
  const names = new Set(unread.map(nameKey));
  const gone = removed.filter((one) => isOfThisList(one) && !names.has(nameKey(one.player)));
  const since =
    current.length === 0
      ? null
      : latest(pairs.length > 0 ? pairs.map(([, before]) => before) : known);

  const numberChanged = pairs
    .filter(([invite, before]) => invite.parent.phone !== before.phone)
    .map(([invite, before]) => warning(invite, { code: 'number_changed', since: before.seenAt }));
  // Age groups change with every season, so a move counts only within one season.
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
    numbersChanged: numbersChangedFinding(numberChanged.length, pairs.length, since),
    replaced: [...pairs.map(([, before]) => before), ...gone, ...ambiguous.filter(isOfThisList)],
  };
}

/**
 * The name of each invite's player, in the form for comparison: as an earlier list had it, where only one
 * of the two has a last name and first name and phone agree with one player.
 */
function namesAmong(known: readonly KnownPlayer[]): (invite: Invite) => string {
  const names = new Set(known.map(({ player }) => nameKey(player)));
  const byPhone = Map.groupBy(known, ({ phone }) => phone);
  return (invite) => {
    const name = nameKey(fullName(invite.player));
    if (names.has(name)) return name;
    const { firstName, lastName } = invite.player;
    const samePhone = byPhone.get(invite.parent.phone) ?? [];
    const same = samePhone.filter(({ player }) =>
      lastName === '' ? beginsWith(player, firstName) : nameKey(player) === nameKey(firstName),
    );
    const [only, ...others] = new Set(same.map(({ player }) => nameKey(player)));
    return only === undefined || others.length > 0 ? name : only;
  };
}

/** Whether the first words of a full name are this first name. */
function beginsWith(player: string, firstName: string): boolean {
  const words = player.split(' ');
  const wanted = nameKey(firstName);
  return words.some((_, at) => at > 0 && nameKey(words.slice(0, at).join(' ')) === wanted);
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

function numbersChangedFinding(changed: number, of: number, since: Date | null): Finding | null {
  if (since === null || changed < FEWEST_CHANGED || changed < of * SHARE_CHANGED) return null;
  const detail = { code: 'numbers_changed', changed, of, since } as const;
  return { severity: 'error', row: null, ...NOWHERE, detail };
}

function latest(known: readonly KnownPlayer[]): Date | null {
  return known.length === 0 ? null : new Date(Math.max(...known.map(({ seenAt }) => +seenAt)));
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

/** The rows of a list matched with those of an earlier one. */
export type Matched<Now, Before> = {
  /** In the order of the current list, as is `added`. */
  readonly pairs: readonly (readonly [Now, Before])[];
  readonly added: readonly Now[];
  readonly removed: readonly Before[];
  /** Earlier rows of a name that several rows have and that could not be told apart. */
  readonly ambiguous: readonly Before[];
};

type MatchCriteria<Now, Before> = {
  /** Only rows with the same name are matched. */
  readonly nameNow: (now: Now) => string;
  readonly nameBefore: (before: Before) => string;
  /** How rows of the same name are told apart, the most reliable criterion first. */
  readonly same: readonly ((now: Now, before: Before) => boolean)[];
};

/** Matches the rows of a list with those of an earlier one. */
export function matchLists<Now extends object, Before>(
  now: readonly Now[],
  before: readonly Before[],
  { nameNow, nameBefore, same }: MatchCriteria<Now, Before>,
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
    removed: parts.flatMap(({ removed }) => removed),
    ambiguous: parts.flatMap(({ ambiguous }) => ambiguous),
  };
}

function matchedOfOneName<Now, Before>(
  now: readonly Now[],
  before: readonly Before[],
  same: MatchCriteria<Now, Before>['same'],
): Matched<Now, Before> {
  const [one, other] = [now[0], before[0]];
  if (now.length === 1 && before.length === 1 && one !== undefined && other !== undefined) {
    return { pairs: [[one, other]], added: [], removed: [], ambiguous: [] };
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
    return { pairs, added: [], removed: [], ambiguous: rest.before };
  return { pairs, added: rest.now, removed: rest.before, ambiguous: [] };
}
