import { describe, expect, it } from '@jest/globals';
import { parseAgeGroup, ageGroupByBirth } from '../../../../src/domain/record/values/age-group.ts';
import type { Season } from '../../../../src/domain/record/values/season.ts';

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
    expect(parseAgeGroup(written)).toEqual({ ok: true, value: 'u9s', repair: null });
  });

  it.each([
    ['u4', 'u4s'],
    ['u10', 'u10s'],
    ['Under 18', 'u18s'],
    ['u23', 'u23s'],
  ])('reads %s as %s', (written, value) => {
    expect(parseAgeGroup(written)).toEqual({ ok: true, value, repair: null });
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
  ])('refuses %s, and reports what would be lost: %s', (written, extra) => {
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

const season = '2026-27' as Season;

describe('the age group by the date of birth', () => {
  it.each([
    ['2017-08-31', 'u10s'],
    ['2017-09-01', 'u9s'],
    ['2018-08-31', 'u9s'],
    ['2018-09-01', 'u8s'],
  ])('of %s is %s: the cut is on 1 September', (born, ageGroup) => {
    expect(ageGroupByBirth(born, season)).toBe(ageGroup);
  });

  it.each([
    '2017-09-03',
    '2017-09-03T00:00:00.000Z',
    '2017-09-03 00:00:00',
    '03/09/2017',
    '3/9/2017',
    '03.09.2017',
    '03-09-2017',
    '03/09/17',
    '03/09/2017 00:00',
    '3 Sep 2017',
    '3 Sept 2017',
    '3rd September 2017',
    '03-Sep-17',
  ])('is read from %s, the day first', (born) => {
    expect(ageGroupByBirth(born, season)).toBe('u9s');
  });

  it.each([
    ['2017-08-31T23:00:00.000Z', 'as JavaScript writes it'],
    ['2017-08-31T23:00:00Z', 'without fractions'],
    ['2017-08-31T23:00Z', 'without seconds'],
    ['2017-08-31 23:00:00+00', 'as a database writes it'],
    ['2017-08-31T23:00:00+00:00', 'with an offset of 0'],
    ['2017-08-31 23:00:00 UTC', 'with the zone in letters'],
    ['2017-08-31 23:00:00', 'without a zone'],
    ['31/08/2017 23:00', 'the day first'],
    ['2017-09-01T00:00:00+01:00', 'with the offset of the UK in summer'],
    ['2017-09-01T00:00:00+0100', 'with an offset without a colon'],
  ])('is that of 1 September where UK midnight is written as %s: %s', (born) => {
    expect(ageGroupByBirth(born, season)).toBe('u9s');
  });

  it.each([
    ['2017-08-31T00:00:00.000Z', 'midnight in UTC'],
    ['2017-08-31T22:00:00.000Z', 'an hour before midnight in the UK'],
    ['2017-08-31T23:00:00+02:00', 'a time in another zone'],
    ['2017-08-30T23:00:00.000Z', 'midnight of that day'],
  ])('stays that of 31 August for %s: %s', (born) => {
    expect(ageGroupByBirth(born, season)).toBe('u10s');
  });

  it('is not changed by 23:00 in winter, when the UK has the time of UTC', () => {
    expect(ageGroupByBirth('2010-12-31T23:00:00Z', '2026-27' as Season)).toBe('u16s');
  });

  it('is read from the last midnight of a month and of summer time', () => {
    expect(ageGroupByBirth('2015-10-24T23:00:00Z', season)).toBe('u11s');
    expect(ageGroupByBirth('2016-06-30T23:00:00Z', season)).toBe('u11s');
  });

  it.each([
    ['31/04/2017', 'no day of the calendar'],
    ['09/13/2017', 'the month first, as the USA writes it'],
    ['29/02/2017', 'no leap year'],
    ['00/09/2017', 'no day'],
    ['3 Foo 2017', 'no month'],
    ['2017', 'a year alone'],
    ['42981', 'a date as a spreadsheet counts it'],
    ['1984-05-01', "a parent's"],
    ['2026-01-01', "a baby's"],
    ['soon', 'words'],
    ['', 'nothing'],
  ])('is not derived from %s: %s', (born) => {
    expect(ageGroupByBirth(born, season)).toBeNull();
  });
});
