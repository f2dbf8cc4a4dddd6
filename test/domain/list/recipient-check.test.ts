import { describe, expect, it } from '@jest/globals';
import { startRecipientCheck } from '../../../src/domain/list/recipient-check.ts';
import { anInvite } from '../../support/builders.ts';

type Row = Parameters<typeof anInvite>[0];

/** `row severity sign`: what is found in rows of two and on. */
function found(rows: readonly Row[], heading: string | null = 'Parent Mobile'): readonly string[] {
  const check = startRecipientCheck();
  for (const [at, row] of rows.entries()) check.add(anInvite({ row: at + 2, ...row }), heading);
  return check.finish().map(({ row, severity, detail }) => {
    const sign = detail.code === 'recipient_is_player' ? detail.sign : detail.code;
    const other = detail.code === 'recipient_is_player' ? detail.otherRow : null;
    return `${row} ${severity} ${sign}${other === null ? '' : ` ${other}`}`;
  });
}

const LEO = {
  player_first_name: 'Leo',
  player_last_name: 'Hart',
  parent_first_name: 'Leo',
  parent_last_name: 'Hart',
};

describe('a player with the name of the parent', () => {
  it.each([
    ['u7s', ['2 error same_name']],
    ['u16s', ['2 error same_name']],
    ['u17s', ['2 warning same_name']],
    ['u18s', ['2 warning same_name']],
    ['u19s', ['2 warning adult_player']],
    ['u23s', ['2 warning adult_player']],
  ])('of the %s is %j', (age_group, expected) => {
    expect(found([{ ...LEO, age_group }])).toEqual(expected);
  });

  it.each([
    [{ parent_first_name: 'LEO', parent_last_name: 'hart' }, 'another case'],
    [{ parent_first_name: 'Léo' }, 'an accent'],
    [{ parent_last_name: '' }, 'no last name of the parent'],
    [{ player_last_name: '', parent_last_name: '' }, 'no last names'],
  ])('is found with %j: %s', (parts, _why) => {
    expect(found([{ ...LEO, ...parts }])).toEqual(['2 error same_name']);
  });

  it.each([
    [{ parent_first_name: 'Leona' }, 'another first name'],
    [{ parent_last_name: 'Marsh' }, 'another last name'],
  ])('is not found with %j: %s', (parts, _why) => {
    expect(found([{ ...LEO, ...parts }])).toEqual([]);
  });
});

describe("a number under the heading of the player's own phone", () => {
  it.each(['Player Mobile', "Child's phone", 'player_mobile', 'PLAYER TEL', 'Son Mobile Number'])(
    'is one under %j',
    (heading) => {
      expect(found([{}, { age_group: 'u18s' }], heading)).toEqual([
        '2 error own_phone',
        '3 warning own_phone',
      ]);
    },
  );

  it.each(['Parent Mobile', 'parent_tel', 'Mobile', 'Member Mobile', 'Mum Phone', null])(
    'is none under %j',
    (heading) => {
      expect(found([{}], heading)).toEqual([]);
    },
  );
});

describe('one number of two families', () => {
  const AVA = {
    player_first_name: 'Ava',
    player_last_name: 'Hart',
    parent_first_name: 'Sarah',
    parent_last_name: 'Hart',
  };
  const BEN = {
    player_first_name: 'Ben',
    player_last_name: 'Marsh',
    parent_first_name: 'Tom',
    parent_last_name: 'Marsh',
  };

  it('is found in the rows of both, each by its own age group', () => {
    expect(found([AVA, { ...BEN, age_group: 'u17s' }])).toEqual([
      '3 warning shared_number 2',
      '2 error shared_number 3',
    ]);
  });

  it('is found once in the first row, and in each later one', () => {
    const cara = { ...BEN, player_first_name: 'Cara' };
    expect(found([AVA, BEN, cara])).toEqual([
      '3 error shared_number 2',
      '2 error shared_number 3',
      '4 error shared_number 2',
    ]);
  });

  it.each([
    [{ player_last_name: 'Hart' }, 'a step-family'],
    [{ parent_last_name: 'Hart-Marsh' }, 'a double name'],
    [{ parent_last_name: '' }, 'a last name that is not known'],
    [{ parent_tel: '07700 900999' }, 'two numbers'],
  ])('is not found with %j: %s', (parts, _why) => {
    expect(found([AVA, { ...BEN, ...parts }])).toEqual([]);
  });
});
