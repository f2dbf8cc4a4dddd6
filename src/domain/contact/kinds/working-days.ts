/*
 * The bank holidays of England and Wales. A holiday by proclamation, for example for a coronation, is not known
 * here: it would move a date back by a day, so the date without it is the safe one.
 */

const [SUNDAY, MONDAY, SATURDAY] = [0, 1, 6];
const DAY_MS = 86_400_000;

/** Whether a day is neither at a weekend nor a bank holiday. @param day midnight of it in UTC */
export function isWorkingDay(day: Date): boolean {
  return !isWeekend(day) && !bankHolidays(day.getUTCFullYear()).includes(day.getTime());
}

function isWeekend(day: Date): boolean {
  return day.getUTCDay() === SATURDAY || day.getUTCDay() === SUNDAY;
}

function bankHolidays(year: number): readonly number[] {
  const easter = easterSunday(year);
  const christmas = substitutes(Date.UTC(year, 11, 25), Date.UTC(year, 11, 26));
  return [
    ...substitutes(Date.UTC(year, 0, 1)),
    easter - 2 * DAY_MS,
    easter + DAY_MS,
    mondayFrom(Date.UTC(year, 4, 1)),
    mondayFrom(Date.UTC(year, 4, 25)),
    mondayFrom(Date.UTC(year, 7, 25)),
    ...christmas,
  ];
}

/** The working days on which holidays are kept, each the first that no earlier one has taken. */
function substitutes(...holidays: readonly number[]): readonly number[] {
  const kept: number[] = [];
  for (const holiday of holidays) {
    let day = holiday;
    while (isWeekend(new Date(day)) || kept.includes(day)) day += DAY_MS;
    kept.push(day);
  }
  return kept;
}

function mondayFrom(start: number): number {
  return start + ((7 + MONDAY - new Date(start).getUTCDay()) % 7) * DAY_MS;
}

/** By the anonymous Gregorian algorithm of Meeus, Jones and Butcher. */
function easterSunday(year: number): number {
  const golden = year % 19;
  const century = Math.floor(year / 100);
  const inCentury = year % 100;
  const moon =
    (19 * golden +
      century -
      Math.floor(century / 4) -
      Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3) +
      15) %
    30;
  const weekday =
    (32 + 2 * (century % 4) + 2 * Math.floor(inCentury / 4) - moon - (inCentury % 4)) % 7;
  const late = Math.floor((golden + 11 * moon + 22 * weekday) / 451);
  const sum = moon + weekday - 7 * late + 114;
  return Date.UTC(year, Math.floor(sum / 31) - 1, (sum % 31) + 1);
}
