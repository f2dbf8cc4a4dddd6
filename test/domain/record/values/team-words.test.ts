import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { teamDoubt } from '../../../../src/domain/record/values/team-words.ts';

describe('a team of the u11s', () => {
  it.each([
    ['Panthers U11s', 'Panthers'],
    ['U11 Lions', 'Lions'],
    ['Tigers Under 11', 'Tigers'],
    ['Panthers (U11s)', 'Panthers'],
    ['Panthers - U11', 'Panthers'],
    ['Panthers - U11 - Red', 'Panthers - Red'],
    ['Panthers (U11 Red)', 'Panthers (Red)'],
    ['Panthers U11 2', 'Panthers 2'],
    ['St Mary’s U11’s', 'St Mary’s'],
    ['U11 & U11 Lions', 'Lions'],
    ['U11s', null],
    ['U11/12 Lions', null],
  ])('repeats its age group: %s', (team, suggestion) => {
    const doubt = { code: 'team_repeats', what: 'age_group', suggestion };
    expect(teamDoubt(team, 'u11s')).toEqual(doubt);
  });

  it.each([
    ['Urmston Town Panthers', 'Panthers'],
    ['URMSTON TOWN Tigers', 'Tigers'],
    ['UrmstonTown Lions', 'Lions'],
    ['Urmston-Town F.C. Bears', 'Bears'],
    ['Urmston Town JFC Lions', 'Lions'],
    ['Urmston Town Football Club Blue', 'Blue'],
    ['Urmston Town: Lions', 'Lions'],
    ['Panthers (Urmston Town)', 'Panthers'],
    ['UTFC Lions', 'Lions'],
    ['UTJFC Lions', 'Lions'],
    ['Urmston Town', null],
    ['Urmston Town JFC', null],
  ])("repeats the club's name: %s", (team, suggestion) => {
    const doubt = { code: 'team_repeats', what: 'club', suggestion };
    expect(teamDoubt(team, 'u11s')).toEqual(doubt);
  });

  it('repeats both', () => {
    expect(teamDoubt('Urmston Town Panthers U11s', 'u11s')).toEqual({
      code: 'team_repeats',
      what: 'club_and_age_group',
      suggestion: 'Panthers',
    });
  });

  it.each(['Panthers U12', 'U11/U12 Lions', 'Urmston Town under 12s'])(
    'has another age group in it: %s',
    (team) => {
      const doubt = { code: 'team_other_age_group', found: 'u12s' };
      expect(teamDoubt(team, 'u11s')).toEqual(doubt);
    },
  );

  it.each(['Panthers', 'FC 1878', 'Urmston Townsend', 'Urmston Panthers', 'Lions 11', 'U2 Fans'])(
    'repeats nothing: %s',
    (team) => {
      expect(teamDoubt(team, 'u11s')).toBeNull();
    },
  );

  it('has nothing left to report once its words are removed', () => {
    const words = fc.array(
      fc.constantFrom('Urmston Town', 'JFC', 'UTFC', 'U11', 'under 11s', 'Lions', 'Red', '-', '('),
      { minLength: 1, maxLength: 8 },
    );
    fc.assert(
      fc.property(words, (parts) => {
        const doubt = teamDoubt(parts.join(' '), 'u11s');
        fc.pre(doubt?.code === 'team_repeats' && doubt.suggestion !== null);
        expect(teamDoubt(doubt.suggestion, 'u11s')).toBeNull();
      }),
    );
  });
});
