declare const sendHours: unique symbol;
/**
 * The hours in which messages may be sent, in minutes since midnight in London. Both ends are included.
 */
export type SendHours = {
  readonly from: number;
  /** Less than `from` if the hours include midnight. */
  readonly to: number;
} & { readonly [sendHours]: true };

export const DEFAULT_SEND_HOURS = '08:00-20:30';

const DAY = 24 * 60;
const MINUTE_MS = 60_000;

const HOURS = /^(\d{1,2}):(\d\d)\s*[-\u2013]\s*(\d{1,2}):(\d\d)$/u;

/** Parses `08:00-20:30`, `20:00-02:00`, or `00:00-24:00` for always; null for anything else. */
export function parseSendHours(text: string): SendHours | null {
  const [, fromHour, fromMinute, toHour, toMinute] = HOURS.exec(text.trim()) ?? [];
  const from = minuteOf(fromHour, fromMinute);
  const to = minuteOf(toHour, toMinute);
  // Equal ends could mean always or never.
  if (from === null || to === null || from === DAY || from === to) return null;
  return { from, to } as SendHours;
}

export function isWithin({ from, to }: SendHours, at: Date): boolean {
  const { hour, minute } = londonClock(at);
  const now = hour * 60 + minute;
  return from < to ? from <= now && now <= to : from <= now || now <= to;
}

/** The first minute from `at` on within the hours; `at` if it is within them. */
export function nextOpening(hours: SendHours, at: Date): Date {
  if (isWithin(hours, at)) return at;
  // Steps through the minutes, so that changes to and from summer time need no special case.
  let next = new Date(Math.floor(at.getTime() / MINUTE_MS) * MINUTE_MS);
  while (!isWithin(hours, next)) next = new Date(next.getTime() + MINUTE_MS);
  return next;
}

/** When messages may be sent again; null if they may be sent now. Null hours mean always. */
export function closedUntil(hours: SendHours | null, at: Date): Date | null {
  return hours === null || isWithin(hours, at) ? null : nextOpening(hours, at);
}

/** The queues of Twilio and Meta keep a message for four hours at most. */
const LONGEST_VALIDITY_SECONDS = 4 * 60 * 60;

/** Twilio advises against a period of five seconds or less. */
const SHORTEST_VALIDITY_SECONDS = 6;

/**
 * The validity period of a request made at `at`, in seconds: how long the message may wait in a queue at
 * Twilio, so that it does not leave it after the hours.
 *
 * @param hours null where the message may be sent at any hour
 */
export function validityPeriod(hours: SendHours | null, at: Date): number {
  if (hours === null) return LONGEST_VALIDITY_SECONDS;
  const latest = new Date(at.getTime() + LONGEST_VALIDITY_SECONDS * 1000);
  const seconds = Math.floor((closingBefore(latest, hours, at).getTime() - at.getTime()) / 1000);
  return Math.max(seconds, SHORTEST_VALIDITY_SECONDS);
}

/** The first minute from `at` on outside the hours, or `latest` if that is earlier. */
function closingBefore(latest: Date, hours: SendHours, at: Date): Date {
  let minute = at;
  while (minute < latest && isWithin(hours, minute)) {
    minute = new Date(Math.floor(minute.getTime() / MINUTE_MS + 1) * MINUTE_MS);
  }
  return minute < latest ? minute : latest;
}

const CLOCK = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  hour: 'numeric',
  minute: 'numeric',
  hourCycle: 'h23',
});

/** The time of day in London. */
export function londonClock(at: Date): { readonly hour: number; readonly minute: number } {
  const parts = CLOCK.formatToParts(at);
  const read = (type: 'hour' | 'minute'): number =>
    Number(parts.find((part) => part.type === type)?.value);
  return { hour: read('hour'), minute: read('minute') };
}

/** `08:00 and 20:30`, for use after "between". */
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
 * Whether this computer has the time zone data for London. A Node without full ICU data has only UTC, so
 * in summer the sending hours would be an hour late.
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
