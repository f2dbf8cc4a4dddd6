import { describe, expect, it } from '@jest/globals';
import { compareLists, type KnownPlayer } from '../../../src/domain/list/compare-lists.ts';
import type { Invite } from '../../../src/domain/record/invite.ts';
import { fullName } from '../../../src/domain/record/names/full-name.ts';
import { anInvite } from '../../support/builders.ts';

const JUNE = new Date('2026-06-12T18:00:00Z');

/**
 * `Ava 101 Lions`: a first name, the end of the parent's number and the team. `Ava.` has no last name,
 * and `Ava.Jones` another one than Smith.
 */
function inviteOf(text: string, index = 0): Invite {
  const [name = '', digits, team_name = 'Lions'] = text.split(' ');
  const [first, last] = name.split('.');
  const names = {
    player_first_name: first,
    ...(last === undefined ? {} : { player_last_name: last }),
  };
  const parent_tel = `07700 900${digits}`;
  return anInvite({ row: index + 2, ...names, parent_tel, team_name, age_group: 'u9s' });
}

function knownOf(text: string, season = '2026-27'): KnownPlayer {
  const { player, team, ageGroup, parent } = inviteOf(text);
  return {
    player: fullName(player),
    team: `${team} ${ageGroup}`,
    phone: parent.phone,
    season,
    seenAt: JUNE,
  };
}

type Lists = { readonly now: readonly string[]; readonly before: readonly string[] };

/**
 * The changes as text: `added Ava`, `gone Ben Smith`, `row 2 moved from Bears u9s`, `row 3 other
 * number`.
 */
function changesOf({ now, before }: Lists, season?: string, unread: readonly string[] = []) {
  const changes = compareLists(
    now.map(inviteOf),
    before.map((text) => knownOf(text, season)),
    unread,
  );
  return [
    ...changes.added.map(({ player }) => `added ${player.firstName}`),
    ...changes.gone.map(({ player }) => `gone ${player}`),
    ...changes.moved.map(({ row, detail }) =>
      detail.code === 'team_changed' ? `row ${row} moved from ${detail.from}` : detail.code,
    ),
    ...changes.numberChanged.map(({ row }) => `row ${row} other number`),
    ...(changes.numbersChanged === null ? [] : ['stop']),
  ];
}

