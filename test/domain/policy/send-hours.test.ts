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
  validityPeriod,
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

describe('the validity period of a message', () => {
  it.each([
    ['08:00-20:30', '2026-11-23T08:00:00Z', 14_400, 'as they begin: four hours, the longest'],
    ['08:00-20:30', '2026-11-23T16:31:00Z', 14_400, 'four hours before they end'],
    ['08:00-20:30', '2026-11-23T16:31:01Z', 14_399, 'and a second later'],
    ['08:00-20:30', '2026-11-23T20:00:00Z', 1860, 'their last minute counts in full'],
    ['08:00-20:30', '2026-07-15T19:00:00Z', 1860, 'in summer as well'],
    ['08:00-20:30', '2026-11-23T20:30:00Z', 60, 'in their last minute'],
    ['08:00-20:30', '2026-11-23T20:30:12.345Z', 47, 'whole seconds, rounded down'],
    ['08:00-20:30', '2026-11-23T20:30:53.500Z', 6, 'their last seconds'],
    ['08:00-20:30', '2026-11-23T20:30:59Z', 6, 'at least six seconds'],
    ['08:00-20:30', '2026-11-23T20:31:00Z', 6, 'they ended since the message was allowed'],
    ['08:00-20:30', '2026-10-25T20:00:00Z', 1860, 'on the day the clocks go back'],
    ['08:00-20:30', '2027-03-28T19:00:00Z', 1860, 'on the day the clocks go forward'],
    ['22:00-01:10', '2026-10-25T00:00:00Z', 660, '01:00, the first time on that night'],
    ['22:00-01:10', '2026-10-25T01:00:00Z', 660, '01:00, the second time'],
    ['22:00-02:10', '2026-10-25T00:00:00Z', 7860, 'with the hour that comes twice'],
    ['22:00-02:10', '2027-03-28T00:00:00Z', 4260, 'without the hour that is left out'],
    ['22:00-01:30', '2027-03-28T00:00:00Z', 3600, 'ends that are left out'],
    ['08:00-24:00', '2026-11-23T23:59:00Z', 60, 'up to midnight'],
    ['00:00-24:00', '2026-11-23T23:59:00Z', 14_400, 'always'],
  ])('within %s at %s: %i s, %s', (text, at, seconds, _when) => {
    expect(validityPeriod(hours(text), new Date(at))).toBe(seconds);
  });

  it('is four hours where the hours do not count', () => {
    expect(validityPeriod(null, new Date('2026-11-23T22:14:30Z'))).toBe(14_400);
  });

  it.each(['2026-10-24', '2026-10-25', '2027-03-27', '2027-03-28'])(
    'ends with the hours or after four, at each minute of %s',
    (day) => {
      const night = hours('20:00-02:30');
      const start = Date.parse(`${day}T00:00:00Z`);
      const minutes = Array.from({ length: 1440 }, (_, minute) => start + minute * 60_000);
      const within = minutes.filter((at) => isWithin(night, new Date(at)));
      const wrong = within.filter((at) => {
        const seconds = validityPeriod(night, new Date(at));
        const end = at + seconds * 1000;
        const isFull = seconds === 14_400 || !isWithin(night, new Date(end));
        return !isFull || !isWithin(night, new Date(end - 1000));
      });
      expect(within.length).toBeGreaterThan(0);
      expect(wrong).toEqual([]);
    },
  );
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
