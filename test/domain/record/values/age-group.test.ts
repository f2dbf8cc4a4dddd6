import { describe, expect, it } from '@jest/globals';
import { parseAgeGroup } from '../../../../src/domain/record/values/age-group.ts';

describe('an age group', () => {
  it.each([
    'u9s',
    'u9',
    'U9',
    'U9s',
    'U9S',
    'U09',
    'U 9',
    'U 9s',
    'U-9',
    'U-9s',
    'U.9',
    'u9 s',
    "U9's",
    'U9’s',
    'under 9',
    'Under 9s',
    'UNDER 9S',
    'Under-9s',
    'Under–9s',
    'Under\u20119s',
    "Under 9's",
    'Under9',
    'U9´s',
    'under  9',
  ])('reads %s as u9s', (written) => {
    expect(parseAgeGroup(written)).toEqual({ ok: true, value: 'u9s', mend: null });
  });

  it.each([
    ['u4', 'u4s'],
    ['u10', 'u10s'],
    ['Under 18', 'u18s'],
    ['u23', 'u23s'],
  ])('reads %s as %s', (written, value) => {
    expect(parseAgeGroup(written)).toEqual({ ok: true, value, mend: null });
  });

  it.each([
    ['10-Nov', '10-11, as a spreadsheet shows it'],
    ['09-Nov', 'the same with a 0'],
    ['Nov-10', 'the month first'],
    ['10 November', 'the month in full'],
    ['10-Nov-26', 'with a year'],
    ['Nov 2010', 'a month and a year'],
    ['10/11/2026', 'a date in figures'],
    ['10.11.26', 'a date with dots'],
    ['2026-11-10', 'the date of a file'],
    ['2026-11-10T00:00:00.000Z', 'the date of a program'],
    ['10/11/2026 00:00', 'a date with a time'],
  ])('sees a date in %s: %s', (written) => {
    expect(parseAgeGroup(written)).toEqual({ ok: false, problem: { code: 'age_group_is_date' } });
  });

  it.each([
    ['U9 Girls', 'Girls'],
    ['Girls U9', 'Girls'],
    ['u9 Lions', 'Lions'],
    ['U9s (Girls)', 'Girls'],
    ['Under 9s - Blue Team', 'Blue Team'],
  ])('refuses %s, and tells what would be lost: %s', (written, extra) => {
    expect(parseAgeGroup(written)).toEqual({
      ok: false,
      problem: { code: 'age_group_malformed', extra },
    });
  });

  it.each([
    ['11', 'a number alone'],
    ['11s', 'a number and an s'],
    ['u3', 'younger than football'],
    ['u24', 'older than youth football'],
    ['u011', 'three digits'],
    ['u9/u10', 'two groups'],
    ['10-11', 'two ages'],
    ['u9 and u10 girls', 'two groups and a word'],
    ['U9sharks', 'a word that only begins so'],
    ['under nine', 'words'],
    ['Lions', 'a team'],
    ['Blue', 'a colour, from a row that slipped'],
    ['45975', 'a date as a spreadsheet counts it'],
    ['adults', 'no youth'],
    ['', 'nothing'],
  ])('refuses %s: %s', (written) => {
    expect(parseAgeGroup(written)).toEqual({
      ok: false,
      problem: { code: 'age_group_malformed', extra: null },
    });
  });
});
