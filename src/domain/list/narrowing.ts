import leven from 'leven';
import type { StopProblem } from '../problem/problem.ts';
import { writtenText } from '../record/cell/cell-text.ts';
import type { Invite } from '../record/invite.ts';
import { fullName } from '../record/names/full-name.ts';
import { nameKey } from '../record/names/name-key.ts';
import type { RawRecord } from '../record/raw-record.ts';
import type { RecordRules } from '../record/read-value.ts';
import { placeOfRow } from '../record/row-place.ts';
import { maxEditDistance } from '../record/spelling.ts';
import { parseAgeGroup } from '../record/values/age-group.ts';
import { splitTeam } from '../record/values/club-teams.ts';

/** The part of a list that a run is about; all of it where every field is left out. */
export type Narrowing = {
  /** A team with its age group, or the name alone for all age groups. */
  readonly team?: string | undefined;
  /** As a spreadsheet numbers it, on any of the sheets. */
  readonly row?: number | undefined;
  /** A part of the player's name. */
  readonly player?: string | undefined;
  /** How many messages at most, of those that would be asked about. */
  readonly first?: number | undefined;
};

/** A row of a list as a narrowing sees it. */
export type ListedRow = {
  readonly row: number;
  readonly player: string;
  readonly team: string;
  readonly ageGroup: string;
  /** The ids of the repairs that are offered in the row. */
  readonly offers: readonly string[];
};

/** The narrowing that these options ask for; null for a whole list. */
export function narrowingIn({ team, row, player, first }: Narrowing): Narrowing | null {
  const by = { team, row, player, first };
  return Object.values(by).every((one) => one === undefined) ? null : by;
}

/** Whether the rows of a list are narrowed, and not only the number of messages. */
export function narrowsRows({ team, row, player }: Narrowing): boolean {
  return team !== undefined || row !== undefined || player !== undefined;
}

/**
 * A row with its player and team: those of the invite, or else what the cells have, so that a row with
 * faults belongs to its team, too.
 */
export function listedRow(
  { row, cells }: Pick<RawRecord, 'row' | 'cells'>,
  invite: Invite | null,
  set: RecordRules['set'],
): Omit<ListedRow, 'offers'> {
  if (invite !== null) {
    return { row, player: fullName(invite.player), team: invite.team, ageGroup: invite.ageGroup };
  }
  const ageGroup = cells.age_group === undefined ? set.age_group : cells.age_group.value;
  const parsed = parseAgeGroup(writtenText(ageGroup));
  return {
    row,
    player: playerIn({ cells }),
    team: writtenText(cells.team_name === undefined ? set.team_name : cells.team_name.value),
    ageGroup: parsed.ok ? parsed.value : writtenText(ageGroup),
  };
}

/** The player's name as far as the cells have it. */
export function playerIn({ cells }: Pick<RawRecord, 'cells'>): string {
  const { player_full_name: whole, player_first_name: first, player_last_name: last } = cells;
  return [whole, first, last]
    .flatMap((cell) => (typeof cell?.value === 'string' ? [cell.value] : []))
    .join(' ')
    .trim();
}

export type ChosenRows =
  | { readonly ok: true; readonly rows: ReadonlySet<number> }
  | { readonly ok: false; readonly problem: StopProblem };

/** The rows that are chosen, or the first of team, row and player that leaves none. */
export function chosenRows(
  listed: readonly ListedRow[],
  { team, row, player }: Narrowing,
): ChosenRows {
  const ofTeam = team === undefined ? listed : listed.filter(isOfTeam(team));
  if (team !== undefined && ofTeam.length === 0) {
    const nearest = nearestTeams(team, listed);
    return { ok: false, problem: { code: 'team_not_found', team, nearest } };
  }
  const ofRow =
    row === undefined ? ofTeam : ofTeam.filter((one) => placeOfRow(one.row).row === row);
  if (row !== undefined && ofRow.length === 0) {
    return { ok: false, problem: { code: 'row_not_found', row } };
  }
  const wanted = nameKey(player ?? '');
  const found = ofRow.filter((one) => nameKey(one.player).includes(wanted));
  if (player !== undefined && found.length === 0) {
    const nearest = nearestPlayers(player, ofRow);
    return { ok: false, problem: { code: 'player_not_found', player, nearest } };
  }
  return { ok: true, rows: new Set(found.map((one) => one.row)) };
}

function isOfTeam(wanted: string): (one: ListedRow) => boolean {
  const { name, ageGroup } = splitTeam(wanted.trim().replace(/\s+/gu, ' '));
  const [whole, nameAlone] = [nameKey(wanted), nameKey(name)];
  return (one) => {
    const team = nameKey(one.team);
    if (team === whole || nameKey(teamOf(one)) === whole) return true;
    return ageGroup !== null && team === nameAlone && one.ageGroup === ageGroup;
  };
}

function teamOf({ team, ageGroup }: ListedRow): string {
  return `${team} ${ageGroup}`.trim();
}

const MOST_NEAREST = 3;

/** The teams whose names are most like the wanted one; those that contain it come first. */
function nearestTeams(wanted: string, listed: readonly ListedRow[]): readonly string[] {
  const key = nameKey(wanted);
  const byTeam = Map.groupBy(
    listed.filter(({ team }) => team !== ''),
    teamOf,
  );
  const distanceTo = (team: string): number =>
    nameKey(team).includes(key) ? 0 : leven(key, nameKey(team));
  return nearest(
    [...byTeam].map(([text, [one]]) => ({
      text,
      distance: Math.min(distanceTo(text), distanceTo(one?.team ?? text)),
    })),
  );
}

/** The players of whose name the whole, or a word, is nearly the wanted one. */
function nearestPlayers(wanted: string, listed: readonly ListedRow[]): readonly string[] {
  const key = nameKey(wanted);
  const most = maxEditDistance(key);
  const names = [...new Set(listed.map(({ player }) => player))].filter((name) => name !== '');
  return nearest(
    names
      .map((text) => ({
        text,
        distance: Math.min(...[text, ...text.split(' ')].map((part) => leven(key, nameKey(part)))),
      }))
      .filter(({ distance }) => distance <= most),
  );
}

function nearest(
  candidates: readonly { readonly text: string; readonly distance: number }[],
): readonly string[] {
  return candidates
    .toSorted((a, b) => a.distance - b.distance)
    .slice(0, MOST_NEAREST)
    .map(({ text }) => text);
}
