import type { LogFacts } from './log.ts';

/** The response to a request, and what is logged about it. */
export type HttpResponse = {
  readonly status: number;
  /** An object is sent as JSON, with the request's id added; a string is sent as XML. */
  readonly body: object | string;
  readonly headers?: { readonly [name: string]: string };
  readonly facts: LogFacts;
};

export type Handler = (request: Request) => Promise<HttpResponse>;

type ErrorBody = { readonly message: string; readonly fix: string } & {
  readonly [key: string]: unknown;
};

/** An error response: a code for programs, and a message and a fix for people. */
export function problem(
  status: number,
  code: string,
  error: ErrorBody,
  more: Partial<Pick<HttpResponse, 'headers' | 'facts'>> = {},
): HttpResponse {
  return { status, body: { status: code, ...error }, facts: { outcome: code }, ...more };
}

/** A response as it is sent, with the id of its request. */
export type SerializedResponse = {
  readonly status: number;
  readonly headers: { readonly [name: string]: string };
  readonly text: string;
};

export function serialize({ status, body, headers }: HttpResponse, id: string): SerializedResponse {
  const isText = typeof body === 'string';
  return {
    status,
    headers: {
      'Content-Type': isText ? 'text/xml; charset=utf-8' : 'application/json; charset=utf-8',
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
      'X-Request-Id': id,
      ...headers,
    },
    text: isText ? body : JSON.stringify({ ...body, request_id: id }),
  };
}

export function webResponse(response: HttpResponse, id: string): Response {
  const { text, status, headers } = serialize(response, id);
  return new Response(text, { status, headers });
}
