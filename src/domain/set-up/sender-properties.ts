/**
 * The number of people in a messaging limit as Twilio writes it: `250 Customers/24hrs`,
 * `1K Customers/24hr` or `TIER_1K`. Null for a text without one, such as `Unlimited` or `Unavailable`.
 */
export function peopleInLimit(text: string): number | null {
  const [, digits = '', unit = ''] =
    /^(?:TIER_)?(\d{1,3}(?:,\d{3})+|\d{1,9}) ?([KM])?(?=$|[\s/])/iu.exec(text.trim()) ?? [];
  const people = Number(digits.replaceAll(',', '')) * (UNITS.get(unit.toUpperCase()) ?? 1);
  return people > 0 ? people : null;
}

const UNITS: ReadonlyMap<string, number> = new Map([
  ['K', 1000],
  ['M', 1_000_000],
]);

/** The lowest of WhatsApp's ratings, in Twilio's words and in Meta's. */
const LOW: ReadonlySet<string> = new Set(['LOW', 'RED']);

export function isLowQuality(rating: string): boolean {
  return LOW.has(rating.trim().toUpperCase());
}

/**
 * The sender that Twilio lends to every account to try WhatsApp with. It takes only templates that Twilio
 * made for it.
 */
export const SANDBOX_SENDER = 'whatsapp:+14155238886';
