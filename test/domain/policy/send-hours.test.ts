import { describe, expect, it } from '@jest/globals';
import {
  DEFAULT_SEND_HOURS,
  hoursInWords,
  isWithin,
  londonClock,
  nextOpening,
  parseSendHours,
  type SendHours,
  knowsSummerTime,
} from '../../../src/domain/policy/send-hours.ts';

function hours(text: string): SendHours {
  const parsed = parseSendHours(text);
  if (parsed === null) throw new Error(`These are no hours: ${text}`);
  return parsed;
}

describe('the hours in which messages go', () => {
  it.each([
    ['08:00-20:30', { from: 480, to: 1230 }, 'as the setting has them'],
    ['8:00 - 20:30', { from: 480, to: 1230 }, 'without a 0, with spaces'],
    ['08:00–20:30', { from: 480, to: 1230 }, 'with the dash that a phone types'],
    ['00:00-24:00', { from: 0, to: 1440 }, 'always'],
    ['20:00-02:00', { from: 1200, to: 120 }, 'over midnight'],
    ['20:00-00:00', { from: 1200, to: 0 }, 'up to midnight'],
  ])('are read from %j: %j, %s', (text, expected, _how) => {
    expect(parseSendHours(text)).toEqual(expected);
  });

  it.each([
    ['', 'nothing'],
    ['always', 'a word'],
    ['08:00', 'one end'],
    ['8-20', 'no minutes'],
    ['08:60-20:30', 'a minute too many'],
    ['08:00-24:01', 'after the end of the day'],
    ['24:00-08:00', 'a day that begins at its end'],
    ['25:00-26:00', 'an hour that does not exist'],
    ['08:00-08:00', 'always or never'],
    ['08:00-20:30 UTC', 'something beside them'],
  ])('are not guessed at in %j: %s', (text, _why) => {
    expect(parseSendHours(text)).toBeNull();
  });

  it('are shown in words', () => {
    expect(hoursInWords(hours(DEFAULT_SEND_HOURS))).toBe('08:00 and 20:30');
    expect(hoursInWords(hours('00:00-24:00'))).toBe('00:00 and 24:00');
  });

  it.each([
    ['08:00-20:30', '2026-07-15T06:59:59Z', false, '07:59 in summer'],
    ['08:00-20:30', '2026-07-15T07:00:00Z', true, '08:00 in summer'],
    ['08:00-20:30', '2026-07-15T19:30:59Z', true, '20:30 in summer'],
    ['08:00-20:30', '2026-07-15T19:31:00Z', false, '20:31 in summer'],
    ['08:00-20:30', '2026-11-23T07:59:59Z', false, '07:59 in winter'],
    ['08:00-20:30', '2026-11-23T08:00:00Z', true, '08:00 in winter'],
    ['08:00-20:30', '2026-11-23T20:30:00Z', true, '20:30 in winter'],
    ['08:00-20:30', '2026-11-23T20:31:00Z', false, '20:31 in winter'],
    ['08:00-20:30', '2026-10-24T07:00:00Z', true, '08:00 on the last day of summer time'],
    ['08:00-20:30', '2026-10-25T07:00:00Z', false, '07:00 on the day the clocks go back'],
    ['08:00-20:30', '2026-10-25T07:59:00Z', false, '07:59 on that day'],
    ['08:00-20:30', '2026-10-25T08:00:00Z', true, '08:00 on that day'],
    ['08:00-20:30', '2026-10-25T20:30:00Z', true, '20:30 on that day'],
    ['08:00-20:30', '2026-10-25T20:31:00Z', false, '20:31 on that day'],
    ['08:00-20:30', '2027-03-27T07:59:00Z', false, '07:59 on the last day of winter time'],
    ['08:00-20:30', '2027-03-28T06:59:00Z', false, '07:59 on the day the clocks go forward'],
    ['08:00-20:30', '2027-03-28T07:00:00Z', true, '08:00 on that day'],
    ['08:00-20:30', '2027-03-28T19:30:00Z', true, '20:30 on that day'],
    ['08:00-20:30', '2027-03-28T19:31:00Z', false, '20:31 on that day'],
    ['00:00-24:00', '2026-11-23T00:00:00Z', true, 'always, midnight too'],
    ['00:00-24:00', '2026-11-23T23:59:59Z', true, 'always, and the last second'],
    ['20:00-02:00', '2026-11-23T19:59:00Z', false, 'before hours over midnight'],
    ['20:00-02:00', '2026-11-23T20:00:00Z', true, 'as they begin'],
    ['20:00-02:00', '2026-11-24T00:00:00Z', true, 'at midnight'],
    ['20:00-02:00', '2026-11-24T02:00:00Z', true, 'as they end'],
    ['20:00-02:00', '2026-11-24T02:01:00Z', false, 'after them'],
  ])('%s at %s: %s, %s', (text, at, within, _when) => {
    expect(isWithin(hours(text), new Date(at))).toBe(within);
  });

  it.each([
    ['2026-11-23T10:00:30Z', '2026-11-23T10:00:30Z', 'now'],
    ['2026-11-23T22:14:30Z', '2026-11-24T08:00:00Z', 'the next morning'],
    ['2026-11-23T03:00:00Z', '2026-11-23T08:00:00Z', 'this morning'],
    ['2026-10-24T22:00:00Z', '2026-10-25T08:00:00Z', 'after the hour that comes twice'],
    ['2027-03-27T22:00:00Z', '2027-03-28T07:00:00Z', 'after the hour that is left out'],
  ])('from %s on begin at %s: %s', (at, opening, _when) => {
    expect(nextOpening(hours(DEFAULT_SEND_HOURS), new Date(at))).toEqual(new Date(opening));
  });

  it('begin with the first minute there is, where theirs is left out', () => {
    const night = new Date('2027-03-28T00:00:00Z');
    expect(nextOpening(hours('01:30-05:00'), night)).toEqual(new Date('2027-03-28T01:00:00Z'));
  });
});

describe('the clocks of London', () => {
  it.each([
    ['2026-07-15T23:14:00Z', { hour: 0, minute: 14 }],
    ['2026-11-23T22:14:00Z', { hour: 22, minute: 14 }],
    ['2026-10-25T00:30:00Z', { hour: 1, minute: 30 }],
    ['2026-10-25T01:30:00Z', { hour: 1, minute: 30 }],
    ['2027-03-28T00:59:00Z', { hour: 0, minute: 59 }],
    ['2027-03-28T01:00:00Z', { hour: 2, minute: 0 }],
  ])('show at %s %j', (at, clock) => {
    expect(londonClock(new Date(at))).toEqual(clock);
  });
});

describe('the time in London', () => {
  it('is known here, summer and winter', () => {
    expect(knowsSummerTime()).toBe(true);
  });

  it.each([
    ['Etc/UTC', 'no summer time'],
    ['Europe/Paris', 'another winter'],
    ['Nowhere/Nothing', 'no such zone'],
  ])('is not that of %s: %s', (zone, _why) => {
    expect(knowsSummerTime(zone)).toBe(false);
  });
});
