import { describe, expect, it } from '@jest/globals';
import type { AgeGroup } from '../../../../src/domain/record/values/age-group.ts';
import { parseTeams, unknownTeamFinder } from '../../../../src/domain/record/values/club-teams.ts';

describe('the teams of a club', () => {
  it.each([
    ['Panthers u11s, Lions U9', ['Panthers u11s', 'Lions u9s'], 'with age groups'],
    ['Panthers under 11s', ['Panthers u11s'], 'with one of two words'],
    ['Panthers,Lions', ['Panthers', 'Lions'], 'with names alone'],
    ['Red Lions,  Bears  Girls u7s', ['Red Lions', 'Bears Girls u7s'], 'with names of two words'],
    [' , Panthers,', ['Panthers'], 'with commas too many'],
    ['', [], 'with nothing'],
  ])('are read from %j as %j, %s', (text, teams, _how) => {
    const read = parseTeams(text).map(({ name, ageGroup }) =>
      [name, ageGroup ?? []].flat().join(' '),
    );
    expect(read).toEqual(teams);
  });

  it.each([
    ['Panthers', 'u11s', 'as it stands there'],
    ['PANTHERS', 'u11s', 'in capitals'],
    ['Pan-thers ', 'u11s', 'with marks and spaces'],
    ['Bears', 'u7s', 'of any age where none is named'],
    ['Bears', 'u16s', 'of any age where none is named'],
  ])('have %s %s: %s', (team, ageGroup, _how) => {
    const unknownTeam = unknownTeamFinder(parseTeams('Panthers u11s, Lions u9s, Bears'));
    expect(unknownTeam({ team, ageGroup: ageGroup as AgeGroup })).toBeNull();
  });

  it.each([
    ['Lion', 'u9s', 'Lions u9s', 'a letter too few'],
    ['Panhters', 'u11s', 'Panthers u11s', 'two letters turned'],
    ['Lions', 'u11s', 'Lions u9s', 'another age group'],
    ['Beers', 'u7s', 'Bears', 'a letter for another'],
    ['Crocodiles', 'u9s', null, 'a name that is near to none'],
    ['Tigers', 'u9s', null, 'a name that is near to none'],
  ])('have not %s %s, for which %s may be meant: %s', (team, ageGroup, nearest, _why) => {
    const unknownTeam = unknownTeamFinder(parseTeams('Panthers u11s, Lions u9s, Bears'));
    expect(unknownTeam({ team, ageGroup: ageGroup as AgeGroup })).toEqual({ nearest });
  });
});
