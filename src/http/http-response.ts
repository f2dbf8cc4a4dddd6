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
