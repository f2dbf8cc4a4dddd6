import { readFileSync } from 'node:fs';
import { Agent as HttpAgent, request as overHttp, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as overHttps } from 'node:https';
import { stringify } from 'node:querystring';
import { text } from 'node:stream/consumers';
import { refuseFault } from '../settings/settings.ts';

/** A request as the SDK hands it to its HTTP client, with the headers complete. */
export type HttpRequest = {
  readonly method: string;
  readonly uri: string;
  readonly headers: { readonly [name: string]: string };
  /** The query. */
  readonly params?: Values;
  /** The form. */
  readonly data?: Values;
};

type Values = NonNullable<Parameters<typeof stringify>[0]>;

/** A response in the form that the SDK reads. */
export type HttpResponse = {
  readonly statusCode: number;
  readonly body: string;
  readonly headers: object;
};

/**
 * Sends one request over a new connection. The other end may have closed a kept connection by the time
 * of the next request, since a person takes seconds between messages and a Lambda function is frozen;
 * a reset on a reused connection would leave the outcome unknown. Does not retry or follow redirects.
 *
 * @throws Error with Node's code, or `ETIMEDOUT` once the signal is aborted; without any part of the request
 * @throws InviteError `settings_malformed` for a certificate file or a proxy that cannot be used
 */
export async function httpRequest(
  { method, uri, headers, params, data }: HttpRequest,
  signal: AbortSignal,
): Promise<HttpResponse> {
  const url = new URL(uri);
  const query = stringify(params);
  if (query !== '') url.search = query;
  const body = data === undefined ? '' : stringify(data);
  const length = data === undefined ? {} : { 'Content-Length': Buffer.byteLength(body) };
  const isTls = url.protocol === 'https:';
  const agent = agentFor(isTls, process.env);
  const options = { method, agent, signal, headers: { ...headers, ...length } };
  const responded = Promise.withResolvers<IncomingMessage>();
  try {
    const begin = isTls ? overHttps : overHttp;
    begin(url, options, responded.resolve).on('error', responded.reject).end(body);
    const response = await responded.promise;
    const { statusCode = 0, headers: responseHeaders } = response;
    return { statusCode, body: await text(response), headers: responseHeaders };
  } catch (error) {
    throw signal.aborted ? failure('ETIMEDOUT') : failure(codeOf(error));
  }
}

/** Reads the same two environment variables as the SDK's own HTTP client. */
function agentFor(isTls: boolean, env: Readonly<NodeJS.ProcessEnv>): HttpAgent | HttpsAgent {
  const { TWILIO_CA_BUNDLE: file, HTTP_PROXY: proxy } = env;
  const trusted = file === undefined ? {} : { ca: certificatesIn(file) };
  if (!isTls) return new HttpAgent({ keepAlive: false });
  const by =
    proxy === undefined || proxy === '' ? {} : { proxyEnv: { HTTPS_PROXY: proxyAt(proxy) } };
  return new HttpsAgent({ keepAlive: false, ...trusted, ...by });
}

function certificatesIn(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch {
    return refuseFault({ code: 'certificates_unreadable', name: 'TWILIO_CA_BUNDLE' });
  }
}

/** Checks the address, since Node ignores a malformed one and connects directly. */
function proxyAt(address: string): string {
  const { protocol } = URL.parse(address) ?? {};
  if (protocol === 'http:' || protocol === 'https:') return address;
  return refuseFault({ code: 'proxy_malformed', name: 'HTTP_PROXY' });
}

function failure(code: string): Error {
  return Object.assign(new Error('The request to Twilio failed.'), { code });
}

function codeOf(error: unknown): string {
  const { code } = error as { readonly code?: unknown };
  return typeof code === 'string' ? code : 'ECONNRESET';
}
