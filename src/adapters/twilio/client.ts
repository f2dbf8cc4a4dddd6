import { InviteError } from '../../domain/problem/problem.ts';
import { failureOf, type CallFailure } from './failure.ts';
import { httpRequest, type HttpResponse, type HttpRequest } from './http-client.ts';
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
  /** A loopback address to use in place of Twilio; null for Twilio. */
  readonly standIn: URL | null;
  /** The time limit of a request, until the last byte of the response. */
  readonly timeoutMs: number;
  /** Aborts all requests that are open. */
  readonly closed: AbortSignal;
  /** Called with the time of each response, by Twilio's clock. */
  readonly onTime?: (at: Date) => void;
};

/**
 * The time limit of a request. Twilio itself may take 26 s to give up, so that a shorter limit would
 * only leave more outcomes unknown (twilio-ruby issue 519).
 */
export const TWILIO_TIMEOUT_MS = 30_000;

/** The result of a call. `retryAfterSeconds` is null for a response without Retry-After. */
export type CallResult<T> =
  | { readonly kind: 'ok'; readonly value: T }
  | (Extract<CallFailure, { readonly kind: 'refused' }> & {
      readonly retryAfterSeconds: number | null;
    })
  | Exclude<CallFailure, { readonly kind: 'refused' }>;

/**
 * Calls Twilio through the SDK's resources, which are loaded by the first call. Returns errors of the SDK
 * as values, without any part of the request.
 *
 * @throws InviteError `settings_malformed` for a certificate file or a proxy that cannot be used
 */
export async function callTwilio<T>(
  connection: TwilioConnection,
  call: (twilio: TwilioResources) => Promise<T>,
): Promise<CallResult<T>> {
  const { twilioResources } = await import('./resources.ts');
  // The SDK's errors do not include the headers.
  let headers: object = {};
  const request = async (asked: ResourceRequest): Promise<HttpResponse> => {
    const response = await send(connection, asked);
    ({ headers } = response);
    reportTime(headers, connection.onTime);
    return response;
  };
  try {
    const value = await call(twilioResources(connection.credentials.accountSid, request));
    return { kind: 'ok', value };
  } catch (error) {
    if (error instanceof InviteError) throw error;
    const failure = failureOf(error);
    return failure.kind === 'refused'
      ? { ...failure, retryAfterSeconds: retryAfterSecondsOf(headers) }
      : failure;
  }
}

async function send(
  { credentials, standIn, timeoutMs, closed }: TwilioConnection,
  { method, uri, headers = {}, params, data }: ResourceRequest,
): Promise<HttpResponse> {
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

/** The hosts of messages and the account, of templates, and of senders. */
const TWILIO_HOSTS: ReadonlySet<string> = new Set([
  'api.twilio.com',
  'content.twilio.com',
  'messaging.twilio.com',
]);

/**
 * The address of a request: Twilio's, or the same path and query on a stand-in. The SDK has no option
 * for a base URL.
 *
 * @throws Error for another host than Twilio's, which would be a fault in the tool
 */
export function routeOf(uri: string, standIn: URL | null): string {
  const url = new URL(uri);
  if (url.protocol !== 'https:' || !TWILIO_HOSTS.has(url.host)) {
    throw new Error(`The tool speaks to Twilio alone, not to ${url.host}.`);
  }
  if (standIn === null) return uri;
  return `${standIn.origin}${standIn.pathname.replace(/\/$/u, '')}${url.pathname}${url.search}`;
}

function reportTime(headers: object, onTime: TwilioConnection['onTime']): void {
  const at = new Date(String((headers as { readonly date?: unknown }).date));
  if (!Number.isNaN(at.getTime())) onTime?.(at);
}

/**
 * The delay of a Retry-After header: seconds, or a date, which is compared with the response's own Date
 * rather than with this computer's clock (RFC 9110, 10.2.3).
 *
 * @returns seconds, never negative; null where there is no valid header
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

/** An HTTP date in milliseconds. `Date.parse` alone would read `12.5` as a date. */
function dateOf(text: string): number {
  return /^[A-Z][a-z]{2,8},? .*\d{2}:\d{2}:\d{2}/u.test(text) ? Date.parse(text) : Number.NaN;
}
