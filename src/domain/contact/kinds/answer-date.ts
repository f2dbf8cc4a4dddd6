import { isWorkingDay } from './working-days.ts';

/**
 * The last day to answer a data request, as the ICO counts it under article 12(3) of the UK GDPR: the day of the
 * next month with the number of the day of receipt, in London; the last day of that month where it has no such day;
 * the next working day where that is none.
 *
 * @returns `YYYY-MM-DD`
 */
export function answerDueOn(receivedAt: Date): string {
  const [year, month, day] = londonDate(receivedAt);
  const daysInNext = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const due = new Date(Date.UTC(year, month, Math.min(day, daysInNext)));
  while (!isWorkingDay(due)) due.setUTCDate(due.getUTCDate() + 1);
  return due.toISOString().slice(0, 'YYYY-MM-DD'.length);
}

const DATE = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
});

/** The year, the month from 1, and the day of the month. */
function londonDate(at: Date): readonly [year: number, month: number, day: number] {
  const parts = DATE.formatToParts(at);
  const read = (type: 'year' | 'month' | 'day'): number =>
    Number(parts.find((part) => part.type === type)?.value);
  return [read('year'), read('month'), read('day')];
}
