import type { HttpResponse } from '../http-response.ts';

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
