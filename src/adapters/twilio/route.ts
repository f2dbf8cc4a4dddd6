/** Messages and the account; templates; the list of senders. */
const TWILIO_HOSTS: ReadonlySet<string> = new Set([
  'api.twilio.com',
  'content.twilio.com',
  'messaging.twilio.com',
]);

/**
 * Where a request of the SDK really goes: to Twilio, or, with everything but the host unchanged, to
 * a stand-in. The SDK has no base-URL option, so this is the one place where a host is decided.
 *
 * @throws Error for any other host, which would be a fault in the tool: nothing else may learn a number
 */
export function routeOf(uri: string, standIn: URL | null): string {
  const url = new URL(uri);
  if (url.protocol !== 'https:' || !TWILIO_HOSTS.has(url.host)) {
    throw new Error(`The tool speaks to Twilio alone, not to ${url.host}.`);
  }
  if (standIn === null) return uri;
  return `${standIn.origin}${standIn.pathname.replace(/\/$/u, '')}${url.pathname}${url.search}`;
}
