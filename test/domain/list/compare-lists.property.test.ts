import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { compareLists, type KnownPlayer } from '../../../src/domain/list/compare-lists.ts';
import { startListCheck } from '../../../src/domain/list/list-check.ts';
import type { Invite } from '../../../src/domain/record/invite.ts';
import { aMessage } from '../../support/builders.ts';

const seenAt = new Date('2026-06-12T18:00:00Z');

/** Few names, teams and numbers, so that matches are likely. */
const someone = fc.record({
  player_first_name: fc.constantFrom('Ava', 'AVA', 'Ben', 'Zoë'),
  team_name: fc.constantFrom('Lions', 'Bears'),
  parent_tel: fc.constantFrom('07700 900101', '07700 900102', '07700 900103'),
});
const lists = fc.array(someone, { maxLength: 8 }).map((people) => {
  const messages = people.map((person, index) => aMessage({ row: index + 2, ...person }));
  const check = startListCheck();
  return messages.filter((message) => check.add(message)).map(({ invite }) => invite);
});

function knownOf({ player, team, ageGroup, parent, season }: Invite): KnownPlayer {
  return {
    player: `${player.firstName} ${player.lastName}`,
    team: `${team} ${ageGroup}`,
    phone: parent.phone,
    season,
    seenAt,
  };
}

const NOTHING = { added: [], gone: [], moved: [], numberChanged: [], numbersChanged: null };

describe('any list', () => {
  it('has no changes from itself, in any order', () => {
    const withOrder = lists.chain((invites) =>
      fc.tuple(
        fc.constant(invites),
        fc.shuffledSubarray([...invites], { minLength: invites.length }),
      ),
    );
    fc.assert(
      fc.property(withOrder, ([invites, shuffled]) => {
        expect(compareLists(invites, shuffled.map(knownOf))).toMatchObject(NOTHING);
      }),
    );
  });

  it('is all that is recorded of its teams after it was stored', () => {
    fc.assert(
      fc.property(lists, lists, (before, now) => {
        const known = before.map(knownOf);
        const { replaced } = compareLists(now, known);
        const left = known.filter((one) => !replaced.includes(one));
        expect(compareLists(now, [...left, ...now.map(knownOf)])).toMatchObject(NOTHING);
      }),
    );
  });
});
