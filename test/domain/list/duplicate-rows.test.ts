import { describe, expect, it } from '@jest/globals';
import { startDuplicateCheck } from '../../../src/domain/list/duplicate-rows.ts';
import { nameKey } from '../../../src/domain/record/names/name-key.ts';
import { anInvite } from '../../support/builders.ts';

type Parts = Parameters<typeof anInvite>[0];

/** The result for each row as text; rows are numbered from 2. */
function reported(...rows: readonly Parts[]): readonly unknown[] {
  const duplicateOf = startDuplicateCheck(nameKey);
  return rows.map((parts, index) => {
    const { repeats, withOtherPhone } = duplicateOf(anInvite({ row: index + 2, ...parts }));
    if (repeats !== null) return `repeats ${repeats}`;
    return withOtherPhone === null ? 'alone' : `other phone in ${withOtherPhone}`;
  });
}

const OTHER_PHONE = { parent_tel: '07700 900124' };
const NO_LAST_NAME = { player_last_name: '' };
const OTHER_TEAM = { team_name: 'Lions' };

describe('a player of a name that stands further up', () => {
  it.each<readonly [why: string, rows: readonly Parts[], is: readonly string[]]>([
    ['another name is nobody’s', [{}, { player_first_name: 'Ava' }], ['alone', 'alone']],
    ['the same invite repeats the first', [{}, {}, {}], ['alone', 'repeats 2', 'repeats 2']],
    ['also in another team', [{}, OTHER_TEAM], ['alone', 'repeats 2']],
    [
      'also where it is spelt otherwise',
      [{}, { player_last_name: 'SMITH' }],
      ['alone', 'repeats 2'],
    ],
    ['a second phone is a second parent', [{}, OTHER_PHONE], ['alone', 'other phone in 2']],
    [
      'of another team, it is another child',
      [{}, { ...OTHER_PHONE, ...OTHER_TEAM }],
      ['alone', 'alone'],
    ],
    [
      'a second parent may stand there twice',
      [{}, OTHER_PHONE, OTHER_PHONE],
      ['alone', 'other phone in 2', 'repeats 3'],
    ],
    [
      'two names of one number are two players',
      [{ player_first_name: 'Ая' }, { player_first_name: 'Ба' }, { player_first_name: 'Ба' }],
      ['alone', 'alone', 'repeats 3'],
    ],
    [
      'also with two phones in one team',
      [{ player_first_name: 'Ая' }, { player_first_name: 'Ба', ...OTHER_PHONE }],
      ['alone', 'alone'],
    ],
    [
      'another season is another invite for the same phone',
      [{}, { current_registration_season: '2025-26' }],
      ['alone', 'alone'],
    ],
    ['without a last name, it repeats one with it', [{}, NO_LAST_NAME], ['alone', 'repeats 2']],
    ['and the other way round', [NO_LAST_NAME, {}, {}], ['alone', 'repeats 2', 'repeats 2']],
    [
      'but none of another first name, phone or season',
      [
        {},
        { ...NO_LAST_NAME, player_first_name: 'Ava' },
        { ...NO_LAST_NAME, ...OTHER_PHONE },
        { ...NO_LAST_NAME, current_registration_season: '2025-26' },
      ],
      ['alone', 'alone', 'alone', 'alone'],
    ],
    [
      'two last names of one first name and phone are two players',
      [{}, { player_last_name: 'Jones' }, NO_LAST_NAME],
      ['alone', 'alone', 'repeats 2'],
    ],
    [
      'a second phone without a last name is perhaps another child',
      [NO_LAST_NAME, { ...NO_LAST_NAME, ...OTHER_PHONE }],
      ['alone', 'alone'],
    ],
    [
      'also among several of the name',
      [{}, OTHER_PHONE, { ...NO_LAST_NAME, ...OTHER_PHONE }],
      ['alone', 'other phone in 2', 'repeats 3'],
    ],
  ])('%s', (_why, rows, is) => {
    expect(reported(...rows)).toEqual(is);
  });
});
