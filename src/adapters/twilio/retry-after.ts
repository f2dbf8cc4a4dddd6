/**
 * What an answer asks for in its Retry-After header: seconds, or a date, which is held against the
 * answer's own Date so that a wrong clock on this computer does no harm (RFC 9110, 10.2.3).
 *
 * @returns seconds from now, never below 0; null where it asks for nothing that can be understood
 */
export function retryAfterSecondsOf(headers: unknown): number | null {
  const retryAfter = headerOf(headers, 'retry-after');
  if (retryAfter === null) return null;
  if (/^\d{1,9}$/u.test(retryAfter)) return Number(retryAfter);
  const seconds = (dateOf(retryAfter) - dateOf(headerOf(headers, 'date') ?? '')) / 1000;
  return Number.isNaN(seconds) ? null : Math.max(seconds, 0);
}

function headerOf(headers: unknown, name: string): string | null {
  if (typeof headers !== 'object' || headers === null) return null;
  const value = (headers as Record<string, unknown>)[name];
  return typeof value === 'string' ? value.trim() : null;
}

/** A date as HTTP writes it, in milliseconds. `Date.parse` alone would take `12.5` for a month. */
function dateOf(text: string): number {
  return /^[A-Z][a-z]{2,8},? .*\d{2}:\d{2}:\d{2}/u.test(text) ? Date.parse(text) : Number.NaN;
}
