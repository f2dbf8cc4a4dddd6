import type { LogFacts } from './log.ts';

/** The answer to one request, and what the log gets to know of it. */
export type HttpResponse = {
  readonly status: number;
  /** An object goes out as JSON, with the request's id in it; a text as XML. */
  readonly body: object | string;
  readonly headers?: { readonly [name: string]: string };
  readonly facts: LogFacts;
};

export type Handler = (request: Request) => Promise<HttpResponse>;

type Told = { readonly message: string; readonly fix: string } & {
  readonly [key: string]: unknown;
};

/** Why a request came to nothing: a word for programs, and a sentence and a fix for people. */
export function problem(
  status: number,
  code: string,
  told: Told,
  more: Partial<Pick<HttpResponse, 'headers' | 'facts'>> = {},
): HttpResponse {
  return { status, body: { status: code, ...told }, facts: { outcome: code }, ...more };
}

/** An answer as it goes out, with the id of its request. */
export type Written = {
  readonly status: number;
  readonly headers: { readonly [name: string]: string };
  readonly text: string;
};

export function written({ status, body, headers }: HttpResponse, id: string): Written {
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

export function webResponse(answered: HttpResponse, id: string): Response {
  const { text, status, headers } = written(answered, id);
  return new Response(text, { status, headers });
}
