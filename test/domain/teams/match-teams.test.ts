import { describe, expect, it } from '@jest/globals';
import {
  splitTeam,
  teamText,
  type ClubTeam,
} from '../../../src/domain/record/values/club-teams.ts';
import { matchTeams, teamKey, type TeamsToMatch } from '../../../src/domain/teams/match-teams.ts';
import type { SheetTeam } from '../../../src/domain/teams/teams-sheet.ts';

/** What the operator says of Panther u11s. */
function said(inSheet: string): Partial<TeamsToMatch> {
  return { sameTeams: [{ listed: 'Panther  u11s', inSheet }] };
}

/** Rows of a sheet; text after a bar is the manager's name. */
function rows(lines: readonly string[]): readonly SheetTeam[] {
  return lines.map((line, at) => {
    const [team = '', value = ''] = line.split('|');
    const cell = { value, column: 'C', heading: 'Manager' };
    return { ...splitTeam(team), row: at + 2, cells: { team_manager_1_full_name: cell } };
  });
}

/** The match of the first team, as a text. */
function matchOf(
  listed: readonly ClubTeam[],
  sheet: readonly SheetTeam[],
  more: Partial<TeamsToMatch> = {},
): string {
  const [first] = listed;
  const matches = matchTeams(
    { teams: listed, areAll: true, sameTeams: [], ...more },
    { teams: sheet },
  );
  const match = first === undefined ? undefined : matches.get(teamKey(first))?.match;
  switch (match?.kind) {
    case 'row':
      return `row ${match.team.row}`;
    case 'twice':
      return `twice: ${match.teams.map(({ row }) => row).join(', ')}`;
    case 'absent':
      return `absent, perhaps ${match.candidates.map(teamText).join(', ') || 'none'}`;
    default:
      return 'not looked for';
  }
}

describe('a team of a list in a teams’ sheet', () => {
  it.each([
    ['Panthers u11s', ['Panthers u11s', 'Panthers u12s'], 'row 2', 'team and age group'],
    ['Panthers u12s', ['Panthers u11s', 'Panthers u12s'], 'row 3', 'never the other age group'],
    ['Panthers u12s', ['Panthers u11s'], 'absent, perhaps none', 'never another age group'],
    ['Panthers', ['Panthers u11s', 'Lions u9s'], 'row 2', 'by name, with one age group'],
    [
      'Panthers',
      ['Panthers u11s', 'Panthers u12s'],
      'absent, perhaps Panthers u11s, Panthers u12s',
      'by name, with two',
    ],
    ['Panthers u11s', ['Panthers', 'Lions'], 'row 2', 'by name, without age groups in the sheet'],
    ['Panthers u11s', ['Panthers u11s', 'Panthers'], 'row 2', 'the age group wins over the name'],
    [
      'Panthers u12s',
      ['Panthers u11s', 'Panthers'],
      'absent, perhaps Panthers',
      'the name alone may be any',
    ],
    [
      'Panthers u11s',
      ['Panthers u11s|Jo', 'Panthers u11s|Sam'],
      'twice: 2, 3',
      'with two managers',
    ],
    ['Panthers u11s', ['Panthers u11s|Jo', 'Panthers u11s|Jo'], 'row 2', 'twice the same'],
  ])('%s in %j is %s: %s', (listed, sheet, expected, _why) => {
    expect(matchOf([splitTeam(listed)], rows(sheet))).toBe(expected);
  });

  it.each([
    ['PANTHERS u11s', 'Panthers u11s', 'case'],
    ['Pan thers u11s', 'Panthers u11s', 'spaces'],
    ['St. Mark-s u11s', 'St Marks u11s', 'punctuation'],
    ['Panthers FC u11s', 'Panthers u11s', 'FC'],
    ['Urmston Town Panthers u11s', 'Panthers u11s', 'the name of the club'],
    ['Panthers Girls u11s', 'Panthers u11s', 'a word more'],
    ['Panthers u11s', 'Panthers Girls u11s', 'a word less'],
    ['Panters u11s', 'Panthers u11s', 'one letter'],
    ['Panhters u11s', 'Panthers u11s', 'two letters in the wrong order'],
    ['Lion u11s', 'Lions u11s', 'one letter of a short word'],
  ])('%s may be %s, which is asked and not guessed: %s', (listed, inSheet, _what) => {
    const expected = `absent, perhaps ${inSheet}`;
    expect(matchOf([splitTeam(listed)], rows([inSheet, 'Bears u7s']))).toBe(expected);
  });

  it.each([
    ['U11 within the name', 'Panthers U11', 'Panthers', 'u11s'],
    ['Under 11s within the name', 'Panthers Under 11s', 'Panthers', 'u11s'],
  ])('may be written with %s', (_what, name, inSheet, age) => {
    const { ageGroup } = splitTeam(`x ${age}`);
    const sheet = rows([`${inSheet} ${age}`]);
    expect(matchOf([{ name, ageGroup }], sheet)).toBe(`absent, perhaps ${inSheet} ${age}`);
    expect(matchOf([{ name, ageGroup: null }], sheet)).toBe(`absent, perhaps ${inSheet} ${age}`);
  });

  it.each([
    ['Panthers u11s', 'Panthers u12s', 'another age group'],
    ['Panthers A u11s', 'Panthers B u11s', 'another letter as the whole word'],
    ['Panthers 1 u11s', 'Panthers 2 u11s', 'another number'],
    ['Panthers Red u11s', 'Panthers Blue u11s', 'another colour'],
    ['Lions u9s', 'Bears u9s', 'another name'],
  ])('%s is not %s: %s', (listed, inSheet, _what) => {
    expect(matchOf([splitTeam(listed)], rows([inSheet]))).toBe('absent, perhaps none');
  });

  it('is not found by name alone where the list has it in two age groups', () => {
    const both = [splitTeam('Panthers u11s'), splitTeam('Panthers u12s')];
    expect(matchOf(both, rows(['Panthers']))).toBe('absent, perhaps Panthers');
    expect(matchOf(both.toReversed(), rows(['Panthers']))).toBe('absent, perhaps Panthers');
    const withoutAge = [{ name: 'Panthers', ageGroup: null }, splitTeam('Panthers u12s')];
    expect(matchOf(withoutAge, rows(['Panthers u11s']))).toBe('absent, perhaps Panthers u11s');
  });

  it('is not found by name alone where the other teams are not known', () => {
    const [team] = [splitTeam('Panthers u11s')];
    expect(matchOf([team], rows(['Panthers']), { areAll: false })).toBe('absent, perhaps Panthers');
    const withoutAge = { name: 'Panthers', ageGroup: null };
    expect(matchOf([withoutAge], rows(['Panthers u11s']), { areAll: false })).toBe('row 2');
  });

  it('has its age group in the name of the sheet where that has one column for both', () => {
    const sheet = rows(['x', 'x']).map((row, at) => ({ ...row, name: `Panthers U1${at + 1}` }));
    expect(matchOf([splitTeam('Panthers u12s')], sheet)).toBe('row 3');
  });

  it('is what the operator says, whatever the spelling', () => {
    const sheet = rows(['Panthers u11s', 'Lions u9s']);
    const listed = [splitTeam('Panther u11s')];
    expect(matchOf(listed, sheet, said('Panthers u11s'))).toBe('row 2');
    expect(matchOf(listed, sheet, said('Lions u9s'))).toBe('row 3');
    expect(matchOf(listed, sheet, said(''))).toBe('absent, perhaps none');
  });
});
