const CLUB_TIME_ZONE = 'Europe/London';

/**
 * Whether this computer knows the club's time, summer and winter. A Node that was built small knows
 * none but UTC, and then a message of eight in the evening goes at nine.
 */
export function knowsSummerTime(zone: string = CLUB_TIME_ZONE): boolean {
  try {
    const hourAtNoon = (day: string): string =>
      new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', hour12: false }).format(
        new Date(`${day}T12:00:00Z`),
      );
    return hourAtNoon('2026-07-01') === '13' && hourAtNoon('2026-01-01') === '12';
  } catch {
    return false;
  }
}
