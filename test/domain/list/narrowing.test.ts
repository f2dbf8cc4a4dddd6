import { describe, expect, it } from '@jest/globals';
import {
  chosenRows,
  listedRow,
  narrowingIn,
  type ListedRow,
  type Narrowing,
} from '../../../src/domain/list/narrowing.ts';
import { aRawRecord } from '../../support/builders.ts';

const LISTED: readonly ListedRow[] = (
  [
    ['Oliver Hartley', 'Panthers', 'u11s'],
    ['Amelia Prescott', 'Lions', 'u9s'],
    ['Zoë Marchant', 'Bears', 'u7s'],
    ['Robin Taylor', 'Lions', 'u9s'],
    ['Jo Taylor', 'Bears', 'u9s'],
    ['Ben O’Neil', 'Dynamo Blues', 'u13s'],
  ] as const
).map(([player, team, ageGroup], at) => ({ row: at + 2, player, team, ageGroup, offers: [] }));

function rowsBy(narrowing: Narrowing): readonly number[] | object {
  const chosen = chosenRows(LISTED, narrowing);
  return chosen.ok ? [...chosen.rows] : chosen.problem;
}

describe('the rows that a team, a row or a player chooses', () => {
  it.each<readonly [Narrowing, readonly number[], string]>([
    [{ team: 'Bears' }, [4, 6], 'a name alone is a team of each age'],
    [{ team: 'Bears u7s' }, [4], 'the age group makes it one team'],
    [{ team: 'bears U7' }, [4], 'the age group may be written otherwise'],
    [{ team: 'BEARS under 9s' }, [6], 'so may it in words'],
    [{ team: '  lions ' }, [3, 5], 'capitals and spaces do not matter'],
    [{ team: 'dynamo-blues  u13s' }, [7], 'nor do hyphens'],
    [{ player: 'taylor' }, [5, 6], 'a last name is a part of the name'],
    [{ player: 'Zoe M' }, [4], 'an accent may be left out'],
    [{ player: 'oneil' }, [7], 'so may an apostrophe'],
    [{ row: 3 }, [3], 'a row is counted as a spreadsheet shows it'],
    [{ team: 'Bears', player: 'Taylor' }, [6], 'all have to fit'],
    [{ first: 1 }, [2, 3, 4, 5, 6, 7], 'a number of messages chooses no rows'],
  ])('%j: rows %j, since %s', (narrowing, rows) => {
    expect(rowsBy(narrowing)).toEqual(rows);
  });

  it.each<readonly [Narrowing, object]>([
    [
      { team: 'Beers' },
      { code: 'team_not_found', nearest: ['Bears u7s', 'Bears u9s', 'Lions u9s'] },
    ],
    [{ team: 'Blues' }, { code: 'team_not_found', team: 'Blues' }],
    [
      { team: 'Lions', row: 2 },
      { code: 'row_not_found', row: 2 },
    ],
    [{ player: 'Oliwer' }, { code: 'player_not_found', nearest: ['Oliver Hartley'] }],
    [{ player: 'Zachariah' }, { code: 'player_not_found', nearest: [] }],
    [
      { team: 'Lions', player: 'Oliver' },
      { code: 'player_not_found', nearest: [] },
    ],
  ])('%j: none, with the nearest', (narrowing, problem) => {
    expect(rowsBy(narrowing)).toMatchObject(problem);
  });

  it('names first the team that has the wanted name in its own', () => {
    expect(rowsBy({ team: 'Blues' })).toMatchObject({
      nearest: expect.arrayContaining(['Dynamo Blues u13s']),
    });
  });
});

describe('a row with faults', () => {
  it('is of the player and the team in its cells', () => {
    const record = aRawRecord({
      row: 7,
      player_first_name: 'Ava',
      player_last_name: 'Hartley',
      team_name: 'Lions',
      age_group: 'Under 9',
      parent_tel: '07700',
    });
    expect(listedRow(record, null, {})).toEqual({
      row: 7,
      player: 'Ava Hartley',
      team: 'Lions',
      ageGroup: 'u9s',
    });
  });
});

describe('options', () => {
  it('narrow nothing where none is given', () => {
    expect(narrowingIn({ team: undefined })).toBeNull();
    expect(narrowingIn({ first: 3 })).toEqual({ first: 3 });
  });
});