describe('a list compared with the last one', () => {
  it.each([
    { now: ['Ava 101'], before: [], is: ['added Ava'], why: 'nothing was known' },
    { now: ['Ava 101'], before: ['Ava 101'], is: [], why: 'the same' },
    { now: ['AVA 101'], before: ['Ava 101'], is: [], why: 'the same in other letters' },
    {
      now: ['Ava 101'],
      before: ['Ava 101', 'Ben 102'],
      is: ['gone Ben Smith'],
      why: 'one left the team',
    },
    {
      now: ['Ava 101'],
      before: ['Ava 101', 'Ben 102 Bears'],
      is: [],
      why: 'one of a team that is not in this list is not gone',
    },
    {
      now: ['Ava 101 Lions'],
      before: ['Ava 101 Bears'],
      is: ['row 2 moved from Bears u9s'],
      why: 'another team',
    },
    { now: ['Ava 102'], before: ['Ava 101'], is: ['row 2 other number'], why: 'another number' },
    {
      now: ['Ava 103 Lions'],
      before: ['Ava 101 Bears'],
      is: ['row 2 moved from Bears u9s', 'row 2 other number'],
      why: 'both at once',
    },
    {
      now: ['Ava 101 Lions', 'Ava 102 Bears'],
      before: ['Ava 102 Bears', 'Ava 101 Lions'],
      is: [],
      why: 'two children of one name in two teams',
    },
    {
      now: ['Ava 101 Bears', 'Ava 102 Bears'],
      before: ['Ava 102 Bears', 'Ava 101 Lions'],
      is: ['row 2 moved from Lions u9s'],
      why: 'two of one name are matched by phone: one moved',
    },
    {
      now: ['Ava 101 Lions', 'Ava 103 Bears'],
      before: ['Ava 101 Lions', 'Ava 102 Bears'],
      is: ['row 3 other number'],
      why: 'two of one name are matched by team: a number changed',
    },
    {
      now: ['Ava 103 Lions', 'Ava 104 Lions'],
      before: ['Ava 101 Lions', 'Ava 102 Lions'],
      is: [],
      why: 'two of one name and team without a known number are ambiguous',
    },
    {
      now: ['Ava 101', 'Ava 102'],
      before: ['Ava 101'],
      is: ['added Ava'],
      why: 'the second parent of a known child is new',
    },
    {
      now: ['Ava 101'],
      before: ['Ava 101', 'Ava 102'],
      is: ['gone Ava Smith'],
      why: 'one of two parents is in it no more',
    },
    { now: ['Ava. 101'], before: ['Ava 101'], is: [], why: 'the list has no last names any more' },
    { now: ['Ava 101'], before: ['Ava. 101'], is: [], why: 'the list has last names now' },
    { now: ['Ava. 101'], before: ['Ava. 101'], is: [], why: 'neither has last names' },
    { now: ['Zoë. 101'], before: ['ZOE 101'], is: [], why: 'the first name has other letters' },
    {
      now: ['Ava. 102'],
      before: ['Ava 101'],
      is: ['added Ava', 'gone Ava Smith'],
      why: 'without a last name, another number is another player',
    },
    {
      now: ['Ava. 101'],
      before: ['Ava 101', 'Ava.Jones 101'],
      is: ['added Ava', 'gone Ava Smith', 'gone Ava Jones'],
      why: 'two players could be meant',
    },
  ])('reports $is: $why', ({ is, ...lists }) => {
    expect(changesOf(lists)).toEqual(is);
  });

  it('does not count a player as gone if the row has faults', () => {
    const lists = { now: ['Ava 101'], before: ['Ava 101', 'Ben 102'] };
    expect(changesOf(lists, '2026-27', ['BEN SMITH'])).toEqual([]);
  });

  it('reports no change of teams in another season', () => {
    const lists = { now: ['Ava 101 Lions'], before: ['Ava 101 Bears', 'Ben 102 Lions'] };
    expect(changesOf(lists, '2025-26')).toEqual([]);
  });

  it('reports a number that changed since last season', () => {
    const lists = { now: ['Ava 102'], before: ['Ava 101'] };
    expect(changesOf(lists, '2025-26')).toEqual(['row 2 other number']);
  });

  it('has the time of the earlier list', () => {
    const later = { ...knownOf('Ben 102'), seenAt: new Date('2026-06-20T18:00:00Z') };
    const invites = ['Ava 101', 'Ben 102'].map(inviteOf);
    expect(compareLists(invites, [later, knownOf('Ava 101')]).since).toEqual(later.seenAt);
    expect(compareLists(invites, []).since).toBeNull();
  });

  it('replaces matched and missing players, and keeps those of other teams', () => {
    const known = ['Ava 101', 'Ben 102', 'Cara 103 Bears'].map((text) => knownOf(text));
    expect(compareLists([inviteOf('Ava 101')], known).replaced).toEqual(known.slice(0, 2));
  });
});

const known = (of: number): readonly string[] =>
  Array.from({ length: of }, (_, index) => `Child${index} ${100 + index}`);

const changed = (of: number, count: number): readonly string[] =>
  known(of).map((text, index) => (index < count ? `Child${index} ${500 + index}` : text));

describe('a list in which many numbers changed', () => {
  it.each([
    { of: 3, count: 3, stops: true, why: 'all of three' },
    { of: 10, count: 3, stops: true, why: 'three in ten' },
    { of: 38, count: 31, stops: true, why: 'nearly all' },
    { of: 2, count: 2, stops: false, why: 'two families may have moved house' },
    { of: 11, count: 3, stops: false, why: 'less than three in ten' },
    { of: 38, count: 11, stops: false, why: 'less than three in ten of many' },
  ])('stops or not, $count of $of: $why', ({ of, count, stops }) => {
    const before = known(of).map((text) => knownOf(text));
    const { numbersChanged } = compareLists(changed(of, count).map(inviteOf), before);
    expect(numbersChanged?.detail ?? null).toEqual(
      stops ? { code: 'numbers_changed', changed: count, of, since: JUNE } : null,
    );
  });

  it('does not count new players', () => {
    const before = known(3).map((text) => knownOf(text));
    const now = [...changed(3, 3), ...known(20).slice(3)].map(inviteOf);
    expect(compareLists(now, before).numbersChanged?.detail).toMatchObject({ changed: 3, of: 3 });
  });
});
