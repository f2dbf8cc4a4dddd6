declare const sendHours: unique symbol;
/** The hours in which messages go, in minutes since midnight by the clocks of London, both ends in. */
export type SendHours = {
  readonly from: number;
  /** Less than `from` where the hours go over midnight. */
  readonly to: number;
} & { readonly [sendHours]: true };

export const DEFAULT_SEND_HOURS = '08:00-20:30';

const DAY = 24 * 60;
const MINUTE_MS = 60_000;

const HOURS = /^(\d{1,2}):(\d\d)\s*[-\u2013]\s*(\d{1,2}):(\d\d)$/u;

/** `08:00-20:30`, `20:00-02:00` or, for always, `00:00-24:00`; null for anything else. */
export function parseSendHours(text: string): SendHours | null {
  const [, fromHour, fromMinute, toHour, toMinute] = HOURS.exec(text.trim()) ?? [];
  const from = minuteOf(fromHour, fromMinute);
  const to = minuteOf(toHour, toMinute);
  // From eight to eight may mean always or never.
  if (from === null || to === null || from === DAY || from === to) return null;
  return { from, to } as SendHours;
}

export function isWithin({ from, to }: SendHours, at: Date): boolean {
  const { hour, minute } = londonClock(at);
  const now = hour * 60 + minute;
  return from < to ? from <= now && now <= to : from <= now || now <= to;
}

/** The first minute from `at` on in which messages go: now, if they do. */
export function nextOpening(hours: SendHours, at: Date): Date {
  if (isWithin(hours, at)) return at;
  // Minute after minute, so that the days on which the clocks change need no rule of their own.
  let next = new Date(Math.floor(at.getTime() / MINUTE_MS) * MINUTE_MS);
  while (!isWithin(hours, next)) next = new Date(next.getTime() + MINUTE_MS);
  return next;
}

/** When messages go again; null where they go now. Without hours they always do. */
export function closedUntil(hours: SendHours | null, at: Date): Date | null {
  return hours === null || isWithin(hours, at) ? null : nextOpening(hours, at);
}

const CLOCK = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  hour: 'numeric',
  minute: 'numeric',
  hourCycle: 'h23',
});

/** What the clocks of London show. */
export function londonClock(at: Date): { readonly hour: number; readonly minute: number } {
  const parts = CLOCK.formatToParts(at);
  const read = (type: 'hour' | 'minute'): number =>
    Number(parts.find((part) => part.type === type)?.value);
  return { hour: read('hour'), minute: read('minute') };
}

/** `08:00 and 20:30`, to stand behind "between". */
export function hoursInWords({ from, to }: SendHours): string {
  return `${clockText(from)} and ${clockText(to)}`;
}

function clockText(minutes: number): string {
  return `${twoDigits(Math.floor(minutes / 60))}:${twoDigits(minutes % 60)}`;
}

function twoDigits(number: number): string {
  return String(number).padStart(2, '0');
}

function minuteOf(hour: string | undefined, minute: string | undefined): number | null {
  const minutes = Number(hour) * 60 + Number(minute);
  return Number(minute) < 60 && minutes <= DAY ? minutes : null;
}

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
