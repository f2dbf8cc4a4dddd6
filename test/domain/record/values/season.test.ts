import { describe, expect, it } from '@jest/globals';
import {
  isFar,
  isOver,
  parseSeason,
  type Season,
} from '../../../../src/domain/record/values/season.ts';

describe('a season', () => {
  it.each([
    '2026-27',
    '2026/27',
    '2026-2027',
    '26/27',
    '26-27',
    '2026–27',
    '2026\u201127',
    '2026 / 27',
  ])('reads %s as 2026-27', (written) => {
    expect(parseSeason(written)).toEqual({ ok: true, value: '2026-27', repair: null });
  });

  it('runs over the turn of a century', () => {
    expect(parseSeason('2099-00')).toEqual({ ok: true, value: '2099-00', repair: null });
  });

  it.each([
    ['2026', 'one year'],
    ['2026-28', 'two years apart'],
    ['2027-26', 'the wrong way round'],
    ['2026-1927', 'another century'],
    ['26-Nov', 'a date'],
    ['0026-27', 'the time of the Romans'],
    ['1926-27', 'a century ago'],
    ['next season', 'words'],
  ])('refuses %s: %s', (written) => {
    expect(parseSeason(written)).toEqual({ ok: false, problem: { code: 'season_malformed' } });
  });

  it('is over from 1 June of its second year', () => {
    expect(isOver('2025-26' as Season, new Date('2026-05-31T22:59:59Z'))).toBe(false);
    expect(isOver('2025-26' as Season, new Date('2026-05-31T23:00:00Z'))).toBe(true);
  });

  it('is far while it starts more than a year from now, on 1 September', () => {
    expect(isFar('2027-28' as Season, new Date('2026-08-31T22:59:59Z'))).toBe(true);
    expect(isFar('2027-28' as Season, new Date('2026-08-31T23:00:00Z'))).toBe(false);
    expect(isFar('2026-27' as Season, new Date('2026-07-15T12:00:00Z'))).toBe(false);
  });
});
