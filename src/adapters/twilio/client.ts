import { InviteError } from '../../domain/problem/problem.ts';
import { failureOf, type CallFailure } from './failure.ts';
import { httpRequest, type HttpAnswer, type HttpRequest } from './http-client.ts';
import type { ResourceRequest, TwilioResources } from './resources.ts';

export type TwilioCredentials = {
  readonly accountSid: string;
  /** The account SID, or an API key's SID. */
  readonly username: string;
  /** The auth token, or an API key's secret. Never shown, logged or put into an error. */
  readonly password: string;
};

export type TwilioConnection = {
  readonly credentials: TwilioCredentials;
  /** A loopback address that answers in Twilio's place; null for Twilio itself. */
  readonly standIn: URL | null;
  /** How long a request may take until the last byte of its answer. */
  readonly timeoutMs: number;
  /** Fires when nobody waits for an answer any more: what is still open is cut off. */
  readonly closed: AbortSignal;
  /** Gets the time by Twilio's clock, which every answer bears. */
  readonly heard?: (at: Date) => void;
};

/**
 * How long Twilio may take to answer. It may itself need some 26 s to give up, so that less than
 * 30 s would only make more outcomes unknown (twilio-ruby issue 519).
 */
export const TWILIO_TIMEOUT_MS = 30_000;

/** What a call came to. Of an answer without Retry-After, `retryAfterSeconds` is null. */
export type Called<T> =
  | { readonly kind: 'told'; readonly value: T }
  | (Extract<CallFailure, { readonly kind: 'refused' }> & {
      readonly retryAfterSeconds: number | null;
    })
  | Exclude<CallFailure, { readonly kind: 'refused' }>;

/**
 * Calls Twilio through the SDK's own resources, which are loaded with the first call. No error of the
 * SDK leaves this function: it becomes a value here, without anything of the request.
 *
 * @throws InviteError `settings_malformed` for a certificate file or a proxy that cannot be used
 */
export async function callTwilio<T>(
  connection: TwilioConnection,
  call: (twilio: TwilioResources) => Promise<T>,
): Promise<Called<T>> {
  const { twilioResources } = await import('./resources.ts');
  // The SDK's errors do not carry the headers.
  let headers: unknown = null;
  const request = async (asked: ResourceRequest): Promise<HttpAnswer> => {
    const answer = await send(connection, asked);
    ({ headers } = answer);
    tellTime(answer.headers, connection.heard);
    return answer;
  };
  try {
    const value = await call(twilioResources(connection.credentials.accountSid, request));
    return { kind: 'told', value };
  } catch (error) {
    if (error instanceof InviteError) throw error;
    const failure = failureOf(error);
    return failure.kind === 'refused'
      ? { ...failure, retryAfterSeconds: retryAfterSecondsOf(headers) }
      : failure;
  }
}

/** Sends one request with the headers that Twilio asks for. */
async function send(
  { credentials, standIn, timeoutMs, closed }: TwilioConnection,
  { method, uri, headers = {}, params, data }: ResourceRequest,
): Promise<HttpAnswer> {
  const { username, password } = credentials;
  const request: HttpRequest = {
    method,
    uri: routeOf(uri, standIn),
    headers: {
      Authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`,
      'User-Agent': 'urmston-invite',
      'Accept-Charset': 'utf-8',
      Accept: 'application/json',
      ...(data === undefined ? {} : { 'Content-Type': 'application/x-www-form-urlencoded' }),
      ...headers,
    },
    ...(params === undefined ? {} : { params: { ...params } }),
    ...(data === undefined ? {} : { data: { ...data } }),
  };
  return await httpRequest(request, AbortSignal.any([closed, AbortSignal.timeout(timeoutMs)]));
}

function tellTime(headers: object, heard: TwilioConnection['heard']): void {
  const at = new Date(String((headers as { readonly date?: unknown }).date));
  if (!Number.isNaN(at.getTime())) heard?.(at);
}

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
