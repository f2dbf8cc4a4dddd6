import { describe, expect, it } from '@jest/globals';
import { ageGroupByBirth } from '../../../../src/domain/record/values/age-group.ts';
import type { Season } from '../../../../src/domain/record/values/season.ts';

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
  ])('is not told from %s: %s', (born) => {
    expect(ageGroupByBirth(born, season)).toBeNull();
  });
});
