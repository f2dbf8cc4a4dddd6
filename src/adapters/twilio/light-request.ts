import { request as overHttp, type IncomingMessage } from 'node:http';
import { request as overHttps } from 'node:https';
import { stringify } from 'node:querystring';
import { text } from 'node:stream/consumers';

/** A request of the SDK's, as far as a function on AWS makes any. */
export type LightRequest = {
  readonly method: string;
  readonly uri: string;
  readonly headers: { readonly [name: string]: string };
  /** What goes into the address, and what into the form. */
  readonly params?: Values;
  readonly data?: Values;
};

type Values = NonNullable<Parameters<typeof stringify>[0]>;

export type LightAnswer = {
  readonly statusCode: number;
  readonly body: string;
  readonly headers: object;
};

/**
 * One request over a connection of its own: one that was kept would be gone once the function had been
 * frozen for a while, and the outcome unknown. Nothing is tried again, and no redirect followed.
 *
 * @throws Error with Node's code, or `ETIMEDOUT` where the signal fired first; it holds nothing of the request
 */
export async function lightRequest(
  { method, uri, headers, params, data }: LightRequest,
  signal: AbortSignal,
): Promise<LightAnswer> {
  const url = new URL(uri);
  const query = stringify(params);
  if (query !== '') url.search = query;
  const body = data === undefined ? '' : stringify(data);
  const length = data === undefined ? {} : { 'Content-Length': Buffer.byteLength(body) };
  const begin = url.protocol === 'https:' ? overHttps : overHttp;
  const options = { method, agent: false, signal, headers: { ...headers, ...length } };
  const answered = Promise.withResolvers<IncomingMessage>();
  try {
    begin(url, options, answered.resolve).on('error', answered.reject).end(body);
    const response = await answered.promise;
    const { statusCode = 0, headers: heard } = response;
    return { statusCode, body: await text(response), headers: heard };
  } catch (error) {
    throw signal.aborted ? failure('ETIMEDOUT') : failure(codeOf(error));
  }
}

function failure(code: string): Error {
  return Object.assign(new Error('The request to Twilio failed.'), { code });
}

function codeOf(error: unknown): string {
  const { code } = error as { readonly code?: unknown };
  return typeof code === 'string' ? code : 'ECONNRESET';
}
